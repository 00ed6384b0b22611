"""A form of a page as it is sent, filled in again with what somebody had typed in it, whichever page it is.

It is the form of the page that is about the same (its hidden fields say so) and asks for all that was typed. What is about
something else is never filled in, however alike it looks. Passwords are no part of it, and a file cannot be: a browser
chooses it anew.
"""

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

FORM = re.compile(r'(?s)<form\b[^>]*\bmethod="post".*?</form>')
MAIN = re.compile(r"<main\b[^>]*>")
OPENED = frozenset({"seen", "after", "opened_at"})  # hidden fields that say what stood when a form was opened, or when
OUR_OWN = frozenset({"whose", "refilled", "csrfmiddlewaretoken"})
MARK = '<input type="hidden" name="refilled" value="yes">'  # with it a form says that what was kept may be forgotten
NEVER = frozenset({"password", "file", "submit", "button", "image", "reset"})
Attributes = list[tuple[str, str | None]]


class _Form(HTMLParser):
    """A form with what was typed in it again; what it is about, and what it asks for."""

    def __init__(self, html: str, left: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self._parts: list[str] = []
        self._folds: list[tuple[int, Attributes]] = []  # those that are not closed yet: which part each is
        self.about: dict[str, set[str]] = {}
        self.asks: set[str] = set()
        self.choices: dict[str, set[str]] = {}  # of buttons and of radio buttons: one of them is said
        self._left, self._select, self._written = left, "", False
        self.feed(html)
        self.close()

    @property
    def html(self) -> str:
        """The form, as far as it was read."""
        return "".join(self._parts)

    def is_what_was_typed(self) -> bool:
        """Whether it is about the same and asks for all that was typed, and for some of it."""
        said = {name: {*value.splitlines(), value} for name, value in self._left.items() if value}
        same = all(values & said.get(name, {""}) for name, values in self.about.items() if name not in OPENED)
        chosen = all(values & said[name] for name, values in self.choices.items() if name in said)
        known = said.keys() <= self.asks | self.choices.keys() | self.about.keys()
        return same and chosen and known and not said.keys().isdisjoint(self.asks)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        of = dict(attrs)
        name, kind = of.get("name") or "", of.get("type") or "text"
        if tag == "details":
            self._folds.append((len(self._parts), attrs))
            self._parts.append(self._as_it_was())
        elif tag == "button":
            self.choices.setdefault(name, set()).add(of.get("value") or "")
            self._parts.append(self._as_it_was())
        elif tag == "input" and kind == "hidden":
            self._hidden(name, attrs)
        elif tag in ("input", "select", "textarea") and name and kind not in NEVER:
            self.asks.add(name)
            self._select = name
            self._parts.append(self._filled(tag, kind, name, attrs))
        elif tag == "option" and self._select in self._left:
            self._parts.append(_tag(tag, _chosen(attrs, "selected", of.get("value") == self._left[self._select])))
        else:
            self._parts.append(self._as_it_was() + (MARK if tag == "form" else ""))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._written = False
        if tag == "details" and self._folds:
            self._folds.pop()
        self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._say(data)

    def handle_entityref(self, name: str) -> None:
        self._say(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name};")

    def _unfold(self, said: bool) -> None:
        """Where something was said, it is seen: what it is folded away in stands open."""
        for at, attrs in self._folds if said else ():
            self._parts[at] = _tag("details", _chosen(attrs, "open", True))

    def _as_it_was(self) -> str:
        return self.get_starttag_text() or ""

    def _say(self, data: str) -> None:
        self._parts.append("" if self._written else data)

    def _hidden(self, name: str, attrs: Attributes) -> None:
        """A hidden field. What stood when somebody typed stays said, so that whoever acted meanwhile is not overlooked."""
        if name not in OUR_OWN:
            self.about.setdefault(name, set()).add(dict(attrs).get("value") or "")
        self._parts.append(_said(attrs, self._left[name]) if name in OPENED & self._left.keys() else self._as_it_was())

    def _filled(self, tag: str, kind: str, name: str, attrs: Attributes) -> str:
        """A field with what was typed in it. A box of which nothing was sent was not ticked."""
        said = self._left.get(name)
        if kind == "radio":
            self.choices.setdefault(name, set()).add(dict(attrs).get("value") or "on")
        if kind == "checkbox" or (kind == "radio" and said is not None):
            chosen = (dict(attrs).get("value") or "on") in (said or "").splitlines()
            self._unfold(chosen)
            return _tag(tag, _chosen(attrs, "checked", chosen))
        self._unfold(bool(said))
        if said is None or kind == "radio" or tag == "select":
            return self._as_it_was()
        if tag == "textarea":
            self._written = True
            return _tag(tag, attrs) + escape(said)
        return _said(attrs, said)


def refilled(page: str, left: Mapping[str, str]) -> str | None:
    """The page with what was typed in its form again. None where it has no form that is about the same."""
    found = [(at, _Form(at[0], left)) for at in FORM.finditer(page)]
    at, form = next(((at, form) for at, form in found if form.is_what_was_typed()), (None, None))
    if at is None or form is None:
        return None
    return _unfolded(page[: at.start()]) + form.html + page[at.end() :]


def marked(page: str) -> str:
    """The page with each form below its head marked, as if what was typed were in it."""
    head, main, below = page.partition("<main")
    return head + main + FORM.sub(lambda form: form[0].replace(">", f">{MARK}", 1), below)


def beneath_main(page: str, words: str) -> str:
    """The page with some words before all else that it says."""
    return MAIN.sub(lambda main: main[0] + words, page, count=1)


def _unfolded(before: str) -> str:
    """What stands before a form, with the fold open in which the form stands, if it stands in one."""
    at = before.rfind("<details")
    folded = at > before.rfind("</details>")
    return f"{before[:at]}<details open{before[at + len('<details') :]}" if folded else before


def _chosen(attrs: Attributes, how: str, chosen: bool) -> Attributes:
    others = [one for one in attrs if one[0] != how]
    return [*others, (how, None)] if chosen else others


def _said(attrs: Attributes, value: str) -> str:
    """An input with this value, whatever it had."""
    return _tag("input", [*(one for one in attrs if one[0] != "value"), ("value", value)])


def _tag(tag: str, attrs: Attributes) -> str:
    said = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attrs)
    return f"<{tag}{said}>"
