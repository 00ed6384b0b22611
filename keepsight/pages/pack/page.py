"""An edition of an evidence pack: read, printed, taken away as Word or PDF, and noted who received it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.briefings.printers import PRINTERS, in_shape
from keepsight.briefings.printing import Printed
from keepsight.errors import WrongUse
from keepsight.pages import carrying, words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.pack.paper import printed_pack
from keepsight.pages.page import MAY_SHARE, WITH_CHILDREN, Asking, Download, Elsewhere, Page, Shown
from keepsight.pages.story import Story, told
from keepsight.practice.packs.editions import Edition, editions_of
from keepsight.practice.packs.packing import note_received

PAGE = Page(
    address="children/<uuid:child_id>/packs/<uuid:pack_id>/",
    title="Evidence pack",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
SHAPES = {"docx": "Word", "pdf": "PDF"}
FIELDS = ("received_by", "how", "on")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the editions of the pack, the one that was asked for, and a form as it was filled in; or what is taken along."""

    story: Story
    editions: Sequence[Edition]
    edition: Edition
    form: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    carried: dict[str, str] = field(default_factory=dict)
    carry_error: str | None = None
    file: Download | None = None


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such pack for whoever does not read all of it."""
    story = told(asking)
    found = editions_of(asking.address["pack_id"], story.entries)
    if not found:
        return None
    wanted = asking.posted("edition") or asking.query.get("edition", "")
    return Fetched(story, found, next((one for one in found if str(one.number) == wanted), found[-1]))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Take it along, or note who received it. None without names, and to note it for a role that shares nothing."""
    fetched = fetch(asking)
    if fetched is None or asking.names_hidden:
        return None
    if asking.posted("act") == carrying.ACT:
        return _along(asking, fetched)
    if asking.sight.role not in MAY_SHARE:
        return None
    assert asking.user
    form = {name: asking.posted(name) for name in FIELDS}
    try:
        on = real_day(form["on"])
        edition = fetched.edition
        note_received(asking.of_child.id, edition, form["received_by"], form["how"], on=on, by=asking.user)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.editions, fetched.edition, form, str(wrong))
    return Elsewhere(f"{asking.request.path}?edition={fetched.edition.number}#received")


def _along(asking: Asking, fetched: Fetched) -> Fetched:
    """With the file that whoever asks takes along; or with what must be put right first."""
    edition, paper = fetched.edition, _paper(asking, fetched.edition)
    ids = [one.entry.id for one in edition.entries]
    try:
        return replace(fetched, file=carrying.taken_along(asking, paper, ids, (edition.since, edition.until)))
    except WrongUse as wrong:
        return replace(fetched, carried=carrying.said(asking), carry_error=str(wrong))


def _paper(asking: Asking, edition: Edition) -> Printed:
    return printed_pack(edition, f"{asking.of_child.name}, {words.born(asking.of_child)}")


def present(asking: Asking, fetched: Fetched) -> Shown | Download:
    """The page; or a file of the edition, whole, if that is what was asked for."""
    edition, child = fetched.edition, asking.of_child
    if asking.names_hidden:
        return Shown({"title": "Evidence pack", "edition": None})
    if fetched.file:
        return fetched.file
    paper = _paper(asking, edition)
    shape = asking.query.get("download", "")
    if shape in SHAPES:
        return Download(f"evidence-pack.{shape}", PRINTERS[shape][0], in_shape(paper, shape), len(edition.entries))
    here = reverse("pack", kwargs=dict(asking.address))
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.carry_error else ''}{child.name}: evidence pack",
        "badges": badges(fetched.story.entries),
        "edition": edition,
        "editions": fetched.editions,
        "paper": paper,
        "shapes": SHAPES,
        "since": _since(edition, fetched.story),
        "form": fetched.form or {"on": words.day_as_typed(asking.today)},
        "error": fetched.error,
        "carry": carrying.form_of(asking, fetched.carried, fetched.carry_error),
        "may_note": asking.sight.role in MAY_SHARE,
        "here": here,
        "again": f"{reverse('pack_make', kwargs={'child_id': child.id})}?of={edition.pack}",
        "packs": reverse("packs", kwargs={"child_id": child.id}),
    }
    return Shown(context, entries=len(edition.entries))


def _since(edition: Edition, story: Story) -> list[str]:
    """What has changed about the entries of an edition since it was made, as sentences: the edition stays as it was."""
    said = []
    for one in edition.entries:
        then: set[UUID] = {each.id for each in one.entry.disputes}
        now = {each.id for each in story.by_account[one.entry.id].disputes}
        said += [f"Entry {one.number} was told anew since."] if one.corrected else []
        said += [f"Something was said against entry {one.number}, or answered, since."] if now - then else []
    return said
