"""Terms: the words by which a sheet selects entries. A term asks for a kind and, if it likes, for what the entry says.

    of = { kind = "referral.decided", outcome = ["no_further_action", "signposted"] }
    until = ["assessment.started", "plan.started"]
    of = [{ kind = "home.observed", condition = "poor", as = "home" }, { kind = "school.absence", as = "attendance" }]

It refuses a kind, sector or word that is not in the vocabulary: a pattern that asks for a word nobody writes would find
nothing for ever, and nobody would notice. It refuses two terms of one set by which one entry would count as two things.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from keepsight.patterns.tables import Table
from keepsight.vocabulary import ASKED_DETAILS, KINDS, SECTORS

SCOPES = ("child", "household")
"""Whom an entry is about: the child, or someone who shared the child's home on the day."""

ROLES = ("child", "parent", "sibling", "carer", "partner", "other")
"""What the person the entry is about is to the child, on the day."""

AGES = ("under_6_months", "6_months_to_4", "5_to_11", "12_to_15", "16_or_older")
"""How old the child was on the day, in completed months and years: the youngest first."""

BASES = ("observed", "child", "carer", "other_account", "document", "opinion")
"""On what the entry rests."""

TERM_COLUMNS = ("kind", "scope", "sector", "role", "age", "basis", *ASKED_DETAILS)
"""What a term can ask of an entry, in the order of the relation `term`."""


@dataclass(frozen=True, slots=True)
class Term:
    """One way for an entry to be selected: each column asked about, with the words that will do.

    `counts_as` is what the entry then counts as, where kinds are counted apart or looked for. None: its kind.
    """

    asks: tuple[tuple[str, tuple[str, ...]], ...]
    counts_as: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entry it selects."""
        return dict(self.asks)["kind"]

    @property
    def words(self) -> tuple[str, ...]:
        """What the entries it selects count as."""
        return (self.counts_as,) if self.counts_as else self.kinds

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """The same term as rows of TERM_COLUMNS, one for each choice of words. None asks nothing of a column."""
        asks: dict[str, tuple[str | None, ...]] = dict(self.asks)
        yield from product(*(asks.get(column, (None,)) for column in TERM_COLUMNS))


_WORD = re.compile(r"[a-z][a-z0-9_]*")

Terms = tuple[Term, ...]
"""A set of terms: an entry is in it if any of them selects it."""


CONTACT: Terms = (Term((("kind", tuple(name for name, kind in KINDS.items() if kind.contact)), ("scope", ("child",)))),)
"""What shows that an agency had to do with the child, as the vocabulary says."""


def read_terms(table: Table, key: str) -> Terms:
    """One or more terms under a key, each a kind or a table. Raises BrokenShelf for none, or a word that is no word of ours."""
    said = table.take(key)
    terms = tuple(_term(table, key, each) for each in (said if isinstance(said, list) else [said]))
    if not terms:
        raise table.broken(f"{key} names no kind")
    for one, other in combinations(terms, 2):
        if one.counts_as != other.counts_as and _overlap(one, other):
            raise table.broken(f"two terms of {key} select the same entries, and count them as different things")
    return terms


def read_optional_terms(table: Table, key: str) -> Terms:
    """The same where a sheet may leave the key out: then no terms."""
    return read_terms(table, key) if table.has(key) else ()


def words_of(terms: Terms) -> set[str]:
    """Everything that the entries of a set may count as."""
    return {word for term in terms for word in term.words}


def meet_an_entry(some: Terms, others: Terms) -> bool:
    """Whether one entry could be in both sets."""
    return any(_overlap(one, other) for one, other in product(some, others))


def _overlap(one: Term, other: Term) -> bool:
    """Whether both could select one entry: wherever both ask about a column, some word will do for either."""
    asks, others = dict(one.asks), dict(other.asks)
    return all(set(asks[column]) & set(others[column]) for column in asks.keys() & others.keys())


def _term(table: Table, key: str, said: Any) -> Term:
    if isinstance(said, str):
        said = {"kind": said}
    if not isinstance(said, dict) or "kind" not in said:
        raise table.broken(f"each term of {key} should be a kind, or a table with a kind")
    said = dict(said)
    counts_as = _counts_as(table, key, said.pop("as")) if "as" in said else None
    asks = {"scope": ("child",), **{column: _words(table, key, column, words) for column, words in said.items()}}
    ordered = tuple((column, asks[column]) for column in TERM_COLUMNS if column in asks)  # the kind comes first
    for column, words in ordered:
        for word in words:
            _refuse_strange(table, key, column, word, asks["kind"])
    return Term(ordered, counts_as)


def _counts_as(table: Table, key: str, said: Any) -> str:
    if not isinstance(said, str) or not _WORD.fullmatch(said):
        raise table.broken(f'{key} should give as one word in small letters, such as as = "dental"')
    return said


def _words(table: Table, key: str, column: str, words: Any) -> tuple[str, ...]:
    if column not in TERM_COLUMNS:
        raise table.broken(f"{key} asks for {column}, which no pattern may ask of")
    listed = [words] if isinstance(words, str) else words
    if not isinstance(listed, list) or not listed or not all(isinstance(word, str) for word in listed):
        raise table.broken(f"{key} should give {column} as a word or a list of words")
    if len(set(listed)) < len(listed):
        raise table.broken(f"{key} gives a {column} twice")
    return tuple(listed)


def _refuse_strange(table: Table, key: str, column: str, word: str, kinds: tuple[str, ...]) -> None:
    """Unknown is asked for by no term: it is said by leaving a thing unsaid, and must never become a yes."""
    closed: dict[str, Container[str]] = {
        "kind": KINDS,
        "sector": SECTORS,
        "scope": SCOPES,
        "role": ROLES,
        "age": AGES,
        "basis": BASES,
    }
    if column in closed:
        if word not in closed[column]:
            raise table.broken(f"{key} asks for the {column} {word}, which is none of ours")
        return
    for kind in kinds:
        detail = KINDS[kind].details.get(column)
        if detail is None or word not in detail.words:
            raise table.broken(f"{key} asks for {column} = {word}, which {kind} never says")
