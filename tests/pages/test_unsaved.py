"""Whatever is typed on a page is there again after a time-out, in the form in which it was typed and in no other."""

import datetime as dt
import re
from functools import partial
from html import escape
from pathlib import Path

import pytest
from django.core.signing import b62_encode
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import keepsight
from keepsight.access.roles import ROLES
from keepsight.pages import refilling
from keepsight.pages.refilling import FORM, MARK, refilled
from keepsight.pages.shelf import shelf
from keepsight.pages.unsaved import SIGNED, keeps
from keepsight.practice.models import Unsaved
from tests.pages.test_door import address
from tests.pages.town_people import BY_ROLE, child, signed_in
from tests.trust.filling import WORDS, Form, forms

PAGES = Path(keepsight.__file__).parent / "pages"
TYPED = "What she “said” & <did> at home"
TYPED_AGAIN = "What she “said” &amp; &lt;did&gt; at home</textarea>"
SECRET = re.compile(r'govukPasswordInput\(|type="password"|one-time-code')
MACRO = re.compile(r"(?s)\{% macro (\w+)\(.*?endmacro")

AN_ENTRY = '<input type="hidden" name="entry" value="{}"><input type="hidden" name="seen" value="then">'
A_FORM = '<form method="post" action="/x/">{}<textarea name="says">Before</textarea>{}</form>'


def page(*parts: str) -> str:
    """A page with a form for each of these parts."""
    return "<main>" + "".join(A_FORM.format(one, "") for one in parts) + "</main>"


def test_what_is_about_something_else_is_filled_in_nowhere() -> None:
    left = {"entry": "7", "seen": "before", "says": TYPED}
    assert refilled(page(AN_ENTRY.format(8)), left) is None
    assert refilled(page(""), left) is None, "a form that begins something new is another form"
    assert refilled(page('<input type="hidden" name="act" value="take_back">'), {"says": TYPED}) is None


def test_a_form_that_asks_less_than_was_typed_is_another_one() -> None:
    assert refilled(page(""), {"says": TYPED, "by_when": "27/3/2026"}) is None


def test_a_button_says_what_a_form_is_about() -> None:
    both = "".join(A_FORM.format("", f'<button name="do" value="{one}">Save</button>') for one in ("merge", "split"))
    found = refilled(both, {"says": "Two things", "do": "split"})
    assert found is not None
    assert "Before" in found.split("</form>")[0]
    assert "Two things" in found.split("</form>")[1]


def test_a_choice_that_a_form_does_not_offer_was_made_in_another() -> None:
    step, take_back = (
        '<input type="radio" name="step" value="view">',
        '<input type="hidden" name="step" value="take_back">',
    )
    found = refilled(page(step, take_back), {"step": "take_back", "says": TYPED})
    assert found is not None
    assert ["Before" in one for one in FORM.findall(found)] == [True, False]
    assert refilled(page(step), {"step": "take_back", "says": TYPED}) is None


def test_among_forms_that_look_alike_it_is_the_one_about_the_same() -> None:
    found = refilled(page(AN_ENTRY.format(6), AN_ENTRY.format(7)), {"entry": "7", "seen": "before", "says": TYPED})
    assert found is not None
    first, second = FORM.findall(found)
    assert "Before" in first
    assert "What she “said” &amp; &lt;did&gt; at home" in second
    assert 'name="seen" value="before"' in second, "whoever acted meanwhile is not overlooked"


