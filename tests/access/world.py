"""A small world for the rule of sight: three agencies, one child for each way of being seen or kept, the same six entries of each.

ways of a child     own (involved), other (nobody involved), past (involvement over), restricted, sealed, family, glass
entries of each     school, school-restricted, police, police-restricted, police-sealed, gp (shared with chairs alone)
of own besides      police-both (about the sealed child too), police-kind and police-old (which the agreement leaves out)
kept                school-kept of own, police-kept of the restricted child: standard, then restricted by the agency itself
stranger            a child whom the police alone know, and of whom nothing is written
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.agreeing import Days, Terms, agree
from keepsight.access.glass import break_glass
from keepsight.access.guarding import answer_conflict, propose_conflict, set_level
from keepsight.access.models import User
from keepsight.access.queries import sight, the_machine
from keepsight.access.sharing import Reasons, disclose
from keepsight.access.sight import Sight, seeing
from keepsight.chronology.actions import Source, append
from keepsight.chronology.models import Entry, Restriction
from keepsight.chronology.queries import chronologies, chronology
from keepsight.chronology.shown import EntryShown
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftTie, When
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.queries import children, persons_of
from keepsight.prompts.models import Prompt, PromptEntry
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock

DAY = dt.date(2026, 3, 2)
TODAY = dt.date(2026, 4, 1)
WAYS = ("own", "other", "past", "restricted", "sealed", "family", "glass")
PATTERN = "not-brought-run"


@dataclass(frozen=True)
class World:
    """The children by the way they are seen, and the users by name."""

    children: dict[str, UUID]
    users: dict[str, User]


def build() -> World:
    """The world, committed wherever the caller's transaction is."""
    staff = _staff()
    people = _people()
    for way in WAYS:
        for agency, level in (
            ("school", "standard"),
            ("school", "restricted"),
            ("police", "standard"),
            ("police", "restricted"),
            ("police", "sealed"),
            ("gp", "standard"),
        ):
            _entry(staff[agency], people[agency], way, agency, level)
    _entry(staff["police"], people["police"], "own", "police", "standard", "police-both", about=("own", "sealed"))
    _entry(staff["police"], people["police"], "own", "police", "standard", "police-kind", kind="missing.reported")
    _entry(staff["police"], people["police"], "own", "police", "standard", "police-old", on=dt.date(2026, 1, 5))
    for agency, way in (("school", "own"), ("police", "restricted")):
        _entry(staff[agency], people[agency], way, agency, "standard", f"{agency}-kept")
    persons = persons_of(people["school"].values())
    stranger = people["police"]["stranger"]
    children = {way: persons[people["school"][way]] for way in WAYS} | {"stranger": persons_of([stranger])[stranger]}
    world = World(children, staff)
    _open_and_close(world, persons[people["school"]["father"]])
    return world


def seen(user: User, *, by_queries: bool = True, by_database: bool = True) -> dict[str, tuple[str, ...]]:
    """By child, what a user reads: through both hands, or one of them while the other is off."""
    theirs = sight(user, TODAY)
    asked = theirs if by_queries else the_machine()
    with seeing(theirs if by_database else the_machine()):
        return {way: _read(asked, child) for way, child in _world_children().items()}


def seen_at_once(user: User, *, by_queries: bool = True, by_database: bool = True) -> dict[str, tuple[str, ...]]:
    """The same, all children read at once."""
    theirs, ways = sight(user, TODAY), _world_children()
    with seeing(theirs if by_database else the_machine()):
        found = chronologies(theirs if by_queries else the_machine(), list(ways.values()))
    return {way: _narratives(found[child]) for way, child in ways.items()}


def listed(user: User, *, by_queries: bool = True, by_database: bool = True) -> list[str]:
    """The children whom a user is given in a list."""
    theirs = sight(user, TODAY)
    with seeing(theirs if by_database else the_machine()):
        known = children(theirs if by_queries else the_machine())
    return sorted(one.forename or "" for one in known if one.forename)


def prompted(user: User, *, by_queries: bool = True, by_database: bool = True) -> list[str]:
    """The children of whom a user sees the prompts: each has one that rests on its police entry, and one on the sealed one."""
    theirs = sight(user, TODAY)
    asked = theirs if by_queries else the_machine()
    with seeing(theirs if by_database else the_machine()):
        return sorted(
            f"{way} {prompt.measure}" for way, child in _world_children().items() for prompt in prompts_of(asked, child)
        )


_children: dict[str, UUID] = {}


def _world_children() -> dict[str, UUID]:
    return _children


def _read(asked: Sight, child: UUID) -> tuple[str, ...]:
    return _narratives(chronology(asked, child))


def _narratives(entries: Sequence[EntryShown]) -> tuple[str, ...]:
    return tuple(sorted(entry.narrative for entry in entries))


