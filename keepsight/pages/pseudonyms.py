"""Who is who without names: the cast of one child's story, and its words with every known name replaced by a role.

The same person is the same role on every page and in every file of that child ("Sibling 1", "School 2"), numbered as they
first appear in all that the person asking may see. It replaces what it knows: names however they are spelt on record,
numbers, postcodes, addresses, the child's birth date. What it does not know it lists, for a named person to look at: it
never says that a text is anonymous. Pure words in, words out; it widens nobody's sight.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from uuid import UUID

from keepsight.chronology.shown import About, Disputed, EntryShown, Source
from keepsight.intake.queries import Feed
from keepsight.pages.words import MONTHS
from keepsight.people.shown import ChildShown
from keepsight.vocabulary import KINDS, SECTORS

THE_CHILD = "Child A"
ROLES = {
    "child": "Other child",
    "parent": "Parent",
    "sibling": "Sibling",
    "carer": "Carer",
    "partner": "Partner of a parent",
    "adult_of_concern": "Adult",
    "professional": "Professional",
    "other": "Other person",
}
SOMEBODY = "[name]"  # two people bear it, and nobody can say which is meant
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "pc", "ds", "dc", "sgt", "sister", "nurse", "rev"})

# English words that are names too. In small letters they are taken for the word, and listed for a person to look at.
WORDS_TOO = frozenset((Path(__file__).parent / "names_that_are_words.txt").read_text("utf-8").split())

NUMBERS = tuple(
    (re.compile(shape, flags), stands)
    for shape, flags, stands in (
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", 0, "[e-mail address]"),
        (r"(?<!\d)(?:\+44[ ]?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)", 0, "[telephone number]"),
        (r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", 0, "[NHS number]"),
        (r"\b[A-Z]\d{11}[\dA-Z]\b", 0, "[pupil number]"),
        (r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}\b", re.IGNORECASE, "[postcode]"),
        (
            r"\b(?:[Ff]lat \d+\w?,? )?\d{1,4}[a-zA-Z]?,? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Avenue|Ave|Close|"
            r"Drive|Court|Crescent|Terrace|Way|Place|Gardens|Grove|Row|Walk|Hill|Square|Mews|House|Green|View)\b",
            0,
            "[address]",
        ),
    )
)
WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
BEGINS_A_SENTENCE = re.compile(r"(?:^|[.!?:;“”\"(\n]\s*|[-–—]\s)$")
DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?\s+(?:of\s+)?$")
YEAR_AFTER = re.compile(r"\s+\d{4}\b")
HYPHENS = "-‐‑"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some agency of the story: what they are called here, and every way in which the record spells them."""

    stands: str
    names: tuple[str, ...]

    @property
    def on_record_as(self) -> list[str]:
        """Their names as they are spelt; a number with what number it is: "NHS number 943 476 5919"."""
        return [_with_its_kind(name) for name in self.names]


def _with_its_kind(name: str) -> str:
    kind = next((stands for shape, stands in NUMBERS if shape.fullmatch(name)), "")
    return f"{kind.strip('[]')} {name}".strip()


@dataclass(frozen=True)
class Cast:
    """The people and agencies of one child's story, in the order in which they appear, and the child's birth date."""

    named: tuple[Named, ...]
    people: Mapping[UUID, str]
    born: tuple[str, ...] = ()

    def text(self, words: str) -> str:
        """The same words with everything known replaced."""
        for shape, stands in NUMBERS:
            words = shape.sub(stands, words)
        for born in self.born:
            words = words.replace(born, "[date of birth]")
        return self._names.sub(self._replaced, words) if self._stands else words

    def agency(self, name: str) -> str:
        """What an agency is called here; a kind of agency stays what it is."""
        return self._whole.get(name, self.text(name))

    def left(self, texts: Iterable[str]) -> list[tuple[str, int]]:
        """Words of these texts, already replaced, that may still name somebody or somewhere: with how often each stands."""
        found: Counter[str] = Counter()
        for text in texts:
            for match in WORD.finditer(text):
                found.update([match[0]] if self._doubtful(text, match) else [])
        return sorted(found.items())

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {name: one.stands for one in self.named for name in one.names}

    @cached_property
    def _stands(self) -> dict[str, str]:
        """By each name, and each word of a person's name, whose it is: nobody's in particular where two bear it."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for one in self.named:
            for name in one.names:
                bearers[_plain(name)].add(one.stands)
        for one in self.named:
            for word in (
                {word for name in one.names for word in _own_words(name)} if one.stands in self._persons else ()
            ):
                bearers[_plain(word)].add(one.stands)
        return {name: next(iter(whose)) if len(whose) == 1 else SOMEBODY for name, whose in bearers.items() if name}

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(self.people.values()) | {
            one.stands for one in self.named if one.stands.startswith(ROLES["professional"])
        }

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Any of the names, the longest first; a name that a hyphen joins to another takes the other with it."""
        shapes = "|".join(_shape(name) for name in sorted(self._stands, key=len, reverse=True))
        joined = rf"[\w'’]+[{HYPHENS}]"
        return re.compile(rf"(?<!\w)(?:{joined})*(?:{shapes})(?:[{HYPHENS}][\w'’]+)*(?!\w)", re.IGNORECASE)

    def _replaced(self, match: re.Match[str]) -> str:
        word = match[0]
        if word in WORDS_TOO or _is_month(match):
            return word
        whole = self._stands.get(_plain(word))
        if whole is None:  # hyphens joined it to something: whoever is in it
            parts = {self._stands.get(_plain(part)) for part in re.split(f"[{HYPHENS}]", word)} - {None}
            whole = next(iter(parts)) if len(parts) == 1 else SOMEBODY
        return whole or SOMEBODY

    def _doubtful(self, text: str, match: re.Match[str]) -> bool:
        word = match[0]
        if _plain(word) in self._stands:
            return True  # a word that is a name too, left as a word
        known = word in _KNOWN_WORDS or word.removesuffix("'s").removesuffix("’s") in _KNOWN_WORDS
        in_brackets = text[match.start() - 1 : match.start()] == "[" or text[match.end() : match.end() + 1] == "]"
        return (
            word[0].isupper() and not known and not in_brackets and not BEGINS_A_SENTENCE.search(text[: match.start()])
        )


