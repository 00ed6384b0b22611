"""Named answers inside one cell, as `{"NFA_FLAG": "Y", "COMMENTS": "seen at home"}`: each becomes a field of its own, and what
is affirmed there and no rule reads is named."""

import json

from keepsight.intake.formats.plan import Plan, Planned

NOT_UNFOLDED = "this should hold named answers between braces, and could not be read: it stays in the row's own words"
UNREAD = "this answer is given here, and no entry is made of it: it stays in the row's own words"
FLAG = "_flag"  # how the names of answers end that are yes or no
YES, NOTHING = frozenset({"y", "yes", "true", "1"}), frozenset({"n", "no", "false", "0", "null", "none"})


def unfolded(
    said: dict[str, str], heading: dict[str, str], table: Planned | None, plan: Plan
) -> list[tuple[str | None, str]]:
    """Give each answer a field below its own (`contact.outcome.nfa_flag`), and the field itself the names of what is
    affirmed, in words. Returns (heading, words) of what could not be read and of what is read by nothing."""
    notes: list[tuple[str | None, str]] = []
    for name in plan.unfolds:
        if name in said:
            notes += _unfolded(name, said, heading, table, plan)
    for name, answer in plan.fills.items():
        if name not in said and answer in said:
            said[name], heading[name] = said[answer], heading[answer]
    return notes


def _unfolded(
    name: str, said: dict[str, str], heading: dict[str, str], table: Planned | None, plan: Plan
) -> list[tuple[str | None, str]]:
    answers = _answers(said[name])
    if answers is None:
        del said[name]
        return [(heading[name], NOT_UNFOLDED)]
    read = {one for join in plan.joins for one in join.gives}.union(
        *(rule.fields() for rule in (table.rules if table else ()))
    )
    notes: list[tuple[str | None, str]] = []
    affirmed: list[str] = []
    for answer, words in answers.items():
        field = f"{name}.{answer.lower()}"
        said[field], heading[field] = words, f"{heading[name]}/{answer}"
        if answer.lower() in plan.follow:
            continue
        if words.lower() in YES:
            affirmed.append(_in_words(answer))
        told = field in read or field in plan.fills.values() or (name in read and words.lower() in YES)
        if not told and words.lower() not in NOTHING:
            notes.append((heading[field], UNREAD))
    if affirmed:
        said[name] = ", ".join(affirmed)
    else:
        del said[name]
    return notes


def _in_words(answer: str) -> str:
    """`SINGLE_ASSESSMENT_FLAG` as *single assessment*; a code as it stands."""
    flag = answer.lower().endswith(FLAG)
    return answer.lower().removesuffix(FLAG).replace("_", " ") if flag else answer


def _answers(words: str) -> dict[str, str] | None:
    """What is answered, by name, without what is left empty; of a list, each is affirmed. None: it cannot be read."""
    try:
        answers = json.loads(words)
    except (ValueError, RecursionError):
        return None
    if isinstance(answers, list):
        answers = dict.fromkeys((str(one) for one in answers), "yes")
    if not isinstance(answers, dict):
        return None
    return {name: str(answer) for name, answer in answers.items() if answer not in ("", None)}
