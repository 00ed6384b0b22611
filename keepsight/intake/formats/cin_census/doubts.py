"""What a census says that cannot all be true, or that nobody can act on: named for the sender, never mended.

The rules follow the public validator of the return (data-to-insight/csc-validator-be-cin), whose numbers stand beside
them.
"""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from keepsight.intake.formats.cin_census.episode import GROUPS, Episode
from keepsight.intake.formats.cin_census.parts import Part, bare_path, when_of
from keepsight.intake.identifiers import upn_is_valid

CODES = {
    name: frozenset(codes) for name, codes in tomllib.loads((Path(__file__).parent / "codes.toml").read_text()).items()
}
EARLIEST = date(1990, 1, 1)  # a child of the oldest census read here (2021) was at most 25; before this is a slip
ONE_WORKING_DAY = timedelta(days=5)  # at its longest in calendar days, over Easter
MAY_LIE_AHEAD = {"ExpectedPersonBirthDate", "InitialCPCtarget"}

Doubt = tuple[str, str]  # the element, and what is doubtful about it


def doubts_of_child(identifiers: Part) -> Iterator[Doubt]:
    """What is doubtful about a child's own facts."""
    born, died = identifiers.day("PersonBirthDate"), identifiers.day("PersonDeathDate")
    if born and died and died < born:
        yield "PersonDeathDate", "the child's death comes before the birth"
    for name in ("UPN", "FormerUPN"):
        if (number := identifiers.one(name)) and not upn_is_valid(number):
            yield name, "the check letter of this pupil number is wrong: it was kept, and is not used for linking"
    if not born and not identifiers.one("ExpectedPersonBirthDate"):
        yield "PersonBirthDate", "neither a date of birth nor an expected one is given"


def doubts_of_episode(identifiers: Part, episode: Episode, year_began: date) -> Iterator[Doubt]:
    """What is doubtful about one episode, alone, beside the child's own facts and in the census year it stands in."""
    part = episode.part
    referred = part.day("CINreferralDate")
    yield from _of_decision(part)
    if referred:
        yield from _before_the_referral(part, referred)
        born, expected = identifiers.day("PersonBirthDate"), identifiers.one("ExpectedPersonBirthDate")
        if born and born > referred and not expected:
            yield "PersonBirthDate", "the child was born after this referral, and no expected date of birth is given"
    yield from _of_closure(part)
    yield from _of_year(part, year_began)
    yield from _of_conference(part)
    yield from _ended_before_begun(part)


def doubts_of_words(words: dict[str, str], as_at: date) -> Iterator[Doubt]:
    """Codes that the census does not know, and dates that cannot be read or lie outside its time. Paths to words in."""
    for path, text in words.items():
        name = bare_path(path).rpartition("/")[2]
        if name in CODES:
            if text.upper() not in CODES[name] and text.lower() not in CODES[name]:
                yield name, "this code is not one of the census's: it was kept as written"
        elif name.endswith("Date") or name == "DateOfInitialCPC":
            yield from _of_date(name, text, as_at)


def more_than_one_open(episodes: Iterable[Episode]) -> bool:
    """Whether a child has two episodes open at once (rules 8815, 8816); one with no further action is never open."""
    still_open = [
        one for one in episodes if not one.part.one("CINclosureDate") and one.part.flag("ReferralNFA") is False
    ]
    return len(still_open) > 1


def _of_decision(part: Part) -> Iterator[Doubt]:
    decided = part.flag("ReferralNFA")
    if decided is None:
        yield "ReferralNFA", "whether there was further action is not said, so no decision was read"
    later = bool(part.groups) or bool(part.one("DateOfInitialCPC")) or bool(part.one("CINclosureDate"))
    if decided and later:  # rules 8831, 8832, 4000
        yield (
            "ReferralNFA",
            "the referral is flagged as no further action, yet later activity or a closure is recorded on it",
        )


def _before_the_referral(part: Part, referred: date) -> Iterator[Doubt]:
    """Rules 1103, 2889, 1105, 4015 and their like."""
    closed = part.day("CINclosureDate")
    if closed and closed < referred:
        yield "CINclosureDate", "the closure comes before the referral"
    held = part.day("DateOfInitialCPC")
    if held and held < referred:
        yield "DateOfInitialCPC", "the conference comes before the referral"
    for group in GROUPS:
        for one in part.every(group.element):
            began = one.day(group.began)
            if began and began < referred:
                yield group.began, "this activity begins before the referral it belongs to"


def _of_closure(part: Part) -> Iterator[Doubt]:
    closed, reason = part.one("CINclosureDate"), part.one("ReasonForClosure")
    if closed and not reason:
        yield "ReasonForClosure", "the episode is closed and no reason is given"
    if reason and not closed:
        yield "CINclosureDate", "a reason for closure is given and no date"
    if closed and any(not one.one("AssessmentAuthorisationDate") for one in part.every("Assessments")):  # rule 8867
        yield "AssessmentAuthorisationDate", "the episode is closed and an assessment in it is still open"


def _of_year(part: Part, year_began: date) -> Iterator[Doubt]:
    referred, closed = part.day("CINreferralDate"), part.day("CINclosureDate")
    if closed and closed < year_began:
        yield "CINclosureDate", "the episode was closed before the year this census is for: it was kept"
    elif referred and part.flag("ReferralNFA") and referred < year_began - ONE_WORKING_DAY:  # rule 8569Q
        yield (
            "CINreferralDate",
            "a referral without further action lies before the year this census is for: it was kept",
        )


def _of_conference(part: Part) -> Iterator[Doubt]:
    on_section_47 = any(one.one("DateOfInitialCPC") for one in part.every("Section47"))
    if on_section_47 and part.one("DateOfInitialCPC"):  # rule 2884
        yield "DateOfInitialCPC", "an initial conference is recorded both on the episode and on its section 47 enquiry"
    if any(one.one("DateOfInitialCPC") and one.flag("ICPCnotRequired") for one in part.every("Section47")):
        yield "ICPCnotRequired", "a conference is recorded as not required, and as held"


def _ended_before_begun(part: Part) -> Iterator[Doubt]:
    for group in GROUPS:
        for one in part.every(group.element):
            began = one.day(group.began)
            for dated in group.dated:
                day = one.day(dated.element)
                if began and day and day < began:
                    yield dated.element, f"this comes before the {group.title} it belongs to began"
    for plan in part.every("ChildProtectionPlans"):
        began, reviewed = plan.day("CPPstartDate"), [one.day("CPPreviewDate") for one in plan.every("Reviews")]
        if began and any(day and day <= began for day in reviewed):  # rule 8841
            yield "CPPreviewDate", "a review is on or before the day the plan began"


def _of_date(name: str, text: str, as_at: date) -> Iterator[Doubt]:
    day = when_of(text).first
    if day is None:
        yield name, "this date cannot be read: it was kept as written"
    elif day < EARLIEST:
        yield name, "this date lies before 1990: it was kept"
    elif day > as_at and name not in MAY_LIE_AHEAD:
        yield name, "this date lies after the day the file speaks for: it was kept"