@pytest.mark.parametrize(
    ("field", "left", "again"),
    [
        ('<input name="on" value="1/1/2026">', {"on": '"2"'}, '<input name="on" value="&quot;2&quot;">'),
        ('<input name="on" value="not checked">', {"says": "x"}, '<input name="on" value="not checked">'),
        ('<input type="radio" name="a" value="b">', {"a": "b"}, '<input type="radio" name="a" value="b" checked>'),
        (
            '<input type="radio" name="a" value="b"><input type="radio" name="a" value="c" checked>',
            {"a": "b"},
            '<input type="radio" name="a" value="b" checked><input type="radio" name="a" value="c">',
        ),
        ('<input type="checkbox" name="a" value="c">', {"a": "b\nc"}, 'value="c" checked>'),
        ('<input type="checkbox" name="a" value="c" checked>', {"says": "x"}, 'name="a" value="c">'),
        ('<select name="a"><option value="b">B</option></select>', {"a": "b"}, '<option value="b" selected>'),
        ('<details><textarea name="why"></textarea></details>', {"why": "x"}, "<details open><textarea"),
        ('<details><b>Why</b><input name="why"></details>', {"says": "x", "why": ""}, "<details><b>Why</b>"),
        (
            '<details><b>A</b><input type="checkbox" name="a" value="c"></details>',
            {"a": "b", "says": "x"},
            "<details><b>A",
        ),
        ('<details></details><input name="why">', {"why": "x"}, "<details></details>"),
        (
            '<textarea name="b">&lt;i&gt; &amp;c &#39;</textarea>',
            {"says": "x"},
            '"b">&lt;i&gt; &amp;c &#39;</textarea>',
        ),
        ('<textarea name="b">&lt;i&gt; &amp;c</textarea>', {"b": "</textarea>"}, '"b">&lt;/textarea&gt;</textarea>'),
        ('<input type="password" name="p"><br/>', {"says": "x", "q": ""}, '<input type="password" name="p"><br/>'),
    ],
)
def test_each_sort_of_field_has_it_again(field: str, left: dict[str, str], again: str) -> None:
    assert again in (refilled(f"<main>{A_FORM.format('', field)}</main>", left) or "")


def test_the_fold_that_a_form_stands_in_is_open() -> None:
    found = refilled(f"<details><p>Shut</p></details><details class='b'>{page('')}</details>", {"says": TYPED})
    assert found is not None
    assert found.startswith("<details><p>Shut</p></details><details open class='b'>")


def whose(client: Client, here: str) -> str:
    """What the forms of a page carry for whoever has it open."""
    return client.get(here).content.decode().split('name="whose" value="')[1].split('"')[0]


def test_it_is_in_the_form_of_a_page_that_never_heard_of_it(town: None) -> None:
    here, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    late = Client().post(here, {"because": TYPED, "whose": whose(client, here)})
    assert late.headers["Location"] == f"{reverse('sign_in')}?next={here}"
    again = client.get(here).content.decode()
    assert "not on record yet" in again
    assert TYPED_AGAIN in again
    assert "not on record yet" not in signed_in("leila").get(here).content.decode()


def test_the_form_in_which_it_is_ends_it_when_it_is_sent_and_no_other_does(town: None) -> None:
    here, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    Client().post(here, {"because": TYPED, "whose": whose(client, here)})
    client.post(here, {"act": "another", "whose": whose(client, here)})
    client.post(reverse("sign_out"), {"whose": whose(client, here)})
    client = signed_in("magda")
    again = client.get(here).content.decode()
    assert [TYPED_AGAIN in one for one in FORM.findall(again) if MARK in one] == [True]
    client.post(here, {"because": TYPED, "refilled": "yes", "whose": whose(client, here)})
    assert not Unsaved.objects.exists()


def test_whoever_signed_in_again_in_another_window_finds_it_too(town: None) -> None:
    here, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    before = whose(client, here)
    client.handler.enforce_csrf_checks = True
    for not_ours in ({}, {"whose": "forged"}, {"whose": before[:-1]}):
        assert client.post(here, {"because": TYPED, **not_ours}).status_code == 403
    assert not Unsaved.objects.exists()
    assert client.post(here, {"because": TYPED, "whose": before}).headers["Location"] == here
    assert TYPED_AGAIN in client.get(here).content.decode()


