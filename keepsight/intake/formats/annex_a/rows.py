"""What one row of a list becomes. Nothing is guessed: what a column does not say, no entry says."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from keepsight.intake.drafts import DetailValue, DraftEntry, Role, When
from keepsight.intake.formats.annex_a.lists import Dated, Listed
from keepsight.intake.formats.annex_a.spellings import bare, meant, says_nothing, source_code
from keepsight.intake.reading.dates import read_date
from keepsight.vocabulary import sector_of_source

MONTHS_LOOKED_BACK = 6  # the form asks for what happened in the six months before the run
MONTHS_OF_MISSING = 12  # and, of children looked after, for times missing in the last twelve
LATER = "this date lies after the day the workbook runs up to: it was kept"
STRANGE = "these words are none that this column knows: they mean nothing until somebody says what"
TO_EARLY_HELP = "RC9"  # the code by which a case that closes goes on to early help

Doubts = list[tuple[str, str]]


@dataclass(slots=True)
class ListRow:
    """One row below a list's headings: where it stands, and what it says by field. Fills `doubts` as it is read.

    `ref` is the child's id, None where there is none. `as_at` is the day the workbook runs up to.
    """

    listed: Listed
    sheet: str | None
    number: int
    said: dict[str, str]
    as_at: date
    doubts: Doubts = field(default_factory=list)

    @property
    def ref(self) -> str | None:
        """The child's id as written."""
        return self.words("child.local_id")

    def words(self, name: str) -> str | None:
        """What stands in a field, or None where nothing does."""
        words = self.said.get(name, "").strip()
        return None if says_nothing(words) else words

    def when(self, name: str) -> When | None:
        """The date of a field. None where there is none, or it cannot be read, and then that is doubted."""
        words = self.words(name)
        if words is None:
            return None
        read = read_date(words, not_after=self.as_at)
        if read.when.first is None or read.doubt:
            self.doubts.append((name, read.doubt or "this could not be read as a date"))
        elif read.when.first > self.as_at:
            self.doubts.append((name, LATER))
        return read.when if read.when.first else None

    def answer(self, name: str, *tables: str) -> str | None:
        """What the words of a field mean by the tables of spellings. None where it is empty or they mean nothing."""
        words = self.words(name)
        meaning = meant(words, *tables) if words else None
        if words and meaning is None:
            self.doubts.append((name, STRANGE))
        return meaning

    def source(self, name: str) -> str | None:
        """The national code of who told, or None."""
        words = self.words(name)
        code = source_code(words) if words else None
        if words and code is None:
            self.doubts.append((name, STRANGE))
        return code


def entries_of(row: ListRow, accepted: bool) -> list[DraftEntry]:
    """The entries of one row of a child. `accepted`: another list shows that this referral went on."""
    special = {1: _contact, 2: _early_help, 4: _assessment, 5: _section47, 6: _in_need, 7: _plan, 8: _care}
    if row.listed.number == 3:
        return list(_referral(row, accepted))
    return list(special.get(row.listed.number, _plain)(row))


def _plain(row: ListRow) -> Iterator[DraftEntry]:
    """Every date that the list says becomes an entry."""
    began = row.when(row.listed.began) if row.listed.began else None
    matter = f"{row.listed.matter}|{_day(began)}"
    for dated in row.listed.dated:
        if when := row.when(dated.column):
            yield replace(_entry(row, dated, when, f"{matter}|{_slug(dated)}"), thread=_thread(row, matter))
    for dated in row.listed.last:
        if when := row.when(dated.column):
            yield _entry(row, dated, when, f"{_slug(dated)}|{_day(when)}")


def _contact(row: ListRow) -> Iterator[DraftEntry]:
    """The list holds no outcome: none is known."""
    when, code = row.when("contact.on"), row.source("contact.source")
    if when:
        entry = _entry(row, Dated("contact.on", "contact.received"), when, f"contact|{_day(when)}|{code or ''}")
        yield replace(entry, from_sector=sector_of_source(code or ""))


def _early_help(row: ListRow) -> Iterator[DraftEntry]:
    yield from (replace(entry, from_agency=row.words("early_help.by")) for entry in _plain(row))


def _referral(row: ListRow, accepted: bool) -> Iterator[DraftEntry]:
    """Received; and decided, if the list says so. Its "no" is also what is written where nobody knows, so a referral is
    only accepted where another list shows what followed. The day of a decision is not held: the referral's, uncertain."""
    when, code = row.when("referral.on"), row.source("referral.source")
    if when is None:
        return
    name = "|".join((row.ref or "", _day(when), code or row.words("referral.source") or ""))
    sector = sector_of_source(code or "")
    received = DraftEntry("referral.received", when, _about(row), key=f"cin|{name}|received", from_sector=sector)
    yield replace(received, thread=f"cin|{name}")
    nothing_further = row.answer("referral.nfa", "answer", "nothing_further") == "yes"
    if nothing_further or accepted:
        outcome = "no_further_action" if nothing_further else "accepted"
        decided = replace(received, kind="referral.decided", when=replace(when, precision="uncertain"))
        yield replace(decided, key=f"cin|{name}|decided", thread=f"cin|{name}", details={"outcome": outcome})


