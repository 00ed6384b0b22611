"""A plan out of the words of a `format.toml`.

Refuses a plan that names a field without a column, a kind or a detail that is none, or a word that a detail does not allow.
"""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from keepsight.intake.drafts import Level, Role
from keepsight.intake.formats.plan import (
    DESCRIBED,
    Aside,
    Given,
    Join,
    Plan,
    Planned,
    Rule,
    spelling,
)
from keepsight.vocabulary import KINDS, UNKNOWN

OF_A_PERSON = (
    "local_id", "scope", "name", "forename", "surname", "born", "expected", "sex", "ethnicity", "nhs_number", "upn",
    "former_upn", "relationship", "address", "postcode", "address_protected",
)  # fmt: skip
BESIDE = (
    "professional",
    "from_agency",
    "from_sector",
    "child_words",
    "significance",
    "agency",
    "recorded_on",
    "told",
    "told_on",
)


def described_columns(describes: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The columns that describe each person of a plan, as a format's file would say them."""
    return [
        {"name": spelt[0], "becomes": f"{prefix}.{said}", "words": spelt[1:]}
        for prefix, whose in describes.items()
        for said, headings in DESCRIBED.items()
        for spelt in [[f"{one} {heading}".strip() for one in whose for heading in headings]]
    ]


def plan_of(name: str, said: dict[str, Any], fields: set[str], broken: Callable[[str], Exception]) -> Plan | None:
    """The plan in a format's words; None where they hold no table. Raises what `broken` makes of what is wrong."""
    if "table" not in said:
        return None
    meanings = {name: _spellings(table) for name, table in said.get("meanings", {}).items()}
    unfolds = tuple(said.get("unfolds", ()))
    plan = Plan(
        name,
        tuple(_table(one) for one in said["table"]),
        meanings,
        frozenset(word.lower() for word in said.get("nothing", ())),
        _year(said.get("year_begins")),
        unfolds,
        frozenset(said.get("follow", ())),
        said.get("fills", {}),
        tuple(Join(one["by"], tuple(one.get("gives", ())), one.get("least", {})) for one in said.get("join", ())),
        {name: _years(codes) for name, codes in said.get("years", {}).items()},
    )
    joined = {name for join in plan.joins for name in (join.by, *join.gives)} | set(plan.fills)
    faults = {f"no column becomes {name}, which a join reads" for name in joined - fields}
    if faults := faults.union(*(_faults(table, fields, unfolds) for table in plan.tables)):
        raise broken("; ".join(sorted(faults)))
    if strangers := sorted(set(meanings) - fields):
        raise broken(f"no column becomes {', '.join(strangers)}, whose meanings are said")
    if unmeant := sorted(_unmeant(plan, fields)):
        raise broken(f"years are said of {', '.join(unmeant)}, which no column holds or no meaning knows")
    if unread := sorted(fields - _read_by(plan)):
        raise broken(f"a column becomes {', '.join(unread)}, which nothing reads")
    return plan


def _read_by(plan: Plan) -> set[str]:
    """Every field that some table reads, and all that may be said of a person."""
    read = {name for table in plan.tables for rule in table.rules for name in rule.fields()}
    read |= {name for table in plan.tables for name in (*table.needs, *_of_the_person(table))} | set(plan.unfolds)
    read |= {name for join in plan.joins for name in (join.by, *join.gives)}
    people = {prefix for table in plan.tables for prefix in table.people}
    return read | {f"{prefix}.{said}" for prefix in people for said in OF_A_PERSON}


def _of_the_person(table: Planned) -> set[str]:
    """The fields that say something of a person only under a condition."""
    return {name for one in table.given for name in (one.source, *one.only, *one.unless)}


def _spellings(table: dict[str, list[str]]) -> dict[str, str]:
    return {spelling(words): meaning for meaning, spelt in table.items() for words in spelt}


def _years(codes: dict[str, dict[str, int]]) -> dict[str, tuple[int | None, int | None]]:
    return {spelling(code): (held.get("since"), held.get("until")) for code, held in codes.items()}


def _unmeant(plan: Plan, fields: set[str]) -> set[str]:
    """Codes of which years are said, and which nothing else knows."""
    strange = {name for name in plan.years if name not in fields}
    return strange.union(
        *(set(codes) - set(plan.meanings[name]) for name, codes in plan.years.items() if name in plan.meanings)
    )


def _year(text: str | None) -> tuple[int, int] | None:
    month, _, day = (text or "").partition("-")
    return (int(month), int(day)) if text else None


def _table(said: dict[str, Any]) -> Planned:
    people, matter = dict(said.get("people", {"child": "child"})), tuple(said.get("matter", ()))
    rules = tuple(_rule(one, people, matter) for one in said.get("entry", ()))
    level: Level = said.get("level", "standard")
    return Planned(
        said["title"],
        frozenset(said["needs"]),
        people,
        said.get("ties", {}),
        matter,
        rules,
        level,
        frozenset({rule.on for rule in rules} | {rule.to for rule in rules if rule.to}),
        said.get("threaded", len(rules) > 1),
        said.get("thread", ""),
        said.get("keyed", True),
        tuple(Aside(_either(one, "if"), tuple(one.get("lacks", ())), one["says"]) for one in said.get("aside", ())),
        tuple(
            Given(one["field"], one["from"], _either(one, "if"), _either(one, "unless"))
            for one in said.get("given", ())
        ),
    )


def _either(said: dict[str, Any], part: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in said.get(part, {}).items()}


def _rule(said: dict[str, Any], people: dict[str, Role], matter: tuple[str, ...]) -> Rule:
    given = dict(said)
    only, unless = _either(given, "if"), _either(given, "unless")
    given = {name: words for name, words in given.items() if name not in ("if", "unless")}
    words, own = tuple(given.pop("words", ())), tuple(given.pop("matter", matter))
    who = given.pop("people", people)
    return Rule(only=only, unless=unless, words=words, matter=own, people=who, **given)


def _faults(table: Planned, fields: set[str], unfolds: tuple[str, ...]) -> Iterable[str]:
    named = set().union(table.needs, _of_the_person(table), *(rule.fields() for rule in table.rules))
    for name in named.union(*({*one.only, *one.lacks} for one in table.aside)) - fields:
        if not name.startswith(tuple(f"{one}." for one in unfolds) or "\0"):
            yield f"no column becomes {name}, which the table {table.title} reads"
    for role in table.people.values():
        if role not in get_args(Role):
            yield f"{role} is no role"
    for rule in table.rules:
        yield from _faults_of(rule)


def _faults_of(rule: Rule) -> Iterable[str]:
    if rule.kind not in KINDS:
        yield f"there is no kind {rule.kind}"
        return
    if beside := set(rule.beside) - set(BESIDE):
        yield f"an entry has no {', '.join(sorted(beside))} beside it"
    details = KINDS[rule.kind].details
    if strange := {*rule.details, *rule.says} - set(details):
        yield f"{rule.kind} has no detail {', '.join(sorted(strange))}"
    for name, word in rule.says.items():
        if name in details and word != UNKNOWN and not details[name].allows(word):
            yield f"{rule.kind} does not allow {word} as {name}"
