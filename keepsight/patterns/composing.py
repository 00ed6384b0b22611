"""A sheet composed by a person out of fields: a shape, terms chosen from the vocabulary, numbers, and the words that people read.

    of-1        "referral.decided|outcome|signposted"      a kind, or a kind with one word of one detail
    at_least    "3"
    within      "12 months"

    held-1-as   "domestic_abuse"                       the word by which an assessment would state it

What the fields make is read as strictly as a sheet of the library. Questions of how little is said (`share`, fewer) are left to
whoever writes the library.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from keepsight.errors import WrongUse
from keepsight.patterns.numbers import PART
from keepsight.patterns.sheets import OF_ABSENCE
from keepsight.patterns.terms import SCOPES
from keepsight.vocabulary import ASKED_DETAILS, FACTORS, KINDS, SECTORS, TOPICS, stated_words

FEWEST_APART = 2
AS = "-as"
"""What the name of a field ends in that holds the word by which an event would state a thing on record."""
OWN_SECTION = "a partnership's own"


@dataclass(frozen=True, slots=True)
class TermsField:
    """A set of terms that a shape reads: its key, what is asked for, how many may be chosen, and whether none will do.

    `stating`: only kinds that state factors go. `stated`: beside each stands the word by which an event would state it.
    """

    key: str
    asks: str
    most: int
    optional: bool = False
    stating: bool = False
    stated: bool = False

    @property
    def places(self) -> list[str]:
        """The names of its fields, one for each term that may be chosen."""
        return [f"{self.key}-{at}" for at in range(1, self.most + 1)]


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number of a shape. One that is optional says where it stands in the sheet, and may be left empty."""

    key: str
    asks: str
    hint: str
    usual: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A shape as a form: what it asks in a sentence, its sets of terms, its numbers."""

    asks: str
    terms: tuple[TermsField, ...]
    numbers: tuple[NumberField, ...]


LENGTH = "A length, such as 12 months, 10 working days or 60 days"
WHOLE = "A whole number"
A_PART = "A part, such as 1 in 3"
_WITHIN = NumberField("within", "Within how long", LENGTH, "12 months")

SHAPES: dict[str, Composed] = {
    "count": Composed(
        "So many of these within so long, until something ends it",
        (TermsField("of", "Count each of these", 4), TermsField("until", "Until any of these", 4, True)),
        (
            NumberField("at_least", "At least how many", WHOLE, "3"),
            _WITHIN,
            NumberField(
                "agencies", "From at least how many agencies", f"{WHOLE}; empty where it does not matter", "", True
            ),
        ),
    ),
    "awaited": Composed(
        "After this, nothing of that within its time",
        (TermsField("after", "After any of these", 3), TermsField("expects", "Any of these is awaited", 4)),
        (NumberField("within", "Within how long", f"{LENGTH}, or 72 hours", "10 working days"),),
    ),
    "silence": Composed(
        "While something is open, nothing of this for so long",
        (
            TermsField("opened", "From any of these", 2),
            TermsField("closed", "Up to any of these", 2),
            TermsField("heard", "Any of these sets the clock going again", 4),
        ),
        (NumberField("within", "For how long", LENGTH, "60 days"),),
    ),
    "then": Composed(
        "This, then that on a later day within so long, unless something came between",
        (
            TermsField("first", "First any of these", 3),
            TermsField("then", "Then any of these", 3),
            TermsField("until", "Unless any of these came between", 3, True),
        ),
        (NumberField("within", "Within how long", LENGTH, "6 months"),),
    ),
    "omission": Composed(
        "What an assessment leaves out that was on record before it",
        (
            TermsField("event", "When any of these says what was considered", 2, stating=True),
            TermsField("held", "And one of these was on record by then", 4, stated=True),
            TermsField("until", "Until any of these", 3, True),
        ),
        (NumberField("within", "On record for how long before", LENGTH, "24 months"),),
    ),
    "cycle": Composed(
        "So many rounds of this and then that, each of one matter",
        (
            TermsField("this", "Each round begins with any of these", 3),
            TermsField("that", "And goes on with any of these", 3),
            TermsField("until", "Until any of these", 3, True),
        ),
        (
            NumberField("at_least", "At least how many rounds", WHOLE, "2"),
            NumberField("each_within", "Each round within how long", LENGTH, "60 days"),
            NumberField("within", "All of them within how long", LENGTH, "24 months"),
        ),
    ),
    "share": Composed(
        "When this happens, so great a part of what came before it is of one sort",
        (
            TermsField("event", "On the day of any of these", 3),
            TermsField("meets", "Such a part is of any of these", 4),
            TermsField("other", "And not of any of these", 4),
            TermsField("since", "Only since the last of these, on the same matter", 2, True),
            TermsField("until", "Until any of these", 3, True),
        ),
        (
            NumberField("part_at_least", "At least what part", A_PART, "1 in 2"),
            NumberField("at_least", "Of at least how many in all", WHOLE, "3"),
            NumberField("within", "Of how long before", LENGTH, "12 months"),
        ),
    ),
    "change": Composed(
        "After this has happened so many times, no fewer of those than before it",
        (
            TermsField("event", "After any of these", 3),
            TermsField("measured", "Count each of these, before and after", 4),
            TermsField("until", "Until any of these", 3, True),
        ),
        (
            NumberField("events", "After at least how many", WHOLE, "2"),
            NumberField("at_least", "At least how many came after each", WHOLE, "2"),
            NumberField("within", "Counted for how long before and after", LENGTH, "60 days"),
            NumberField("counts_for", "How long each of them counts", LENGTH, "12 months"),
        ),
    ),
}
"""The shapes that can be composed, with the fields of each."""

WORDS = ("title", "question", "sentence", "unit")
LINES = ("what_else", "what_clears_it", "questions")
"""Fields of several sentences, one on a line."""


def states(kind: str) -> bool:
    """Whether an entry of a kind can state what it considered: only then can it leave anything out."""
    return kind in KINDS and "factors" in KINDS[kind].details


def words_to_state() -> list[tuple[str, str]]:
    """Each word that an event may state, with its title: what several factors have in common first."""
    sayable = {word for _, word in stated_words()}
    topics = [(one.name, one.title) for one in TOPICS.values()]
    return [
        (name, title)
        for name, title in (*topics, *((one.name, one.title) for one in FACTORS.values()))
        if name in sayable
    ]


def choices(stating: bool = False) -> Iterator[tuple[str, str]]:
    """Every term that may be chosen, with its words: each kind, and each word of its details that a pattern may ask of.

    `stating`: only those of kinds that state factors.
    """
    kinds = ((name, kind) for name, kind in KINDS.items() if states(name) or not stating)
    for name, kind in sorted(kinds, key=lambda one: one[1].title):
        yield name, kind.title
        for key, detail in kind.details.items():
            for word in detail.words if key in ASKED_DETAILS else ():
                yield f"{name}|{key}|{word}", f"{kind.title}: {_plain(key)} is {_plain(word)}"


def fields(shape: str) -> list[str]:
    """The names of all fields of a shape."""
    form = composed(shape)
    terms = [name for one in form.terms for name in one.places]
    terms += [f"{name}{AS}" for one in form.terms if one.stated for name in one.places]
    return [*WORDS, *LINES, "theme", "restricted", "scope", *terms, *(one.key for one in form.numbers)]


def composed(shape: str) -> Composed:
    """A shape as a form. Raises WrongUse for one that cannot be composed."""
    if shape not in SHAPES:
        raise WrongUse("No question of that shape can be written here", next_step="Choose another shape.")
    return SHAPES[shape]


def table_of(
    shape: str, said: Mapping[str, str], senders: tuple[str, ...], *, checked_by: str, look_again_on: date
) -> dict[str, Any]:
    """The table of a sheet that the fields make. `senders` are the sectors whose feeds would have told of what is absent.

    Raises WrongUse for a field that must be filled in and is not. What else is wrong with it is found where a sheet is read.
    """
    form = composed(shape)
    table: dict[str, Any] = {name: _filled(said, name) for name in WORDS}
    table |= {name: [line.strip() for line in _filled(said, name).splitlines() if line.strip()] for name in LINES}
    table |= {"theme": said.get("theme", ""), "restricted": said.get("restricted") != "no", "seed_section": OWN_SECTION}
    table |= {"shape": shape, "clock": "local", "checked_by": checked_by, "look_again_on": look_again_on.isoformat()}
    terms = {one.key: _terms(one, said) for one in form.terms}
    table["needs"] = _needs(terms[_ABSENT[shape]], senders) if shape in OF_ABSENCE else []
    if shape == "silence":
        table["while_open"] = [{"opened": terms.pop("opened"), "closed": terms.pop("closed")}]
    if shape == "awaited":
        table["tie"] = "child"
    if shape == "share":  # what is looked at is what is known to be of one sort or the other
        table["of"] = [*terms["meets"], *terms["other"]]
    numbers = {one.key: _number(one, said) for one in form.numbers}
    if agencies := numbers.pop("agencies", None):
        table["from"] = {"agencies": agencies}
    return table | {key: some for key, some in terms.items() if some} | numbers


def fields_of(table: Mapping[str, Any]) -> dict[str, str]:
    """The fields that make such a table again: to write the next version of a sheet that was composed."""
    form = composed(str(table["shape"]))
    said = {name: str(table[name]) for name in (*WORDS, "theme")}
    said |= {name: "\n".join(table[name]) for name in LINES}
    said["restricted"] = "yes" if table["restricted"] else "no"
    places = {**table, **(table["while_open"][0] if "while_open" in table else {})}
    for one in form.terms:
        for at, term in enumerate(places.get(one.key, ()), 1):
            said[f"{one.key}-{at}"] = "|".join([term["kind"], *(part for pair in _details(term) for part in pair)])
            said |= {f"{one.key}-{at}{AS}": term["as"]} if one.stated else {}
            said["scope"] = term.get("scope", "child")
    flat = {**table, **table.get("from", {})}
    return said | {one.key: _written(flat[one.key]) for one in form.numbers if one.key in flat}


_ABSENT = {"awaited": "expects", "silence": "heard", "change": "measured"}
"""The set of terms whose absence, or number, is asked about."""


def _filled(said: Mapping[str, str], name: str) -> str:
    words = said.get(name, "").strip()
    if not words:
        raise WrongUse(f"{_plain(name).capitalize()} is empty", next_step="Fill it in.")
    return words


def _terms(field: TermsField, said: Mapping[str, str]) -> list[dict[str, Any]]:
    names: dict[str, str] = {}
    for name in field.places:
        if choice := said.get(name, "").strip():
            names.setdefault(choice, name)
    if not names and not field.optional:
        raise WrongUse(f"“{field.asks}” names nothing", next_step="Choose at least one.")
    if field.stating and not all(states(choice.split("|")[0]) for choice in names):
        raise WrongUse(
            f"“{field.asks}” names something that never says what was considered",
            next_step="Choose what states factors, such as a completed assessment.",
        )
    scope = said.get("scope", "child")
    return [_term(choice, scope) | (_as(field, name, said) if field.stated else {}) for choice, name in names.items()]


def _as(field: TermsField, name: str, said: Mapping[str, str]) -> dict[str, str]:
    word = said.get(f"{name}{AS}", "").strip()
    if word not in dict(words_to_state()):
        raise WrongUse(
            f"“{field.asks}” has something without the word that an assessment uses for it",
            next_step="Choose that word beside each thing on record.",
        )
    return {"as": word}


def _term(choice: str, scope: str) -> dict[str, Any]:
    kind, *detail = choice.split("|")
    about = {} if scope == SCOPES[0] else {"scope": scope}
    return {"kind": kind, **dict(zip(detail[::2], detail[1::2], strict=False)), **about}


def _details(term: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(word)) for key, word in term.items() if key not in ("kind", "scope", "as")]


def _needs(absent: list[dict[str, Any]], senders: tuple[str, ...]) -> list[dict[str, Any]]:
    """The feeds that would have told: of each kind, from those said, or else from those who usually write it down."""
    kinds = dict.fromkeys(term["kind"] for term in absent)
    usual = {kind: KINDS[kind].recorded_by if kind in KINDS else () for kind in kinds}
    return [{"kinds": [kind], "sectors": list(senders or usual[kind] or SECTORS)} for kind in kinds]


def _written(number: int | str | list[int]) -> str:
    return " in ".join(map(str, number)) if isinstance(number, list) else str(number)


def _number(field: NumberField, said: Mapping[str, str]) -> int | str | list[int] | None:
    words = said.get(field.key, "").strip()
    if not words and field.optional:
        return None
    if field.hint == A_PART:
        part = PART.fullmatch(words)
        if not part:
            raise WrongUse(f"{field.asks} cannot be read", next_step=f"Write it like {field.usual}.")
        return [int(part[1]), int(part[2])]
    if field.hint.startswith(WHOLE):
        if not words.isdecimal():
            raise WrongUse(f"{field.asks} should be a whole number", next_step="Write it in figures.")
        if field.optional and int(words) < FEWEST_APART:
            return None
        return int(words)
    return words


def _plain(word: str) -> str:
    return word.replace("_", " ")