def _assessment(row: ListRow) -> Iterator[DraftEntry]:
    seen = row.answer("assessment.child_seen", "answer", "child_seen")
    services = row.answer("assessment.outcome", "answer", "services")
    said: dict[str, DetailValue] = {}
    if seen in ("yes", "no"):
        said["child_seen"] = seen
    if services in ("yes", "no"):
        said["outcome"] = "services" if services == "yes" else "no_services"
    for entry in _plain(row):
        yield replace(entry, details=said) if entry.kind == "assessment.completed" else entry


def _section47(row: ListRow) -> Iterator[DraftEntry]:
    """The day it was decided is not held: with a conference, between the two; without, the day it began, uncertain."""
    yield from _plain(row)
    began, held = row.when("section47.started"), row.when("section47.conference")
    if began is None or began.first is None:
        return
    decided = Dated("section47.started", "section47.decided")
    key, thread = f"section47|{_day(began)}|decided", _thread(row, f"section47|{_day(began)}")
    if held and held.last and began.first <= held.last:
        when = When(began.first, held.last, "range", f"{began.raw} to {held.raw}")
        yield replace(_entry(row, decided, when, key), details={"outcome": "conference"}, thread=thread)
    elif row.answer("section47.unnecessary", "answer") == "yes" and held is None:
        when = replace(began, precision="uncertain")
        yield replace(_entry(row, decided, when, key), details={"outcome": "no_conference"}, thread=thread)


def _in_need(row: ListRow) -> Iterator[DraftEntry]:
    """A case that closed to early help was stepped down on that day. The need is kept in its own words."""
    need = row.words("in_need.need")
    for entry in _plain(row):
        yield replace(entry, narrative=f"Need: {need}") if need and entry.kind == "involvement.opened" else entry
    ended, reason = row.when("in_need.ended"), bare(row.words("in_need.reason") or "")
    if ended and reason.upper().startswith(TO_EARLY_HELP):
        matter = f"in need|{_day(row.when('in_need.started'))}"
        stepped = _entry(row, Dated("in_need.ended", "involvement.stepped_down"), ended, f"{matter}|stepped down")
        yield replace(stepped, thread=_thread(row, matter), narrative=f"Reason for closing: {reason}")


SEEN_AS: dict[str | None, tuple[str, dict[str, DetailValue]]] = {
    "alone": ("child.seen", {"alone": "yes"}),
    "seen": ("child.seen", {}),
    "not_seen": ("child.not_seen", {}),
    "visited": ("visit.made", {}),
    None: ("visit.made", {}),
}


def _plan(row: ListRow) -> Iterator[DraftEntry]:
    """A visit says of the child only what the column beside it says."""
    yield from _plain(row)
    visited, seen = row.when("plan.visited"), row.answer("plan.seen_alone", "seen_alone")
    if visited and seen in SEEN_AS:
        kind, details = SEEN_AS[seen]
        yield _entry(row, Dated("plan.visited", kind, details), visited, f"visit|{_day(visited)}")
    if row.answer("plan.emergency", "answer") == "yes":
        began = _day(row.when("plan.started"))
        emergency = Dated("plan.emergency", "emergency_protection.started")
        when = _within(row, MONTHS_LOOKED_BACK)
        yield _entry(row, emergency, when, f"emergency protection|{began}")


def _care(row: ListRow) -> Iterator[DraftEntry]:
    """Of a return interview the list knows only that of the last time missing, on no day: one matter, told again each
    month. Accepting is not yet an interview held; declining never is one."""
    yield from _plain(row)
    offered = row.answer("care.interview_offered", "interview", "answer")
    answered = row.answer("care.interview_accepted", "interview", "answer")
    answer = next((one for one in (answered, offered) if one in ("accepted", "declined")), None)
    if offered in ("yes", "offered") and answer is None and answered in ("yes", "no"):
        answer = "accepted" if answered == "yes" else "declined"
    if answer or offered in ("yes", "offered"):
        dated = Dated("care.interview_offered", "return_interview.offered", {"answer": answer} if answer else {})
        yield _entry(row, dated, _within(row, MONTHS_OF_MISSING), "return interview")


def _entry(row: ListRow, dated: Dated, when: When, key: str) -> DraftEntry:
    beside: dict[str, DetailValue] = {name: bare(words) for name, at in dated.beside if (words := row.words(at))}
    return DraftEntry(
        dated.kind, when, _about(row), dated.details | beside, key=f"annex_a|{row.ref}|{key}", level=row.listed.level
    )


def _about(row: ListRow) -> tuple[tuple[str, Role], ...]:
    return ((row.ref or "", "child"),)


def _thread(row: ListRow, matter: str) -> str:
    return f"annex_a|{row.ref}|{matter}"


def _slug(dated: Dated) -> str:
    return "|".join((dated.kind, *(str(word) for word in dated.details.values())))


def _day(when: When | None) -> str:
    return when.first.isoformat() if when and when.first else ""


def _within(row: ListRow, months: int) -> When:
    """Some day of the months before the run."""
    return When(months_before(row.as_at, months), row.as_at, "range", f"in the {months} months to {row.as_at:%d/%m/%Y}")


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    place = day.year * 12 + day.month - 1 - months
    first = date(place // 12, place % 12 + 1, 1)
    after = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (after - first).days))
