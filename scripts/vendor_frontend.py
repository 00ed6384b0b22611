"""Bring the built GOV.UK Frontend, and axe-core for the tests, into the repository, so that nobody needs node.

Run it when `govuk-frontend-jinja` tracks a newer version: `python scripts/vendor_frontend.py`, on a machine with `npm`.
It takes the built style sheet and script, drops the GDS Transport fonts and every picture (the crown and the crest are
the Crown's, not ours to use), and refuses to write a style sheet that still asks for a file or names the font.
The licence texts stand beside what they cover.
"""

import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

GOVUK_FRONTEND = "6.3.0"  # the version govuk-frontend-jinja 4.1 renders; its README says so
AXE_CORE = "4.14.1"  # finds label-content-name-mismatch, which 4.12 missed

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "keepsight" / "pages" / "static" / "vendor" / "govuk-frontend"
AXE = ROOT / "tests" / "vendor" / "axe-core"

FONT_NOTICE = re.compile(r"/\*(?:(?!\*/).)*GDS Transport(?:(?!\*/).)*\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
PICTURE = re.compile(r"(?:background|-webkit-mask|mask)(?:-image)?:[^;}]*url\([^)]*\)[^;}]*;?")
SOURCE_MAP = re.compile(r"\s*(?:/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*$")


def main() -> None:
    """Fetch, strip and write; print what was written."""
    with tempfile.TemporaryDirectory() as folder:
        write_frontend(unpacked("govuk-frontend", GOVUK_FRONTEND, Path(folder)))
        write_axe(unpacked("axe-core", AXE_CORE, Path(folder)))


def write_frontend(package: Path) -> None:
    """Write the stripped style sheet and the script. The package holds no licence text; its repository does."""
    if not (FRONTEND / "LICENSE.txt").is_file():
        raise SystemExit(f"{FRONTEND / 'LICENSE.txt'} is missing: copy it from its repository first.")
    built = package / "dist" / "govuk"
    write(FRONTEND / "govuk-frontend.min.css", stripped((built / "govuk-frontend.min.css").read_text()))
    write(FRONTEND / "govuk-frontend.min.js", SOURCE_MAP.sub("\n", (built / "govuk-frontend.min.js").read_text()))


def write_axe(package: Path) -> None:
    """Write the accessibility checker that the browser tests inject, with its licences."""
    for name in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        write(AXE / name, (package / name).read_text())


def stripped(css: str) -> str:
    """The style sheet without fonts and pictures that are not ours, in the system's own sans-serif."""
    css = SOURCE_MAP.sub("\n", PICTURE.sub("", FONT_FACE.sub("", FONT_NOTICE.sub("", css))))
    css = css.replace("GDS Transport,arial,sans-serif", "arial,sans-serif")
    if "url(" in css or "GDS Transport" in css:
        raise SystemExit("The style sheet still asks for a font or a picture: look at it before it is committed.")
    return css


def unpacked(name: str, version: str, folder: Path) -> Path:
    """The folder of one npm package, fetched by `npm pack`."""
    pack = ["npm", "pack", f"{name}@{version}", "--silent"]
    subprocess.run(pack, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  fixed words, no shell
    with tarfile.open(folder / f"{name}-{version}.tgz") as archive:
        archive.extractall(folder / name, filter="data")
    return folder / name / "package"


def write(path: Path, text: str) -> None:
    """Write one file and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(f"{path.relative_to(ROOT)}  {len(text):,} characters")


if __name__ == "__main__":
    main()
