"""A form reached, filled in and sent by keyboard alone, wherever on a page it stands, folded away or not."""

import json
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page

from tests.pages.browser import tab_to
from tests.pages.served import FIRST, LAST

FAR = 600  # presses of Tab: some forms stand beneath everything that is on record


def follows(page: Page, text: str) -> None:
    """Reach the first link of these words, and stand where it leads."""
    tab_to(page, page.locator(f'main a:has-text("{text}")').first, FAR)
    _enters(page)


def sends(page: Page, button: str, says: Mapping[str, object], *, about: str = "", place: int = 0) -> None:
    """Fill in the form with that button that has a place for all of this, and send it. What is answered is no error.

    `about` is what the form says of itself; `place` counts such forms from 0.
    """
    has = "".join(f":has({_has(name, word)})" for name, word in says.items())
    form = page.locator(f"main form:has(button:text-is({json.dumps(button)})){has}").filter(has_text=about).nth(place)
    _unfolds(page, form)
    order = form.evaluate("form => [...form.elements].map(one => one.name)")
    for name in sorted(says, key=order.index):
        _fills(page, form, name, says[name])
    tab_to(page, form.locator("button"), FAR)
    _enters(page)
    assert page.locator(".govuk-error-summary").all_inner_texts() == []


def _has(name: str, word: object) -> str:
    """What a form has that such a word can be said in: somewhere to write, or this one to choose."""
    if word in (FIRST, LAST):
        return f'[name="{name}"]'
    said = json.dumps(word)
    here = f'[name="{name}"]'
    return f"textarea{here}, input[type=text]{here}, {here}[value={said}], {here} [value={said}]"


def _unfolds(page: Page, form: Locator) -> None:
    """Open what the form is folded away in, the outermost first."""
    for folded in form.locator("xpath=ancestor::details[not(@open)]").all():
        tab_to(page, folded.locator("summary").first, FAR)
        page.keyboard.press("Enter")


def _fills(page: Page, form: Locator, name: str, word: object) -> None:
    fields = form.locator(f'[name="{name}"]')
    match fields.first.evaluate("one => one.type"):
        case "hidden":
            pass  # it says so by itself, or the form would not have been found
        case "checkbox":
            tab_to(page, form.locator(f'[name="{name}"][value={json.dumps(word)}]'), FAR)
            page.keyboard.press("Space")
        case "radio":
            _chooses(page, fields, word)
        case "select-one":
            _picks(page, fields, word)
        case _:
            tab_to(page, fields, FAR)
            page.keyboard.press("Control+A")
            page.keyboard.type(str(word))


def _chooses(page: Page, fields: Locator, word: object) -> None:
    """Reach a group where Tab comes into it, and by the arrows the one of these words in it."""
    offered = fields.evaluate_all("all => all.map(one => [one.value, one.checked])")
    wanted = _place([value for value, _ in offered], word)
    chosen = next((place for place, (_, checked) in enumerate(offered) if checked), 0)
    tab_to(page, fields.nth(chosen), FAR)
    page.keyboard.press("Space")
    for _ in range((wanted - chosen) % len(offered)):
        page.keyboard.press("ArrowDown")
    assert fields.nth(wanted).is_checked()


def _picks(page: Page, field: Locator, word: object) -> None:
    """Reach a list, and by the arrows the line of these words in it."""
    offered = field.evaluate("list => [...list.options].map(one => one.value)")
    tab_to(page, field, FAR)
    page.keyboard.press("Home")
    for _ in range(_place(offered, word)):
        page.keyboard.press("ArrowDown")
    assert field.input_value() == offered[_place(offered, word)]


def _place(offered: Sequence[str], word: object) -> int:
    """Which of those that may be chosen a word is; the empty one is no choice."""
    if word is FIRST:
        return next(place for place, value in enumerate(offered) if value)
    return len(offered) - 1 if word is LAST else offered.index(str(word))


def _enters(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")
