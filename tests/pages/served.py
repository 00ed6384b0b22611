"""Forms as a page serves them: what stands in each, what may be chosen, and how a test fills one in and sends it."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

FIRST, LAST = object(), object()
"""In the place of a word: the first, or the last, that may be chosen there."""


@dataclass
class Served:
    """A form: where it is sent, what stands in its fields, the words that may be chosen in some, its button's, and all it says."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    button: str = ""
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Served] = []
        self._in: Served | None = None
        self._text = self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._in = Served(said.get("action", ""))
            self.found.append(self._in)
        elif self._in:
            self._take(self._in, tag, said)

    def _take(self, form: Served, tag: str, said: dict[str, str]) -> None:
        name, value, kind = said.get("name", ""), said.get("value", ""), said.get("type", "text")
        match tag:
            case "input" if kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(value)
                if "checked" in said:
                    form.fields[name] = value
            case "input" if name != "csrfmiddlewaretoken":
                form.fields[name] = value
            case "textarea":
                form.fields[name], self._text = "", name
            case "select":
                self._list = name
            case "option":
                form.choices.setdefault(self._list, []).append(value)
                if "selected" in said or self._list not in form.fields:
                    form.fields[self._list] = value
            case "button":
                self._text = tag

    def handle_data(self, data: str) -> None:
        if self._in:
            self._in.text += data
        if self._in and self._text == "button":
            self._in.button += data.strip()
        elif self._in and self._text:
            self._in.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "button"):
            self._text = ""
        elif tag == "form":
            self._in = None


def forms_of(page: str) -> list[Served]:
    """Every form of a page that changes something, in the order in which they stand."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def send(client: Client, address: str, button: str, says: Mapping[str, object], place: int = 0, **more: str) -> None:
    """Open a page, fill in what is said in a form with that button that has a place for all of it, and send it.

    `place` counts such forms from 0. Of `more`: `about`, what the form itself says; `link`, the first link of these words is
    followed before; `then`, what is answered is a form again, sent with this button. Only what a page serves can be chosen.
    What is answered at last must be that it is saved.
    """
    about, link, then = (more.get(name, "") for name in ("about", "link", "then"))
    page = client.get(address).content.decode()
    if link:
        address = _leads_to(page, link)
        page = client.get(address).content.decode()
    answer = _sent(client, address, page, _Wanted(button, says, about, place))
    if then:
        answer = _sent(client, address, answer.content.decode(), _Wanted(then))
    assert answer.status_code == 302, answer.content.decode().partition("govuk-error-summary")[2][:600]


def _leads_to(page: str, text: str) -> str:
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{text}', page)
    assert found, f"no link says {text}"
    return html.unescape(found[1]).partition("#")[0]


@dataclass(frozen=True)
class _Wanted:
    button: str
    says: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    place: int = 0

    def is_in(self, form: Served) -> bool:
        has_a_place = all(
            word in form.choices[name] or word in (FIRST, LAST) if name in form.choices else name in form.fields
            for name, word in self.says.items()
        )
        return form.button == self.button and self.about in form.text and has_a_place


def _sent(client: Client, address: str, page: str, wanted: _Wanted) -> HttpResponse:
    offered = forms_of(page)
    found = [one for one in offered if wanted.is_in(one)]
    assert len(found) > wanted.place, f"{address} has no form for {wanted}: {[one.button for one in offered]}"
    form = found[wanted.place]
    filled = {name: _chosen(form, name, word) for name, word in wanted.says.items()}
    return client.post(form.action or address.partition("?")[0], form.fields | filled)


def _chosen(form: Served, name: str, word: object) -> object:
    if word not in (FIRST, LAST):
        return word
    offered = [one for one in form.choices[name] if one]
    return offered[0] if word is FIRST else offered[-1]
