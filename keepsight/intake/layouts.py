"""The layouts that an agency's people have said of their own tables, version by version. Part of `actions` and `queries`.

A layout is read only in files of the agency that said it: the same headings may mean something else to another. Its newest
version is what counts; the ones before stay as they were said.
"""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from django.db import IntegrityError, transaction

from keepsight.access.models import User
from keepsight.access.queries import agreements, no_agreement
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.formats import formats
from keepsight.intake.formats.headings import plain
from keepsight.intake.formats.laid_out import laid_out
from keepsight.intake.formats.layout import Kept, Layout, applied, difference, kept_of
from keepsight.intake.models import TAKEN_BACK, LayoutVersion, Upload
from keepsight.intake.senders import refuse_whoever_does_not_send
from keepsight.intake.uploads import LAYOUT, confirm_upload, note_laid_out
from keepsight.store import audit, clock
from keepsight.vocabulary import KINDS

MOST_CHARACTERS = 80  # of a name: it stands in lists beside those of the shelf


@transaction.atomic
def keep_layout(name: str, layout: Layout, *, by: User) -> Kept:
    """Keep what somebody says of a table of their agency: as a new layout, or as the next version of the one of that name. Nothing
    is added where it says what that one says already.

    Raises WrongUse where it is not theirs to say, where it lacks something, and where no agreement lets their agency send what its
    rows would become; Overtaken where somebody has said another version meanwhile.
    """
    kept, agency = _proposed(name, layout, by=by), by.agency_id
    before = kept_layouts(agency).get(kept.name)
    says = difference(before.layout if before else Layout(), layout)
    if not says:
        return kept
    try:
        with transaction.atomic():
            made = LayoutVersion.objects.create(
                agency_id=agency, name=kept.name, number=int(kept.version), says=says, by=by, at=clock.now()
            )
    except IntegrityError as wrong:
        raise _overtaken() from wrong
    audit.note("intake.keep_layout", by=by, about=f"layout {made.id}")
    return kept


@transaction.atomic
def lay_out(upload: Upload, name: str, layout: Layout, *, by: User) -> None:
    """Say which column of a file is what: it is read through by that, and nothing is kept before somebody has seen what it becomes.

    Raises WrongUse as `keep_layout` does, and where the file is not theirs; Overtaken where somebody has moved it since.
    """
    kept = _proposed(name, layout, by=by)
    note_laid_out(upload, asdict(kept), by=by)


@transaction.atomic
def confirm(upload: Upload, *, because: str = "", by: User) -> None:
    """Say yes to a file that was read through, and keep the layout that it was read by, where somebody has said one for it.

    Raises WrongUse and Overtaken as `keep_layout` and `confirm_upload` do: then neither is done.
    """
    said = laid_out_as(upload)
    if said and keep_layout(said.name, said.layout, by=by).version != said.version:
        raise _overtaken()
    confirm_upload(upload, because=because, by=by)


def laid_out_as(upload: Upload) -> Kept | None:
    """What somebody has said of the columns of a file; None where a format knew it."""
    said = (upload.found or {}).get(LAYOUT)
    return kept_of(said) if said else None


def kept_layouts(agency: str) -> dict[str, Kept]:
    """The layouts of an agency by name, each in its newest version."""
    return {name: _kept(name, list(said)) for name, said in _versions(agency)}


def layout_versions(agency: str, name: str) -> list[LayoutVersion]:
    """Every version of a layout, the newest first, by whom and when."""
    return list(LayoutVersion.objects.filter(agency=agency, name=name).select_related("by").order_by("-number"))


def _proposed(name: str, layout: Layout, *, by: User) -> Kept:
    """What keeping this would keep, and in which version. Nothing is kept. Raises WrongUse as `keep_layout` does."""
    refuse_whoever_does_not_send(by)
    others = kept_layouts(by.agency_id)
    name = plain_name(name)
    before = others.pop(name, None)
    changes = before is None or bool(difference(before.layout, layout))
    kept = Kept(name, str(int(before.version if before else 0) + changes), layout)
    laid_out(kept)  # raises where it lacks something
    _refuse_what_no_agreement_covers(layout, by)
    _refuse_headings_of_another(layout, others)
    return kept


def _overtaken() -> Overtaken:
    return Overtaken(
        "Somebody has said another version of this layout meanwhile",
        next_step="Say again which column is what.",
    )


def _versions(agency: str) -> Iterator[tuple[str, Iterator[LayoutVersion]]]:
    return groupby(LayoutVersion.objects.filter(agency=agency).order_by("name", "number"), key=lambda one: one.name)


def _kept(name: str, said: list[LayoutVersion]) -> Kept:
    return Kept(name, str(said[-1].number), applied(one.says for one in said))


def plain_name(name: str) -> str:
    """The name as it is kept. Raises WrongUse for none, a long one, and one that is taken by what is read everywhere."""
    given = " ".join(name.split())
    if not plain(given) or len(given) > MOST_CHARACTERS:
        raise WrongUse(
            f"A layout needs a name, of {MOST_CHARACTERS} characters at most",
            next_step="Write what people call this table, and no child's name.",
        )
    taken = {TAKEN_BACK, *formats(), *(one.title.casefold() for one in formats().values())}
    if given.casefold() in taken:
        raise WrongUse("A layout of that name is read already", next_step="Give yours a name of its own.")
    return given


def _refuse_what_no_agreement_covers(layout: Layout, by: User) -> None:
    if no_agreement():
        return
    standing = list(agreements(clock.today()).filter(agency=by.agency_id))
    outside = [kind for kind in set(layout.kinds.values()) if not any(one.covers(kind) for one in standing)]
    if outside:
        titles = ", ".join(sorted(KINDS[kind].title for kind in outside))
        raise WrongUse(
            f"No agreement lets your agency send this: {titles}",
            next_step="See Agreements, or ask your information guardian.",
        )


def _refuse_headings_of_another(layout: Layout, others: dict[str, Kept]) -> None:
    """Two layouts with the same headings would fit every file alike, and neither would be read."""
    for one in others.values():
        if _headings(one.layout) == _headings(layout):
            raise WrongUse(
                f"These are the headings of another layout: {one.name}",
                next_step="Say what is different as a new version of that one.",
            )


def _headings(layout: Layout) -> set[str]:
    return {plain(heading) for heading, becomes in layout.columns.items() if becomes}