def cast_of(
    child: ChildShown,
    entries: Sequence[EntryShown],
    feeds: Sequence[Feed],
    spelt: Mapping[UUID, Sequence[str]],
    roles: Mapping[UUID, str],
) -> Cast:
    """The cast of a story: all its entries, so that numbers do not depend on what is shown of it.

    `spelt` are all the names on record of each person, `roles` what each of the household, then or now, is to the child: they
    are of the cast though no entry be about them, because any entry may name them.
    """
    people = {child.id: THE_CHILD} | _people(child, entries, roles)
    names = {person: (*spelt.get(person, ()), *_shown_as(person, entries)) for person in people}
    names[child.id] = (*names[child.id], child.name, *child.known_as, *filter(None, (child.nhs_number, child.upn)))
    named = [Named(stands, tuple(dict.fromkeys(filter(None, names[person])))) for person, stands in people.items()]
    named += _agencies(entries, feeds)
    named += _professionals(entries)
    return Cast(tuple(named), people, _days(child))


def hidden_child(child: ChildShown) -> ChildShown:
    """The child as a page without names shows one: the year of birth is enough to read the story by."""
    year = child.born_on.year if child.born_on else None
    return replace(
        child,
        name=THE_CHILD,
        forename=THE_CHILD,
        surname=None,
        known_as=(),
        born_precision="year" if year else child.born_precision,
        born_raw=str(year) if year else None,
        expected_on=child.expected_on.replace(day=1) if child.expected_on and not year else None,
        expected_to=None,
        expected_precision="month",
        nhs_number=None,
        upn=None,
        agencies=(),
    )


def hidden_entry(entry: EntryShown, cast: Cast) -> EntryShown:
    """An entry without names: every word in it, and who sent it, told whom and wrote it."""
    return replace(
        entry,
        agency=cast.agency(entry.agency_name),
        agency_name=cast.agency(entry.agency_name),
        from_agency_name=cast.agency(entry.from_agency_name) if entry.from_agency_name else None,
        told=tuple((cast.agency(name), on) for name, on in entry.told),
        professional=cast.text(entry.professional) if entry.professional else None,
        about=tuple(About(one.person_id, cast.people.get(one.person_id), one.role) for one in entry.about),
        details={name: _hidden_detail(entry.kind, name, said, cast) for name, said in entry.details.items()},
        raw_when=cast.text(entry.raw_when),
        narrative=cast.text(entry.narrative),
        child_words=_text(entry.child_words, cast),
        hindsight=_text(entry.hindsight, cast),
        significance=_text(entry.significance, cast),
        guessed_by=_text(entry.guessed_by, cast),
        source=_hidden_source(entry.source),
        earlier=tuple(hidden_entry(one, cast) for one in entry.earlier),
        disputes=tuple(_hidden_dispute(one, cast) for one in entry.disputes),
    )


def _hidden_dispute(one: Disputed, cast: Cast) -> Disputed:
    return replace(one, words=cast.text(one.words), response=_text(one.response, cast))


def _hidden_source(source: Source) -> Source:
    file = "a file" if source.file_name else None
    return Source(source.receipt_id, file, None, source.row, "somebody" if source.by else None)


def hidden_feed(feed: Feed, cast: Cast) -> Feed:
    """An agency as a feed, without its name. One from which nobody is connected has none."""
    return replace(feed, agency_name=cast.agency(feed.agency_name)) if feed.agency else feed


def texts_of(entries: Iterable[EntryShown]) -> list[str]:
    """All the words of some entries that somebody wrote freely."""
    return [
        words
        for entry in entries
        for words in (
            entry.narrative,
            entry.child_words,
            entry.hindsight,
            entry.significance,
            *(said for one in entry.disputes for said in (one.words, one.response)),
        )
        if words
    ]


