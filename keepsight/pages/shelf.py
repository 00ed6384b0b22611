"""The shelf of pages: every folder here is one page, found by walking. One that lacks something stops the start."""

from functools import cache
from importlib import import_module
from pathlib import Path

from keepsight.errors import BrokenShelf
from keepsight.pages.page import GROUPS, Page, Shelved
from keepsight.pages.taken_away import Listed

FOLDER = Path(__file__).parent
NOT_PAGES = frozenset({"layout", "static", "programs", "__pycache__"})
# `test_page.py` stands there too; it is left out of the wheel, so a test asks for it and not the start.
NEEDS = ("__init__.py", "page.py", "page.html.jinja")


@cache
def shelf() -> dict[str, Shelved]:
    """Every page by its name, in the order of the names. Raises BrokenShelf naming the folder and what it lacks."""
    return {folder.name: taken_from(folder) for folder in folders()}


def folders(root: Path = FOLDER) -> list[Path]:
    """The folders on the shelf."""
    return sorted(folder for folder in root.iterdir() if folder.is_dir() and folder.name not in NOT_PAGES)


def taken_from(folder: Path) -> Shelved:
    """The page in one folder, checked."""
    refuse_what_lacks(folder, NEEDS)
    module = import_module(f"keepsight.pages.{folder.name}.page")
    page = getattr(module, "PAGE", None)
    if not isinstance(page, Page):
        raise _broken(folder, "a PAGE in its page.py")
    wanted = ["fetch", "present"] + (["act"] if "POST" in page.methods else [])
    if lacking := [name for name in wanted if not callable(getattr(module, name, None))]:
        raise _broken(folder, f"{' and '.join(lacking)} in its page.py")
    if page.group not in (None, *GROUPS):
        raise _broken(folder, "a group of the bar of the service")
    if not page.public and not page.who:
        raise _broken(folder, "anyone who may open it")
    listed = getattr(module, "LISTED", None)
    if not isinstance(listed, Listed | None):
        raise _broken(folder, "a LISTED that is one")
    return Shelved(folder.name, page, module.fetch, module.present, getattr(module, "act", None), listed)


def refuse_what_lacks(folder: Path, needs: tuple[str, ...]) -> None:
    """Raise BrokenShelf where one of the files `needs` is not in the folder."""
    for name in needs:
        if not (folder / name).is_file():
            raise _broken(folder, name)


def _broken(folder: Path, lacks: str) -> BrokenShelf:
    return BrokenShelf(
        f"The page '{folder.name}' lacks {lacks}",
        next_step="A page is one folder with page.py, page.html.jinja, test_page.py and an empty __init__.py.",
    )