def test_a_form_left_open_over_the_weekend_is_kept(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    here, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    for opened, many in ((timezone.now() - dt.timedelta(days=days), many) for days, many in ((8, 0), (3, 1))):
        stamp = b62_encode(int(opened.timestamp()))
        with monkeypatch.context() as then:
            then.setattr(SIGNED, "timestamp", partial(str, stamp))
            before = whose(client, here)
        Client().post(here, {"because": TYPED, "whose": before})
        assert Unsaved.objects.count() == many


def test_what_no_form_of_the_page_asks_any_longer_stands_above_it(town: None) -> None:
    here, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    Client().post(here, {"entry": "7", "because": TYPED, "whose": whose(client, here)})
    again = client.get(here).content.decode()
    assert "What she “said” &amp; &lt;did&gt; at home" in again.split('id="unsaved"')[1].split("</div>")[0]
    client.post(here, {"refilled": "yes", "whose": whose(client, here)})
    assert MARK in again.partition("<main")[2]
    assert MARK not in again.partition("<main")[0], "whoever signs out keeps it"
    assert not Unsaved.objects.exists()


def test_it_comes_back_to_where_the_form_stood(town: None) -> None:
    path, client = reverse("keep_back", kwargs={"child_id": child("wren")}), signed_in("magda")
    elsewhere = reverse("who_sees")
    for action in (path, elsewhere):
        late = Client().post(action, {"because": TYPED, "whose": whose(client, f"{path}?entry=7")})
        assert late.headers["Location"].endswith("%3Fentry%3D7")
    assert "not on record yet" not in client.get(path).content.decode()
    assert "not on record yet" in client.get(f"{path}?entry=7").content.decode()


def test_passwords_codes_and_searches_are_kept_nowhere() -> None:
    asks = {one.name for one in shelf().values() if SECRET.search((PAGES / one.template).read_text())}
    assert asks == {"account", "sign_in", "second_factor"}
    assert not [name for name in asks | {"find", "levels", "who_sees"} if keeps(shelf()[name])]


def bare(template: str) -> list[str]:
    """The forms of a template that do not carry whose they are, themselves or by a macro of the template."""
    carrying = {one[1] for one in MACRO.finditer(template) if "csrf_input" in one[0]}
    carries = re.compile("|".join(["csrf_input", *(rf"{re.escape(one)}\(" for one in carrying)]))
    return [form for form in FORM.findall(template) if not carries.search(form)]


def test_no_template_has_a_form_without_it() -> None:
    templates = [one.read_text() for one in PAGES.rglob("*.jinja")]
    assert sum(len(FORM.findall(one)) for one in templates) > 100
    assert [form[:200] for one in templates for form in bare(one)] == []
    assert bare('<form method="post"><textarea name="says"></textarea></form>'), "or the sweep sees nothing"


def typed_in(form: Form) -> dict[str, str]:
    """What a browser sends of a form that was filled in and sent by its first button; empty where nothing can be typed."""
    sent = {name: said for name, said in form.fields.items() if name != "whose"}
    if WORDS not in sent.values():
        return {}
    button = next(((name, value) for name, value in form.buttons if name), None)
    return sent | ({button[0]: button[1]} if button else {})


def lost(html: str) -> list[str]:
    """The forms of a page in which what was typed is not there again, or is in another form as well."""
    before, wrong = FORM.findall(html), []
    for number, form in enumerate(forms(html)):
        if left := {name: value.replace(WORDS, TYPED) for name, value in typed_in(form).items()}:
            again = FORM.findall(refilled(html, left) or "")
            changed = [at for at, one in enumerate(again) if escape(TYPED) in one and one != before[at]]
            wrong += [] if changed == [number] else [f"{form.action}: {sorted(left)}: {changed} is not {number}"]
    return wrong


@pytest.mark.long
@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_form_of_every_page_has_again_what_was_typed_in_it(
    town: None, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(BY_ROLE[role])
    found, asked = {}, 0
    for one in shelf().values():
        if role not in one.page.who or one.page.public or not keeps(one):
            continue
        answer = client.get(address(one.name, role))
        html = answer.content.decode() if answer.status_code == 200 else ""
        kept = [form for form in forms(html) if typed_in(form)]
        asked += len(kept)
        if wrong := lost(html) + [form.action for form in kept if "whose" not in form.fields]:
            found[one.name] = wrong
    assert found == {}
    if asked:
        monkeypatch.setattr(refilling._Form, "is_what_was_typed", lambda self: False)
        assert lost(html) or not [form for form in forms(html) if typed_in(form)]