def _people(child: ChildShown, entries: Sequence[EntryShown], roles: Mapping[UUID, str]) -> dict[UUID, str]:
    met = {one.person_id: one.role for entry in reversed(entries) for one in reversed(entry.about)}
    order = dict.fromkeys(one.person_id for entry in entries for one in entry.about) | dict.fromkeys(sorted(roles))
    counts: Counter[str] = Counter()
    people: dict[UUID, str] = {}
    for person in order:
        if person != child.id:
            role = ROLES.get(roles.get(person) or met[person], ROLES["other"])
            counts[role] += 1
            people[person] = f"{role} {counts[role]}"
    return people


def _shown_as(person: UUID, entries: Sequence[EntryShown]) -> list[str]:
    return [one.name for entry in entries for one in entry.about if one.person_id == person and one.name]


def _agencies(entries: Sequence[EntryShown], feeds: Sequence[Feed]) -> list[Named]:
    """Agencies by their kind, numbered where a kind has several."""
    sectors: dict[str, str] = {}
    for entry in entries:
        sectors.setdefault(entry.agency_name, entry.sector)
    for feed in feeds:
        if feed.agency:
            sectors.setdefault(feed.agency_name, feed.sector)
    for name in (
        name for entry in entries for name in (entry.from_agency_name, *(told for told, _ in entry.told)) if name
    ):
        sectors.setdefault(name, "other")
    kinds = {sector.title for sector in SECTORS.values()}
    several = Counter(sector for name, sector in sectors.items() if name not in kinds)
    places: Counter[str] = Counter()
    named = []
    for name, sector in sectors.items():
        if name in kinds:
            continue
        places[sector] += 1
        short = SECTORS[sector].short if sector in SECTORS and sector != "other" else "Other agency"
        named.append(Named(f"{short} {places[sector]}" if several[sector] > 1 else short, (name,)))
    return named


def _professionals(entries: Sequence[EntryShown]) -> list[Named]:
    """Those who wrote entries, by the name that stands before any comma or bracket."""
    found: dict[str, Named] = {}
    for entry in entries:
        name = re.split(r"[,(;/]", entry.professional or "")[0].strip()
        if name and name not in found and any(word[0].isupper() for word in _own_words(name)):
            found[name] = Named(f"{ROLES['professional']} {len(found) + 1}", (name,))
    return list(found.values())


def _days(child: ChildShown) -> tuple[str, ...]:
    """The child's birth date in the ways in which people write one."""
    on = child.born_on
    if on is None or child.born_precision != "day":
        return ()
    month = MONTHS[on.month - 1]
    return (
        f"{on.day:02}/{on.month:02}/{on.year}", f"{on.day}/{on.month}/{on.year}", f"{on.day:02}.{on.month:02}.{on.year}",
        f"{on.day:02}/{on.month:02}/{on.year % 100:02}", f"{on.day}.{on.month}.{on.year}", on.isoformat(),
        f"{on.day} {month} {on.year}", f"{on.day} {month[:3]} {on.year}", f"{on.day:02} {month} {on.year}",
    )  # fmt: skip


def _hidden_detail(kind: str, name: str, said: object, cast: Cast) -> object:
    """A detail in a word of the vocabulary names nobody; any other may."""
    detail = KINDS[kind].details.get(name)
    if detail and detail.words:
        return said
    if isinstance(said, str):
        return cast.text(said)
    return [cast.text(str(one)) for one in said] if isinstance(said, list | tuple) else said


def _text(words: str | None, cast: Cast) -> str | None:
    return None if words is None else cast.text(words)


def _plain(name: str) -> str:
    """A name as it is compared: small letters, one kind of apostrophe, single spaces."""
    return " ".join(name.casefold().replace("’", "'").replace("ʼ", "'").split())


def _own_words(name: str) -> list[str]:
    """The words of a name that are its own: no title, no initial."""
    words = [word.strip(".,") for word in name.split()]
    return [word for word in words if len(word) > 1 and word.casefold() not in TITLES]


def _shape(plain: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’ʼ]") for word in plain.split())


def _is_month(match: re.Match[str]) -> bool:
    """Whether a name that is a month's stands as a month: beside a day or a year."""
    if match[0].capitalize() not in MONTHS:
        return False
    text = match.string
    return bool(DAY_BEFORE.search(text[: match.start()]) or YEAR_AFTER.match(text, match.end()))


def _known_words() -> frozenset[str]:
    """Words that begin with a capital and name nobody."""
    titles = [kind.title for kind in KINDS.values()]
    titles += [words for sector in SECTORS.values() for words in (sector.title, sector.short)]
    said = " ".join((*titles, *ROLES.values(), *MONTHS, DAYS, SHORT_WORDS, THE_CHILD))
    return frozenset(said.split()) | {month[:3] for month in MONTHS} | {f"{day}s" for day in DAYS.split()}


DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
SHORT_WORDS = (
    "I GP CAMHS MARAC NHS SEND EHCP DASH TAF CIN CP NFA ICPC MASH HV SW LAC IRO ED A&E DNA WNB UTC PPN Act Christmas "
    "Easter English Ofsted"
)
_KNOWN_WORDS = _known_words()
