"""Every form that a template holds is served, filled in and lost: what was typed is in it again, and in no other.

The forms are counted in the templates, so that a new one to which no way in `ways_to_forms.py` leads is missed here.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.urls import resolve, reverse
from jinja2 import BaseLoader, Environment

import keepsight
from keepsight.pages import refilling
from keepsight.pages.refilling import FORM, OPENED
from keepsight.pages.shelf import shelf
from keepsight.practice.models import Unsaved
from tests.pages.test_door import address
from tests.pages.town_people import child, signed_in, user
from tests.pages.ways_to_forms import ANY, NEVER_KEPT, WAYS, Step
from tests.trust.filling import Form, forms

PAGES = Path(keepsight.__file__).parent / "pages"
POSTED = re.compile(r'<form\b(?=[^>]*\bmethod="post")')
WHICH = re.compile(r'data-which="([^"]+)"')
TYPED = "What she “said” & <did> at home"
ONE_THING = {"entry", "dispute", "grant", "id", "marker", "notice", "holds"}  # the names of fields that name one
NOTED = {"store_auditline", "access_session"}  # what is written whenever somebody comes by
MOST_ALIKE = 2  # of one form on one page, such as one for each entry: the first ones


def numbered(template: str, source: str) -> str:
    """A template whose forms say which each is, wherever they are served."""
    parts = POSTED.split(source)
    return parts[0] + "".join(f'<form data-which="{template} {n}"{part}' for n, part in enumerate(parts[1:], start=1))


def named(path: Path) -> str:
    return str(path.relative_to(PAGES)).removesuffix(".html.jinja")


TEMPLATES = {named(path): path.read_text() for path in sorted(PAGES.rglob("*.jinja"))}
WITH_FORMS = {name for name, source in TEMPLATES.items() if POSTED.search(source)}


class Numbering(BaseLoader):
    """Reads templates as the pages do, and numbers their forms."""

    def __init__(self, inner: BaseLoader) -> None:
        self.inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, fresh = self.inner.get_source(environment, template)
        return numbered(template.removesuffix(".html.jinja"), source), file, fresh


@pytest.fixture
def numbering(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The templates with their forms numbered."""
    (env,) = (one.env for one in engines.all() if hasattr(one, "env"))
    env.cache.clear()
    monkeypatch.setattr(env, "loader", Numbering(env.loader))
    yield
    env.cache.clear()


class Walk:
    """Somebody after somebody opens pages and sends forms. `met` are the forms that were served, `wrong` is what was lost."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.wrong: list[str] = []
        self.answered = "", ""  # where a form was sent to that was answered with a page, and that page
        self.parts: dict[str, object] = {}  # what addresses name, as it was made or come to

    def goes(self, step: Step) -> None:
        """Open the page and look at it; then send the form, and look at what is answered."""
        client = signed_in(step.who)
        if step.page:
            url = self._address(step)
            html = self._looks(client, url, step)
        else:
            url, html = self.answered
        for link in step.through:
            url = linked(html, link, url)
            html = self._looks(client, url, step)
        if step.sends is not None:
            self._sends(client, url, *the_form(html, step.sends), step)

    def _sends(self, client: Client, url: str, form: Form, said: dict[str, str], step: Step) -> None:
        answer = client.post(form.action or url, said)
        assert answer.status_code in (200, 302), (step, answer.status_code)
        if answer.status_code == 302:
            assert not step.stays, f"{step} was taken"
            if is_about_what_stands(form, said):
                self._sends_late(client, form.action or url, form, said)
            self._looks(client, answer.headers["Location"], step)
        else:
            html = answer.content.decode()
            assert step.stays, f"{step}: {told(html)}"
            self.answered = form.action or url, html
            self._is_there(html, form.action or url, step.who)

    def _sends_late(self, client: Client, url: str, form: Form, said: dict[str, str]) -> None:
        """Send the form once more, from a window that was open before it was sent: it says so, and overwrites nothing."""
        before = written()
        answer = client.post(url, said)
        changed = {table for table, rows in written().items() if rows != before.get(table, 0)} - NOTED
        says_so = answer.status_code == 404 or told(answer.content.decode())
        if changed or (form.texts and not says_so):
            self.wrong.append(
                f"{url}: {sorted(form.offers)}: nobody is told of the other ({answer.status_code}, {changed})"
            )

    def _address(self, step: Step) -> str:
        parts = {"child_id": child(step.of), **self.parts}
        wanted = {name for name in re.findall(r":(\w+)>", shelf()[step.page].page.address)}
        if wanted <= parts.keys():
            return reverse(step.page, kwargs={name: parts[name] for name in wanted})
        return address(step.page, user(step.who).role)

    def _looks(self, client: Client, url: str, step: Step) -> str:
        answer = client.get(url)
        assert answer.status_code == 200, (step, url, answer.status_code)
        path = url.partition("#")[0]
        self.parts |= resolve(path.partition("?")[0]).kwargs
        html = answer.content.decode()
        self._is_there(html, path, step.who)
        return html

    def _is_there(self, html: str, url: str, who: str) -> None:
        """Lose what was typed in each form that is met for the first time here."""
        which, before = WHICH.findall(html), set(self.met)
        new = {
            number: name
            for number, name in enumerate(which)
            if name not in before and which[:number].count(name) < MOST_ALIKE and name.split(" ")[0] not in NEVER_KEPT
        }
        self.met |= set(new.values())
        for number, form in enumerate(forms(html)):
            if number in new and form.texts:
                self.wrong += lost(form, number, new[number], url, who)


def lost(form: Form, number: int, name: str, url: str, who: str) -> list[str]:
    """Type in every field, let the session end, send, sign in again: what is not in that form again, or in another one."""
    typed = {field: f"{TYPED} {field}" for field in form.texts}
    button = dict([next(((n, v) for n, v in form.buttons if n), ("", ""))])
    late = Client().post(form.action or url, form.fields | typed | button)
    if "next=" not in late.headers.get("Location", ""):
        return [f"{name}: sent to {late.headers.get('Location')}"]
    again = signed_in(who).get(url).content.decode()
    Unsaved.objects.all().delete()
    has = [at for at, one in enumerate(FORM.findall(again)) if escape(TYPED) in one]
    if has != [number]:
        return [f"{name} at {url} of {who}: {has} is not {number}: {sorted(form.fields)}"]
    one = FORM.findall(again)[number]
    return [f"{name}: {field}" for field, said in typed.items() if escape(said) not in one]


def walked(template: str) -> None:
    """Goes all the way to the forms of a template. Raises AssertionError where one is not met, or something was lost in one."""
    walk = Walk()
    for step in WAYS[template]:
        if isinstance(step, Step):
            walk.goes(step)
        else:
            walk.parts |= step()
    assert walk.wrong == []
    assert set(WHICH.findall(numbered(template, TEMPLATES[template]))) - walk.met == set()


def written() -> dict[str, int]:
    """How many rows were written in this transaction so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {k: v for k, v in cursor.fetchall() if v}


