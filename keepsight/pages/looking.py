"""Looks at a child in words: what was opened, changed or taken away, and on what ground."""

from collections.abc import Sequence

from keepsight.access.looks import LookShown, Saw
from keepsight.pages.shelf import shelf
from keepsight.pages.words import counted

# What a program read by a token of the person's account (`programs.reading`).
BY_A_PROGRAM = {
    "read_children": "Children in sight, read by a program",
    "read_child": "The child, read by a program",
    "read_entries": "Chronology, read by a program",
    "read_prompts": "Prompts, read by a program",
    "read_register": "Reviews, read by a program",
}
DONE = {"post": "sent a form on ", "export": "took away a file from "}


def look_rows(looks: Sequence[LookShown]) -> list[dict[str, object]]:
    """A row for each look."""
    return [
        {"at": one.at, "name": one.name, "agency": one.agency, "role": one.role, "what": what(one), "why": one.why}
        for one in looks
    ]


def what(look: LookShown) -> str:
    """The page by its title, what was done on it, and how many entries it showed."""
    said = done(look.act, look.page)
    return f"{said}, {counted(look.count, 'entry', 'entries')}" if look.count else said


def done(act: str, page: str) -> str:
    """What was done on which page, by its title."""
    shelved = shelf().get(page)
    return f"{DONE.get(act, '')}{shelved.page.title if shelved else BY_A_PROGRAM.get(page, page)}"


def seen(saw: Saw) -> list[str]:
    """What somebody was shown, page by page with how often, and what they took away, first."""
    return [done(act, page) + (f", {times} times" if times > 1 else "") for act, page, times in saw.pages]
