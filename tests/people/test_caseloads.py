"""Who works with whom: what a lead may not say, and what it never opens; then a file sets it, and the same file changes nothing."""

import datetime as dt
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.guarding import answer_conflict, name_for, propose_conflict, set_level
from keepsight.access.models import Agency, Involvement, User
from keepsight.access.queries import sight
from keepsight.access.sight import Sight
from keepsight.errors import RefusedFile, WrongUse
from keepsight.intake.drafts import DraftPerson, DraftTie
from keepsight.people import caseloads
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.caseloads import Line, Refused, read_caseload, say_works_with, set_caseload, take_from
from keepsight.people.in_sight import seen, withheld, within
from keepsight.people.queries import persons_of
from keepsight.store import audit, clock
from keepsight.store.models import AuditLine

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
ONE_DAY = dt.timedelta(days=1)
ROWS = [("sam", "C1"), ("sam", "C2"), ("kit", "C2")]


def person(username: str, role: str = "practitioner", agency: str = "care") -> User:
    name_agency(agency, name=agency.title(), sector="other")
    return add_user(username, name=username.title(), agency=agency, role=role, password="a long invented password")


@pytest.fixture
def lead(db: None) -> User:
    """The lead of an agency with two workers and an analyst; the school has people and children of its own."""
    for username in ("sam", "kit"):
        person(username)
    person("dev", "analyst")
    person("tobias", agency="school")
    person("bea", "guardian", "partnership")
    return person("magda", "agency_lead")


def known(number: str, agency: str = "care", **more: object) -> UUID:
    """A child whom an agency knows by this number, and nobody else does."""
    name_agency(agency, sector="other")
    draft = DraftPerson("child", "child", number, number.title(), f"Of{agency}", **more)  # type: ignore[arg-type]  # any of its fields
    records = keep_records(Agency.objects.get(pk=agency), [draft], receipt=None, as_at=DAY)
    link_records(list(records.values()))
    return persons_of(records.values())[records["child"]]


def user(username: str) -> User:
    return User.objects.get(username=username)


def of(username: str) -> Sight:
    return sight(user(username), clock.today())


def sees(username: str, *children: UUID) -> list[bool]:
    there = within(of(username), children)
    return [one in there for one in children]


def lines(*rows: tuple[str, ...]) -> list[Line]:
    return [Line(number, *row, *("2026-03-02", "")[len(row) - 2 :]) for number, row in enumerate(rows, 2)]


def handed_in(by: User, *rows: tuple[str, ...], sure: bool = True) -> caseloads.Settled:
    return set_caseload(lines(*rows), sure=sure, sight=sight(by, clock.today()), by=by)


def told(settled: caseloads.Settled) -> tuple[int, ...]:
    return tuple(settled.pairs[became] for became in ("began", "changed", "stay", "ended"))


