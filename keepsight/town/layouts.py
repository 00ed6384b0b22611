"""How each agency of Fennick lays out its file: the headings it uses, and what it writes under each.

The headings are words met in published templates and in the spreadsheets of safeguarding hubs, not one common form: no
two agencies here agree. Some systems have codes for what happened, and some of their lines are coded; the surgery and the
school write words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from keepsight.town.sheets import Cell
from keepsight.town.story import Family, Home, Line, Person

NOBODY = Person(key="", forename="", surname="")
NOWHERE = Home("", "")
SEEN = {"": "", "yes": "Yes", "no": "No", "with mother": "Yes, with mother", "alone": "Yes, alone"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a file together with the child it is about and their family."""

    line: Line
    child: Person
    family: Family


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands under it for one line."""

    heading: str
    cell: Callable[[Told], Cell]


def told(family: Family, line: Line) -> Told:
    """The line with its child. A line without one is about nobody we know."""
    return Told(line, family.people.get(line.child, NOBODY), family)


def headings(columns: Sequence[Column]) -> list[str]:
    return [column.heading for column in columns]


def rows(columns: Sequence[Column], lines: Iterable[Told]) -> list[list[Cell]]:
    """The lines as rows: a line given twice stands twice, a blank one is an empty row."""
    return [
        [None if told.line.blank else column.cell(told) for column in columns]
        for told in lines
        for _ in range(1 + told.line.again)
    ]


def home_of(child: Person, agency: str, told: Line | None = None) -> Home:
    """Where the agency believes the child lives: on the day of a line, or now. One not told keeps the old address."""
    known = [home for home in child.homes if not home.known_to or agency in home.known_to]
    day = told.on if told else ""
    past = [home for home in known if home.since is None or isinstance(day, str) or home.since <= day]
    return past[-1] if past else NOWHERE


def _identity(field: str) -> Callable[[Told], Cell]:
    """What the agency has for the child under `field`: as it heard it that day, as it mistyped it once, or as it is."""

    def cell(told: Told) -> Cell:
        home = home_of(told.child, told.line.agency, told.line)
        truth = {"address": home.address, "postcode": home.postcode}
        right = truth[field] if field in truth else getattr(told.child, field)
        wrong = told.child.mistyped.get(told.line.agency, {}) | told.line.written_as
        answer: Cell = wrong.get(field, right)
        return answer

    return cell


def _line(field: str) -> Callable[[Told], Cell]:
    def cell(told: Told) -> Cell:
        answer: Cell = getattr(told.line, field)
        return answer

    return cell


def _name_in_full(told: Told) -> str:
    return f"{told.child.forename} {told.child.surname}".strip()


def _alone(told: Told) -> str:
    return "Yes" if told.line.seen == "alone" else ""


def _protected(told: Told) -> str:
    return "Yes" if home_of(told.child, told.line.agency, told.line).protected else ""


def _seen(told: Told) -> str:
    return SEEN[told.line.seen]


def _shared_with(told: Told) -> str:
    """Each agency with the day it was told, which is the line's own where no other is given."""
    day = told.line.told_on or told.line.on
    on = "" if isinstance(day, str) else f" ({day:%d/%m/%Y})"
    return "; ".join(f"{agency}{on}" for agency in told.line.told.split("; ") if agency)


NHS_NUMBER = Column("NHS number", _identity("nhs_number"))
NAME = (
    Column("Forename", _identity("forename")),
    Column("Surname", _identity("surname")),
    Column("Date of birth", _identity("born")),
)
ADDRESS = (
    Column("Address", _identity("address")),
    Column("Postcode", _identity("postcode")),
    Column("Address protected", _protected),
)

POLICE = (
    Column("Event ref", _line("ref")),
    Column("Date of incident", _line("on")),
    Column("Time of incident", _line("at")),
    Column("Kind", _line("kind")),
    *NAME,
    NHS_NUMBER,
    *ADDRESS,
    Column("Incident", _line("event")),
    Column("Child's words", _line("words")),
    Column("Action taken", _line("action")),
    Column("Informed", _shared_with),
    Column("Officer", _line("by")),
    Column("Entered on", _line("written")),
)

HEALTH_VISITING = (
    NHS_NUMBER,
    *NAME,
    *ADDRESS,
    Column("Date of contact", _line("on")),
    Column("Kind of entry", _line("kind")),
    Column("Clinic", _line("service")),
    Column("Contact", _line("event")),
    Column("Basis of information", _line("basis")),
    Column("Child seen", _seen),
    Column("Lived experience", _line("words")),
    Column("Home condition", _line("home")),
    Column("Neglect indicator", _line("sign")),
    Column("Child mobile", _line("mobile")),
    Column("Follow up", _line("action")),
    Column("Shared with", _shared_with),
    Column("Impact on child", _line("matters")),
    Column("Name and role", _line("by")),
    Column("Author's comment", _line("comment")),
)

