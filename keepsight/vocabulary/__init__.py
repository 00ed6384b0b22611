"""The words all agencies share: kinds of entry, sectors, factors, themes, codes, questions, each with meaning and source.

The room knows no Django and no child. It refuses a word without a source, a word said twice, a kind that nothing uses.

    KINDS["referral.decided"].details["outcome"].words
    SECTORS["police"].title
    sector_of_source("2A")         "school"; None for anonymous, unknown and unheard of
    factors_of(["3B", "4B"])       the factors those assessment codes state
    QUESTIONS                      what to ask a team about a theme; AUDIENCES says whom
"""

from collections.abc import Iterable

from keepsight.vocabulary.codebook import FIRST_VERSION, LAYERS, Code, load_codebook
from keepsight.vocabulary.factors import FACTORS_NONE_CODE, Factor, Topic, load_factors, load_topics
from keepsight.vocabulary.kinds import UNKNOWN, Detail, Kind, asked_details, load_kinds, refuse_unused
from keepsight.vocabulary.questions import Question, load_questions
from keepsight.vocabulary.sectors import ReferralSource, Sector, load_sectors
from keepsight.vocabulary.themes import Theme, load_themes

__all__ = [
    "ASKED_DETAILS",
    "AUDIENCES",
    "CODES",
    "CODE_GROUPS",
    "FACTORS",
    "FACTORS_NONE_CODE",
    "FIRST_VERSION",
    "KINDS",
    "LAYERS",
    "QUESTIONS",
    "REFERRAL_SOURCES",
    "SECTORS",
    "THEMES",
    "TOPICS",
    "UNKNOWN",
    "Code",
    "Detail",
    "Factor",
    "Kind",
    "Question",
    "ReferralSource",
    "Sector",
    "Theme",
    "Topic",
    "check",
    "factors_of",
    "sector_of_source",
    "stated_words",
]

SECTORS, REFERRAL_SOURCES = load_sectors()
KINDS = load_kinds(SECTORS)
FACTORS = load_factors()
TOPICS = load_topics(FACTORS)
THEMES = load_themes()
AUDIENCES, QUESTIONS = load_questions(THEMES)
CODE_GROUPS, CODES = load_codebook(THEMES)

ASKED_DETAILS = asked_details(KINDS.values())
"""The details that are words: the columns that patterns may ask of, each meaning the same wherever it is used."""

_FACTOR_OF_CODE = {code: factor for factor in FACTORS.values() for code in factor.codes}


def sector_of_source(code: str) -> str | None:
    """The sector a referral source names. None: anonymous, not known, or a code that is not in the lists."""
    source = REFERRAL_SOURCES.get(code.strip().upper())
    return source.sector if source else None


def factors_of(codes: Iterable[str]) -> tuple[Factor, ...]:
    """The factors that assessment codes state, each once. "None", "other" and strange codes state none."""
    said = (_FACTOR_OF_CODE.get(code.strip().upper()) for code in codes)
    return tuple(dict.fromkeys(factor for factor in said if factor))


def stated_words() -> list[tuple[str, str]]:
    """Each assessment code with each word that it states: its factor, and the topic of that factor if it has one."""
    topic_of = {factor: topic.name for topic in TOPICS.values() for factor in topic.factors}
    words = {name: [name, topic_of[name]] if name in topic_of else [name] for name in FACTORS}
    return [(code, word) for factor in FACTORS.values() for code in factor.codes for word in words[factor.name]]


def check(used: set[str]) -> None:
    """Raises BrokenShelf if a kind is used by nothing, or if something uses a kind that is no word of ours."""
    refuse_unused(KINDS, used)