@pytest.mark.parametrize("role", ["practitioner", "hub_coordinator", "guardian", "data_steward", "administrator"])
def test_whoever_is_no_lead_says_nothing_of_anybody(lead: User, role: str) -> None:
    child, other = known("C1"), person("other", role)
    for act in (
        lambda: handed_in(other, ("sam", "C1")),
        lambda: say_works_with(lines(("sam", "C1"))[0], sight=of("other"), by=other),
        lambda: take_from(user("sam").pk, child, sight=of("other"), by=other),
    ):
        with pytest.raises(WrongUse, match="Only an agency’s lead"):
            act()
    assert not Involvement.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (("nobody", "C1"), "staff", "Nobody of your agency signs in so"),
        (("tobias", "C1"), "staff", "Nobody of your agency signs in so"),  # another agency's
        (("dev", "C1"), "staff", "works with no child"),
        (("magda", "C1"), "staff", "Nobody says of themselves"),
        (("sam", "C9"), "child", "No child of your agency"),
        (("sam", "S1"), "child", "No child of your agency"),  # another agency's number
        (("sam", ""), "child", "No child of your agency"),
        (("sam", "C1", "31/02/2026"), "from", "That is not one day"),
        (("sam", "C1", ""), "from", "That is not one day"),
        (("sam", "C1", "March 2026"), "from", "That is not one day"),  # a month is no day
        (("sam", "C1", "?2 March 2026"), "from", "That is not one day"),
        (("sam", "C1", "2026-03-02", "soon"), "to", "That is not one day"),
        (("sam", "C1", "2026-03-02", "2026-03-01"), "to", "end before it begins"),
    ],
)
def test_a_line_that_is_wrong_is_refused_by_row_and_column_without_its_words_and_the_others_are_taken(
    lead: User, row: tuple[str, ...], column: str, says: str
) -> None:
    known("C1"), known("C2"), known("S1", "school")
    settled = handed_in(lead, row, ("kit", "C2"))
    (refused,) = settled.refused
    assert (refused.row, refused.column) == (2, column)
    assert says in refused.reason
    assert not any(words in refused.reason for words in row if len(words) > 1)
    assert [(one.user.username, one.named_by) for one in Involvement.objects.all()] == [("kit", lead)]


@pytest.mark.parametrize(
    "written", ["2026-03-02", "2/3/26", "2 March 2026", "Mon 02-Mar-2026", "2026-03-02 00:00:00", "46083"]
)
def test_a_day_is_read_as_every_file_may_write_it(lead: User, written: str) -> None:
    known("C1")
    assert told(handed_in(lead, ("sam", "C1", written))) == (1, 0, 0, 0)
    assert Involvement.objects.get().from_on == dt.date(2026, 3, 2)


def test_a_line_said_twice_and_one_whose_cells_could_not_be_told_apart_are_refused(lead: User) -> None:
    known("C1")
    told_of = [*lines(("sam", "C1"), ("SAM", "c1")), Line(4, broken="A quotation mark is not closed")]
    settled = set_caseload(told_of, sure=False, sight=of("magda"), by=lead)
    assert [(one.row, one.column) for one in settled.refused] == [(3, None), (4, None)]
    assert Involvement.objects.count() == 1


def test_where_no_line_could_be_taken_nobody_is_ended(lead: User) -> None:
    known("C1")
    handed_in(lead, ("sam", "C1"))
    for nothing in ([("nobody", "C1")], []):
        with pytest.raises(WrongUse, match="No line of the file could be taken"):
            handed_in(lead, *nothing)
    assert of("sam").children


def test_a_file_sets_exactly_who_works_with_whom_and_whoever_left_is_ended_at_once(lead: User) -> None:
    one, two = known("C1"), known("C2")
    assert told(handed_in(lead, *ROWS)) == (3, 0, 0, 0)
    assert (sees("sam", one, two), sees("kit", one, two)) == ([True, True], [False, True])
    assert told(handed_in(lead, ("sam", "C2"), ("kit", "C1"))) == (1, 0, 1, 2)
    assert (sees("sam", one, two), sees("kit", one, two)) == ([False, True], [True, False])
    audit.write()
    lines_of = AuditLine.objects.filter(user=lead.pk, child__isnull=False)
    assert lines_of.filter(act="access.involve").count() == 4
    assert set(lines_of.filter(act="access.end_involvement").values_list("child", flat=True)) == {one, two}


def test_the_same_file_again_changes_nothing_that_day_and_renews_what_would_soon_end(lead: User) -> None:
    known("C1"), known("C2")
    handed_in(lead, *ROWS)
    now = clock.now()
    kept = list(Involvement.objects.order_by("id").values_list("id", "from_on", "to_on"))
    for days, becomes in ((0, (0, 0, 3, 0)), (50, (0, 0, 3, 0)), (80, (0, 3, 0, 0))):
        later = now + days * ONE_DAY
        with mock.patch.object(clock, "now", return_value=later):
            assert told(handed_in(lead, *ROWS)) == becomes, days
            if days < 80:
                assert list(Involvement.objects.order_by("id").values_list("id", "from_on", "to_on")) == kept
            assert told(handed_in(lead, *ROWS)) == (0, 0, 3, 0)