GP = (
    NHS_NUMBER,
    *NAME,
    *ADDRESS,
    Column("Date", _line("on")),
    Column("Time", _line("at")),
    Column("Service", _line("service")),
    Column("Outcome", _line("status")),
    Column("Cancelled by", _line("cancelled_by")),
    Column("Details", _line("event")),
    Column("Child seen", _seen),
    Column("Practitioner", _line("by")),
    Column("Date entered", _line("written")),
    Column("Comment", _line("comment")),
)

SOCIAL_CARE = (
    Column("Child", _identity("initials")),
    Column("Event date", _line("on")),
    Column("Time", _line("at")),
    Column("Entry kind", _line("kind")),
    Column("Significant event", _line("event")),
    Column("How known", _line("basis")),
    Column("Was the child seen", _seen),
    Column("Wishes and feelings", _line("words")),
    Column("Home condition", _line("home")),
    Column("Offer answer", _line("answer")),
    Column("Tried again", _line("tried_again")),
    Column("Action/outcome", _line("action")),
    Column("Agencies told", _shared_with),
    Column("Worker", _line("by")),
    Column("Date recorded", _line("written")),
    Column("Analysis", _line("comment")),
    Column("Access level", _line("level")),
)

SCHOOL = (
    Column("Date of incident", _line("on")),
    Column("Time", _line("at")),
    Column("Information/details of concerns or contact", _line("event")),
    Column("Was the child seen", _seen),
    Column("Pupil's account", _line("words")),
    Column("Action taken", _line("action")),
    Column("Shared with", _shared_with),
    Column("Significance", _line("matters")),
    Column("Print name and signature", _line("by")),
    Column("Date of writing", _line("written")),
    Column("Comments", _line("comment")),
)

HOSPITAL = (
    Column("NHS no", _identity("nhs_number")),
    Column("First name", _identity("forename")),
    Column("Last name", _identity("surname")),
    Column("DOB", _identity("born")),
    Column("Current address", _identity("address")),
    Column("Post code", _identity("postcode")),
    Column("Date seen", _line("on")),
    Column("Time", _line("at")),
    Column("Event kind", _line("kind")),
    Column("Appointment with", _line("service")),
    Column("Presenting complaint", _line("came_with")),
    Column("Child mobile", _line("mobile")),
    Column("Sign of neglect", _line("sign")),
    Column("Summary", _line("event")),
    Column("Child's view", _line("words")),
    Column("Actions taken", _line("action")),
    Column("Information shared with", _shared_with),
    Column("Staff member", _line("by")),
    Column("Date entered", _line("written")),
)

CAMHS = (
    Column("Young person", _name_in_full),
    Column("Birth date", _identity("born")),
    Column("NHS", _identity("nhs_number")),
    Column("Date of event", _line("on")),
    Column("Kind of entry", _line("kind")),
    Column("Referred by", _line("sent_by")),
    Column("Outcome", _line("status")),
    Column("Clinic", _line("service")),
    Column("Narrative", _line("event")),
    Column("Child's voice", _line("words")),
    Column("Seen alone", _alone),
    Column("Response", _line("action")),
    Column("Recorded by", _line("by")),
    Column("Agency comment", _line("comment")),
)

ADULT_MENTAL_HEALTH = (
    Column("When", _line("on")),
    Column("Who", _line("who")),
    Column("Entry kind", _line("kind")),
    Column("What happened", _line("event")),
    Column("Actions", _line("action")),
    Column("Told to", _shared_with),
    Column("Bears on a child", _line("bears")),
    Column("Service told", _line("service_told")),
    Column("Author", _line("by")),
    Column("Date written", _line("written")),
    Column("Learning", _line("comment")),
)

PUPIL = ("Surname", "Forename", "Date of birth", "UPN")
# What the school's program for registers writes of pupils: under each heading, what a family's file calls it.
REGISTERS = {
    "attendance": {
        "Term begins": "began",
        "Term ends": "ended",
        "Possible sessions": "possible",
        "Authorised absences": "authorised",
        "Unauthorised absences": "unauthorised",
    },
    "roll": {"Joined roll": "joined", "Left roll": "left", "Reason for leaving": "reason"},
}


# What the council's virtual school lists of the schools of children who are looked after.
QUALITY = {
    "School": "school",
    "Inspection grade": "grade",
    "Grade noted": "noted",
    "Virtual school head's view": "view",
    "Date of view": "considered",
}

# What the conference service lists, each sort of meeting in a list of its own.
MEETINGS = {
    "discussions": {
        "Strategy discussion date": "on",
        "Police": "police",
        "Health": "health",
        "What was decided": "decided",
    },
    "conferences": {
        "Conference date": "on",
        "Conference type": "sort",
        "Police": "police",
        "Health": "health",
        "Education": "school",
    },
    "core_groups": {"Core group date": "on", "Notes": "notes"},
}


def registered(family: Family, name: str, columns: Mapping[str, str]) -> Iterable[list[Cell]]:
    """The rows of one of these tables that are about the children of a family."""
    for one in family.register:
        child = family.people[one["child"]]
        for row in one.get(name, ()):
            cells = (row.get(word) for word in columns.values())
            told = (cell if isinstance(cell, date) else "" if cell is None else str(cell) for cell in cells)
            yield [child.surname, child.forename, child.born, child.upn, *told]
