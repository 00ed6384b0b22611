"""docs/dependencies.md says what the lock says: every package, its version, its licence, and a reason for each that we name."""

import re
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "dependencies.md").read_text()
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\S.*?) \| (.+?) \| (.*) \|$", re.MULTILINE)
_spec = spec_from_file_location("dependencies", ROOT / "scripts" / "dependencies.py")
assert _spec
assert _spec.loader
dependencies = module_from_spec(_spec)
_spec.loader.exec_module(dependencies)
LOCK = dependencies.locked((ROOT / "uv.lock").read_text())
SHIPPED = DOCUMENT.partition("## Shipped")[2].partition("## ")[0]


def rows(text: str) -> dict[str, tuple[str, str, str]]:
    """The version, the licence and the reason of each package that stands in it."""
    return {name: (version, licence, why) for name, version, licence, why in ROW.findall(text) if name != "package"}


def test_every_package_of_the_lock_stands_in_it_once_in_its_version():
    written = {name: version for name, (version, _, _) in rows(DOCUMENT).items()}
    locked = {name: one["version"] for name, one in LOCK.items() if name != "keepsight"}
    assert written == locked, "the lock has changed: uv run python scripts/dependencies.py"
    names = [name for name, *_ in ROW.findall(DOCUMENT) if name != "package"]
    assert len(names) == len(set(names))


def test_every_package_that_we_name_has_the_reason_that_stands_beside_it():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*named["project"]["dependencies"], *named["project"]["optional-dependencies"]["spark"]]
    wanted += named["dependency-groups"]["dev"]
    why = dependencies.reasons((ROOT / "pyproject.toml").read_text())
    for said in wanted:
        name = re.split(r"[\[<>=]", said)[0]
        assert rows(DOCUMENT)[name][2] == why[name]


def test_each_licence_is_what_the_package_says_of_itself():
    written = {name: licence for name, (_, licence, _) in rows(DOCUMENT).items()}
    said = {name: dependencies.licence_of(name) for name in written}
    here = {name for name in written if dependencies.NOT_HERE not in (said[name], written[name])}
    assert len(here) > 100
    assert {name: said[name] for name in here} == {name: written[name] for name in here}


def test_nothing_that_is_shipped_is_under_a_licence_that_binds_what_stands_beside_it():
    licences = {name: licence for name, (_, licence, _) in rows(SHIPPED).items()}
    assert len(licences) > 30
    binding = re.compile(r"\b(A?GPL|SSPL|BUSL|EUPL)\b|says none")
    assert [name for name, licence in licences.items() if binding.search(licence)] == []
    assert binding.search(rows(DOCUMENT)["krippendorff"][1]), "the rule sees one where there is one"


def test_a_package_that_is_locked_twice_has_both_versions():
    text = """
[[package]]
name = "one"
version = "1"
[[package]]
name = "one"
version = "2"
dependencies = [{ name = "other" }]
"""
    found = dependencies.locked(text)["one"]
    assert (found["version"], found["dependencies"]) == ("1 or 2", [{"name": "other"}])


def test_what_is_needed_by_others_is_found_however_deep():
    lock = {
        "a": {"dependencies": [{"name": "b"}]},
        "b": {"optional-dependencies": {"x": [{"name": "c"}]}},
        "c": {},
        "d": {},
    }
    assert dependencies.closure(lock, ["a"]) == {"a", "b", "c"}