@pytest.mark.long
def test_the_days_of_the_file_hold_and_a_later_file_moves_them(lead: User) -> None:
    child, today = known("C1"), clock.today()

    def days() -> list[bool]:
        rows = Involvement.objects.filter(user__username="sam")
        return [
            rows.filter(from_on__lte=today + after * ONE_DAY, to_on__gte=today + after * ONE_DAY).exists()
            for after in (0, 5, 10, 20)
        ]

    def said(first: int, last: int) -> tuple[str, ...]:
        return "sam", "C1", (today + first * ONE_DAY).isoformat(), (today + last * ONE_DAY).isoformat()

    for first, last, holds in (
        (-9, 10, [True, True, True, False]),
        (-9, 5, [True, True, False, False]),
        (-9, 20, [True, True, True, True]),
        (5, 10, [False, True, True, False]),
        (0, 10, [True, True, True, False]),
    ):
        handed_in(lead, said(first, last))
        assert days() == holds, (first, last)
        assert told(handed_in(lead, said(first, last))) == (0, 0, 1, 0)
    with pytest.raises(WrongUse, match="No line"):
        handed_in(lead)
    assert told(handed_in(lead, said(-9, -1))) == (0, 0, 0, 1)  # over: whoever stands there so has left
    assert sees("sam", child) == [False]


@pytest.mark.long
def test_a_file_that_would_end_more_than_half_waits_for_somebody_to_be_sure(lead: User) -> None:
    for number in range(8):
        known(f"C{number}")
    handed_in(lead, *(("sam", f"C{number}") for number in range(8)))
    with pytest.raises(WrongUse, match="7 of 8 would end"):
        handed_in(lead, ("sam", "C0"), sure=False)
    assert len(of("sam").children) == 8
    assert told(handed_in(lead, ("sam", "C0"))) == (0, 0, 1, 7)


def test_a_refused_line_leaves_what_it_names_as_it_was(lead: User) -> None:
    one = known("C1")
    known("C2")
    handed_in(lead, *ROWS)
    settled = handed_in(lead, ("sam", "C1", "2026-02-30"), ("kit", "C2"))
    assert (told(settled), len(settled.refused)) == ((0, 0, 1, 1), 1)
    assert sees("sam", one) == [True]


def test_it_never_opens_a_sealed_child_which_is_answered_as_a_number_that_nobody_bears(lead: User) -> None:
    child = known("C1")
    known("C2")
    named = person("named")
    involve(user("sam"), child, from_on=clock.today(), source="before")
    set_level(child, "sealed", because="A witness", by=user("bea"), named=[named])
    settled = handed_in(lead, ("sam", "C1"), ("kit", "C2"))
    nobody_s = handed_in(lead, ("sam", "C9"), ("kit", "C2"))
    assert settled.refused == nobody_s.refused == [Refused(2, "child", "No child of your agency has this number")]
    assert (told(settled)[3], told(nobody_s)[3]) == (0, 0)
    assert (sees("sam", child), sees("named", child), sees("magda", child)) == ([False], [True], [False])
    (before,) = Involvement.objects.filter(source="before")
    assert before.to_on is not None
    assert before.to_on > clock.today()  # what was said of the child before stays, and is not told


def test_of_a_restricted_child_it_opens_what_the_agency_holds_and_no_more_and_ends_nobody_whom_a_guardian_named(
    lead: User,
) -> None:
    child = known("C1")
    set_level(child, "restricted", because="A witness", by=user("bea"), named=[user("kit")])
    handed_in(lead, ("sam", "C1"))
    assert sees("sam", child) == [True]
    assert child in withheld(of("sam"))
    assert child not in withheld(of("kit"))  # whom a guardian named stays so, though the file does not name them
    assert {one.up_to for one in Involvement.objects.filter(user__username="sam")} == {"standard"}
    name_for(user("sam"), child, up_to="standard", by=user("bea"))
    handed_in(lead, ("kit", "C1"))
    assert sees("sam", child) == [True]


