"""What an episode of the daily records tells beyond the census: placements, adoption, care leavers, who works with the child."""

from collections.abc import Iterator
from dataclasses import replace

from keepsight.intake.drafts import DetailValue, DraftEntry
from keepsight.intake.formats.cin_census.parts import when_of
from keepsight.intake.reading.braces import Object, objects, text

BEGINS, GOES_ON = "S", "X1"  # why an episode of care began and ended, in the codes of the children looked after return
ADOPTION = (
    ("initial_decision_date", "adoption.decided", {"outcome": "place"}),
    ("matched_date", "adoption.progressed", {"milestone": "matched"}),
    ("placed_date", "adoption.progressed", {"milestone": "placed"}),
)


def care_of(ref: str, episode: Object) -> Iterator[DraftEntry]:
    """The entries of what stands in an episode beside the parts of the census."""
    for one in _kept(episode, "care_worker_details"):
        if day := text(one, "start_date"):
            yield replace(entry(ref, "worker.changed", day, {}), professional=text(one, "worker_id"))
    for one in _kept(episode, "child_looked_after_placements"):
        yield from _placement(ref, one)
    for one in _kept(episode, "adoption"):
        for name, kind, details in ADOPTION:
            if day := text(one, name):
                yield replace(entry(ref, kind, day, dict(details)), level="restricted")
    for one in _kept(episode, "care_leavers"):
        if day := text(one, "contact_date"):
            yield entry(ref, "care_leaver.contact", day, {})


def entry(ref: str, kind: str, day: str, details: dict[str, DetailValue]) -> DraftEntry:
    """One entry about the child; its day, and what is said of it by a word, tell it apart."""
    words = [str(details[name]) for name in ("outcome", "milestone") if name in details]
    return DraftEntry(
        kind, when_of(day), ((ref, "child"),), details, key="|".join(("dfe_daily", ref, kind, *words, day))
    )


def said_number(words: str | None) -> int | None:
    """A score as a number; None where it is none."""
    return int(words) if words and words.isascii() and words.isdigit() else None


def _kept(episode: Object, name: str) -> list[Object]:
    """The parts of that name that are not to be withdrawn."""
    return [one for one in objects(episode.get(name, [])) if one.get("purge") is not True]


def _placement(ref: str, one: Object) -> Iterator[DraftEntry]:
    began, ended = text(one, "start_date"), text(one, "end_date")
    placement: dict[str, DetailValue] = _given(one, placement="placement_type")
    if began and (text(one, "start_reason") or "").upper() == BEGINS:
        yield entry(ref, "looked_after.started", began, {})
    if began:
        yield entry(ref, "placement.started", began, placement)
    if ended and text(one, "change_reason"):
        yield entry(ref, "placement.ended", ended, placement | _given(one, reason="change_reason"))
    if ended and (text(one, "end_reason") or GOES_ON).upper() != GOES_ON:
        yield entry(ref, "looked_after.ended", ended, _given(one, reason="end_reason"))


def _given(one: Object, **names: str) -> dict[str, DetailValue]:
    return {detail: words for detail, name in names.items() if (words := text(one, name)) is not None}
