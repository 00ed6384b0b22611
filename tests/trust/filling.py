"""Forms of pages, filled in as somebody would who fills in all of them: the first choice of each, a day, some words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = "Said here"
DAY = {"day": "20", "month": "3", "year": "2026"}
Fields = tuple[tuple[str, str], ...]


@dataclass
class Form:
    """One form of a page: where it is sent, its fields as filled in, and its buttons (empty where they bear no name).

    `texts` are the fields that somebody types in, `offers` what each other field and each button may say.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    offers: dict[str, set[str]] = field(default_factory=dict)

    def ways(self) -> Iterator[Fields]:
        """The form sent by each of its buttons."""
        for button in self.buttons or [("", "")]:
            yield tuple((self.fields | ({button[0]: button[1]} if button[0] else {})).items())


class Forms(HTMLParser):
    """The forms of a page that change something, and are not for a file."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._in: Form | None = None
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._in = Form(said.get("action", ""))
            self.found.append(self._in)
        elif self._in is not None:
            self._take(self._in, tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in = None

    def _take(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text")
        if tag == "button":
            form.buttons.append((name, said.get("value", "")))
            form.offers.setdefault(name, set()).add(said.get("value", ""))
        elif tag == "select":
            self._choice = name
        elif tag == "option":
            form.offers.setdefault(self._choice, set()).add(said.get("value", ""))
            if said.get("value"):
                form.fields.setdefault(self._choice, said["value"])
        elif tag in ("input", "textarea") and name and name != "csrfmiddlewaretoken" and kind != "file":
            form.fields.setdefault(name, _filled(tag, kind, name, said))
            if tag == "input" and kind in CHOSEN:
                form.offers.setdefault(name, set()).add(said.get("value", "on"))
            else:
                form.texts.add(name)


CHOSEN = ("hidden", "radio", "checkbox")


def _filled(tag: str, kind: str, name: str, said: dict[str, str]) -> str:
    if tag == "input" and kind in CHOSEN:
        return said.get("value", "on")
    return next((value for part, value in DAY.items() if name.endswith(part)), WORDS)


def forms(page: str) -> Iterable[Form]:
    """Every form of a page that changes something."""
    reader = Forms()
    reader.feed(page)
    return reader.found