def _staff() -> dict[str, User]:
    made = {}
    for agency, sector in (("school", "school"), ("police", "police"), ("gp", "gp"), ("hub", "other")):
        name_agency(agency, sector=sector)
        made[agency] = _user(agency, agency, "practitioner")
    return made | {
        "lead": _user("lead", "school", "agency_lead"),
        "coordinator": _user("coordinator", "hub", "hub_coordinator"),
        "guardian": _user("guardian", "hub", "guardian"),
        "named": _user("named", "gp", "practitioner"),
        "gone": _user("gone", "school", "practitioner"),
        "steward": _user("steward", "hub", "data_steward"),
    }


def _user(name: str, agency: str, role: str) -> User:
    return add_user(name, name=name.title(), agency=agency, role=role, password="long enough to be one")


def _people() -> dict[str, dict[str, UUID]]:
    """Each child as school, police and surgery know it, linked by the number that all of them have; and one child's father."""
    found = {}
    for agency in ("school", "police", "gp"):
        drafts = [
            DraftPerson(
                way,
                "child",
                f"{agency}-{way}",
                way.title(),
                "Invented",
                _on(dt.date(2015, 3, 1 + number)),
                nhs_number=_NUMBERS[number],
            )
            for number, way in enumerate(WAYS)
        ]
        drafts.append(DraftPerson("father", "parent", f"{agency}-father", "Sam", "Invented", _on(dt.date(1985, 5, 5))))
        if agency == "police":
            drafts.append(DraftPerson("stranger", "child", "stranger", "Stranger", "Other", _on(dt.date(2019, 9, 9))))
        sender, _ = name_agency(agency, sector=agency)
        found[agency] = keep_records(sender, drafts, receipt=None, as_at=DAY)
        keep_ties(sender, [DraftTie("father", "parent_of", "family")], found[agency], receipt=None, as_at=DAY)
    link_records([record for records in found.values() for record in records.values()])
    return found


_NUMBERS = ["9990007004", "9990007012", "9990007020", "9990007039", "9990007047", "9990007055", "9990007063"]


def _entry(
    by: User,
    records: dict[str, UUID],
    way: str,
    agency: str,
    level: str,
    said: str | None = None,
    *,
    about: tuple[str, ...] = (),
    kind: str = "concern.recorded",
    on: dt.date = DAY,
) -> None:
    words = said or (agency if level == "standard" else f"{agency}-{level}")
    draft = DraftEntry(
        kind,
        _on(on),
        people=tuple((one, "child") for one in about or (way,)),
        narrative=words,
        key=f"{way} {words}",
        level=level,  # type: ignore[arg-type]
    )
    source = Source(agency, TODAY, dt.datetime.combine(TODAY, dt.time(9), dt.UTC), by=by)
    entry = append(draft, records=records, source=source)
    if agency == "police" and level in ("standard", "sealed") and said is None:
        child = persons_of([records[way]])[records[way]]
        prompt = Prompt.objects.create(
            child_id=child, pattern=PATTERN, version=1, began_on=DAY, visible_on=DAY, anchor=entry,
            measure=1 if level == "standard" else 2, owner="front_door", as_at=TODAY, first_found_at=source.received_at,
        )  # fmt: skip
        PromptEntry.objects.create(prompt=prompt, entry_id=entry, part="")


def _on(day: dt.date) -> When:
    return When(day, day, "day", day.isoformat())


def _open_and_close(world: World, father: UUID) -> None:
    _children.clear()
    _children.update(world.children)
    child, user = world.children, world.users
    for way in ("own", "restricted", "sealed", "family"):
        involve(user["school"], child[way], from_on=DAY, to_on=TODAY, source="test")
        involve(user["gone"], child[way], from_on=DAY, to_on=TODAY, source="test")
    involve(user["school"], child["past"], from_on=DAY, to_on=dt.date(2026, 3, 31), source="test")
    roles = ("practitioner", "agency_lead", "hub_coordinator")
    for agency in ("school", "police"):
        terms = Terms("All", "Safety", "Article 6(1)(e)", roles, kinds=["concern.recorded"], shares_from=DAY)
        agree(agency, terms, Days(DAY), by=None)
    agree("gp", Terms("All", "Safety", "Article 6(1)(e)", ["conference_chair"]), Days(DAY), by=None)
    reasons = Reasons("To decide at the front door", "public_task", "yes", "yes", "One entry, and it says why")
    gp = Entry.objects.get(agency="gp", people__record__link__person=child["own"], people__record__link__ended_at=None)
    disclose(child["own"], {gp.pk: bytes(gp.words_hash)}, to_agency="hub", reasons=reasons, by=user["gp"])
    for way in ("restricted", "sealed"):
        set_level(child[way], way, because="A reason", by=user["guardian"], named=[user["named"]])
    conflict = propose_conflict(user["school"], father, why="the same name")
    assert conflict
    answer_conflict(conflict.pk, holds=True, by=user["guardian"])
    for agency in ("school", "police"):
        kept = Entry.objects.get(words__narrative=f"{agency}-kept")
        Restriction.objects.create(
            identity=kept.identity, holds=True, because="A reason", by=user[agency], at=clock.now()
        )
    break_glass(child["glass"], category="missing", reason="Rung at two in the night", by=user["school"])
    User.objects.filter(pk=user["gone"].pk).update(is_active=False)
    user["gone"].refresh_from_db()