def linked(html: str, part: str, url: str) -> str:
    """Where the first link leads whose address has this part."""
    found = next(one for one in re.findall(r'href="([^"]+)"', html) if part in one).replace("&amp;", "&")
    return url.partition("?")[0] + found if found.startswith("?") else found


def the_form(html: str, says: dict[str, str]) -> tuple[Form, dict[str, str]]:
    """The first form that asks or offers all of this, and what it sends. Choices are named by how they begin; empty: none."""
    for form in forms(html):
        found = {name: chosen(form, name, value) for name, value in says.items()}
        if None not in found.values():
            sent = form.fields | {name: value for name, value in found.items() if value is not None}
            return form, {name: value for name, value in sent.items() if value or name in form.texts}
    raise AssertionError(f"No form takes {says}: {[(one.offers, one.texts) for one in forms(html)]}")


def is_about_what_stands(form: Form, said: dict[str, str]) -> bool:
    """Whether a form changes something that stood when it was opened: it names it, or what was done with it last."""
    given = {name for name, offered in form.offers.items() if len(offered) == 1}  # what one chooses is no mark of it
    return bool(given & (OPENED | ONE_THING) or re.search(r":.", said.get("do", "")))


def chosen(form: Form, name: str, value: str) -> str | None:
    """What is sent in a field, or None where it cannot be."""
    if value == ANY:
        return form.fields.get(name)
    if name in form.texts or (not value and name in form.offers):
        return value
    return next((one for one in sorted(form.offers.get(name, ())) if one.startswith(value)), None)


def told(html: str) -> str:
    """What the page says is wrong."""
    summary = html.partition("govuk-error-summary")[2].partition("</div>")[0]
    return re.sub(r"<[^>]+>|\s+", " ", summary)


def test_every_template_with_a_form_has_a_way_to_it() -> None:
    assert set(WAYS) | set(NEVER_KEPT) == WITH_FORMS


@pytest.mark.long
@pytest.mark.parametrize("template", sorted(WAYS))
def test_what_is_typed_in_every_form_is_there_again_after_a_time_out(
    town: None, numbering: None, template: str
) -> None:
    walked(template)


def test_a_page_that_forgets_and_a_form_that_nobody_walks_to_are_both_told(
    town: None, numbering: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as forgetting:
        forgetting.setattr(refilling._Form, "is_what_was_typed", lambda self: False)
        with pytest.raises(AssertionError, match=r"keep_back/page 1 .*: \[\] is not 1"):
            walked("keep_back/page")
    monkeypatch.setitem(TEMPLATES, "keep_back/page", TEMPLATES["keep_back/page"] + '<form method="post"></form>')
    with pytest.raises(AssertionError, match="keep_back/page 2"):
        walked("keep_back/page")
