"""Write docs/dependencies.md: each package that the lock holds, with its version, its licence, and why it is here.

Run it whenever uv.lock changes: `uv run python scripts/dependencies.py`. Versions and who needs what are the lock's, reasons are
those beside each package in pyproject.toml, licences are what the installed packages say of themselves. It asks nobody.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "docs" / "dependencies.md"
OURS = "keepsight"
NOT_HERE = "not installed where this was written"
REASON = re.compile(r'"([A-Za-z0-9_.-]+)(?:\[[^]]*\])?[^"]*"\]?,?\s*# (.+)')
SHORT_NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The MIT License (MIT)": "MIT",
    "PostgreSQL License": "PostgreSQL",
    "Python Software Foundation License": "PSF-2.0",
}
LONGEST = 40  # letters: a licence's whole text, or a sentence, names none
HEAD = """# What Keepsight is made of

Written by `uv run python scripts/dependencies.py` from `uv.lock`, `pyproject.toml` and what the packages say of themselves:
put right there, and never here. `tests/test_dependencies.py` holds it to the lock.

The same as a bill of materials (CycloneDX), for programs that read one:

    uv export --frozen --no-dev --format cyclonedx1.5 --output-file sbom.json

Whether anything here has a known weakness is asked of a database on the internet. So the tests do not ask it, and **it was not
asked where this was written**. Whoever runs Keepsight asks, at each release and each week:

    uv export --frozen --no-dev --output-file requirements.txt
    uvx pip-audit --require-hashes --disable-pip --requirement requirements.txt

What is under the LGPL is installed beside Keepsight as it comes, unchanged, and may be exchanged. Nothing under the GPL is shipped.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the lock. `why` is empty for what is only needed by others."""

    name: str
    version: str
    licence: str
    why: str
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document: what is needed directly, and what that needs."""

    title: str
    says: str
    packages: tuple[Package, ...]


def main() -> None:
    """Write the document; print how many packages stand in it."""
    parts = parts_of(ROOT)
    WRITTEN.write_text(printed(parts), encoding="utf-8")
    print(f"{WRITTEN.relative_to(ROOT)}: {sum(len(part.packages) for part in parts)} packages.")


def parts_of(root: Path) -> list[Part]:
    """What is shipped, what a partnership may add, and what only whoever works on it installs: each package where first needed,
    with the reason beside it wherever it is named."""
    lock = locked((root / "uv.lock").read_text())
    why = reasons((root / "pyproject.toml").read_text())
    ours, groups = lock[OURS], []
    groups.append(("Shipped", "What every installation holds.", _names(ours["dependencies"])))
    for extra, needs in ours.get("optional-dependencies", {}).items():
        groups.append((f"Added by `keepsight[{extra}]`", "Only where somebody asks for it.", _names(needs)))
    for group, needs in ours.get("dev-dependencies", {}).items():
        groups.append(
            (f"For whoever works on it ({group})", "In no installation: the tests and the tools.", _names(needs))
        )
    parts, before = list[Part](), {OURS}
    for title, says, direct in groups:
        here = [name for name in sorted(closure(lock, direct)) if name not in before]
        before |= set(here)
        packages = (_package(lock, name, why.get(name, ""), here) for name in here)
        parts.append(Part(title, says, tuple(sorted(packages, key=lambda one: (not one.why, one.name)))))
    return parts


def locked(text: str) -> dict[str, dict[str, Any]]:
    """The packages of a lock by name. One that is locked in several versions, each for other versions of Python, has them all."""
    found = dict[str, dict[str, Any]]()
    for one in tomllib.loads(text)["package"]:
        before = found.get(one["name"], {})
        more = {"dependencies": [*before.get("dependencies", []), *one.get("dependencies", [])]}
        versions = [before["version"], one["version"]] if before else [one["version"]]
        found[one["name"]] = one | more | {"version": " or ".join(versions)}
    return found


def reasons(pyproject: str) -> dict[str, str]:
    """The reason beside each package that is named with one, by its name as the lock writes it."""
    return {re.sub(r"[-_.]+", "-", name).lower(): why.strip() for name, why in REASON.findall(pyproject)}


def closure(lock: Mapping[str, Mapping[str, Any]], names: Iterable[str]) -> set[str]:
    """These packages and all that they need, on any system."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _needs(lock[name])
    return found


def licence_of(name: str) -> str:
    """What an installed package says of its licence, in short; or that it is not installed here, or says nothing that is one."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return NOT_HERE
    return next(filter(None, (" ".join(one.split()) for one in _said(found))), "says none: read its files")


def printed(parts: Iterable[Part]) -> str:
    """The document."""
    return "\n".join([HEAD, *(line for part in parts for line in _lines(part))])


def _said(found: Distribution) -> Iterator[str]:
    yield found.metadata.get("License-Expression") or ""
    classed = [
        one.rpartition(" :: ")[2] for one in found.metadata.get_all("Classifier", []) if one.startswith("License ::")
    ]
    yield " or ".join(SHORT_NAMES.get(one, one) for one in classed if one != "OSI Approved")
    said = found.metadata.get("License") or ""
    yield said if len(said) <= LONGEST else ""
    for file in found.metadata.get_all("License-File", []):  # last of all, the title of the licence that lies beside it
        title = (found.read_text(f"licenses/{file}") or "").strip().partition("\n")[0]
        yield SHORT_NAMES.get(title.strip(), "")


def _package(lock: Mapping[str, Mapping[str, Any]], name: str, why: str, here: Iterable[str]) -> Package:
    needed_by = tuple(other for other in here if name in _needs(lock[other]))
    return Package(name, lock[name]["version"], licence_of(name), why, needed_by)


def _needs(package: Mapping[str, Any]) -> list[str]:
    extras = package.get("optional-dependencies", {}).values()
    return [*_names(package.get("dependencies", [])), *(name for needs in extras for name in _names(needs))]


def _names(needs: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["name"] for one in needs]


def _lines(part: Part) -> Iterator[str]:
    direct = [one for one in part.packages if one.why]
    rest = [one for one in part.packages if not one.why]
    yield from (f"## {part.title}", "", part.says, "", "| package | version | licence | why |", "|---|---|---|---|")
    yield from (f"| {one.name} | {one.version} | {one.licence} | {one.why} |" for one in direct)
    if rest:
        yield from ("", "What these need:", "", "| package | version | licence | needed by |", "|---|---|---|---|")
        yield from (f"| {one.name} | {one.version} | {one.licence} | {', '.join(one.needed_by)} |" for one in rest)
    yield ""


if __name__ == "__main__":
    main()