def test_it_opens_nobody_s_own_family_to_them_and_does_not_tell_the_lead(lead: User) -> None:
    drafts = [
        DraftPerson("child", "child", "C1", "Ivy", "Example"),
        DraftPerson("father", "parent", "P1", "Sam", "Example"),
    ]
    care = Agency.objects.get(pk="care")
    records = keep_records(care, drafts, receipt=None, as_at=DAY)
    keep_ties(care, [DraftTie("father", "parent_of", "child")], records, receipt=None, as_at=DAY)
    link_records(list(records.values()))
    persons = persons_of(records.values())
    asked = propose_conflict(user("sam"), persons[records["father"]], why="the same name")
    assert asked
    answer_conflict(asked.pk, holds=True, by=user("bea"))
    assert told(handed_in(lead, ("sam", "C1"), ("kit", "C1"))) == (2, 0, 0, 0)
    child = persons[records["child"]]
    assert (sees("sam", child), sees("kit", child)) == ([False], [True])


@pytest.mark.long
def test_a_protected_address_changes_nothing_and_stands_in_nothing_that_is_answered(lead: User) -> None:
    child = known("C1", address="1 Invented Row", address_protected=True)
    settled = handed_in(lead, ("sam", "C1"), ("nobody", "C1"))
    assert sees("sam", child) == [True]
    assert "Invented Row" not in repr((settled, caseloads.caseloads(of("magda"), lead)))


def test_children_whom_the_agency_has_no_record_of_are_not_the_lead_s_to_say_or_to_end(lead: User) -> None:
    child = known("S1", "school")
    known("C1")
    involve(user("sam"), child, from_on=clock.today(), source="another way")
    handed_in(lead, ("kit", "C1"))
    assert sees("sam", child) == [True]
    with pytest.raises(WrongUse, match="do not work with that child"):
        take_from(user("sam").pk, child, sight=of("magda"), by=lead)


def test_one_pair_is_said_and_taken_back_and_holds_at_the_next_request_no_longer(lead: User) -> None:
    child = known("C1")
    say_works_with(lines(("sam", "C1"))[0], sight=of("magda"), by=lead)
    assert sees("sam", child) == [True]
    staff = {one.username: children for one, children in caseloads.caseloads(of("magda"), lead).items()}
    assert [one for one, _ in staff["sam"]] == [child]
    assert set(staff) == {"sam", "kit"}
    take_from(user("sam").pk, child, sight=of("magda"), by=lead)
    assert seen(of("sam")) == frozenset()
    say_works_with(lines(("sam", "C1", clock.today().isoformat()))[0], sight=of("magda"), by=lead)
    take_from(user("sam").pk, child, sight=of("magda"), by=lead)  # what began today never held
    assert seen(of("sam")) == frozenset()
    with pytest.raises(WrongUse, match="gone by"):
        say_works_with(lines(("sam", "C1", "2026-01-01", "2026-01-31"))[0], sight=of("magda"), by=lead)


def test_a_file_is_read_by_its_headings_and_one_without_them_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "caseload.csv"
    path.write_text("Child,Staff,To,From\nC1,sam,,02/03/2026\n,,,\nC2,kit,2026-05-01,2026-03-02\n", encoding="utf-8")
    assert read_caseload(path) == [
        Line(2, "sam", "C1", "02/03/2026", ""),
        Line(4, "kit", "C2", "2026-03-02", "2026-05-01"),
    ]
    path.write_text("Child,Worker\nC1,sam\n", encoding="utf-8")
    with pytest.raises(RefusedFile, match="staff, from, to"):
        read_caseload(path)
