"""What follows from the numbers that a row tells, said as a word: patterns ask for words, and never compare a number.

Only what the row itself holds is worked out. Where a number is missing, or could not be read, nothing follows.
"""

from collections.abc import Mapping

from keepsight.intake.drafts import DetailValue

SHORTEST = 40
"""Half days: four weeks of school. Of a shorter time nothing follows: one illness is most of it. Local."""


def with_worked_out(kind: str, details: Mapping[str, DetailValue]) -> dict[str, DetailValue]:
    """The details of an entry of this kind, with the word that follows from its numbers beside them where one does."""
    word = attended(details) if kind == "school.attendance" else None
    return {**details, "attended": word} if word else dict(details)


def attended(details: Mapping[str, DetailValue]) -> str | None:
    """For how much of the half days there could have been the child was at school, as a word. None: nobody can say.

    Nine tenths and a half are where the Department for Education speaks of persistent and of severe absence (Working together to
    improve school attendance, August 2024): there a child is missed who was away for a tenth; here one who was away for more.
    """
    possible, *away = (details.get(name) for name in ("possible", "authorised", "unauthorised"))
    if not isinstance(possible, (int, float)) or possible < SHORTEST:
        return None
    missed = [half_days for half_days in away if isinstance(half_days, (int, float))]
    if len(missed) < len(away) or not 0 <= sum(missed) <= possible:
        return None
    there = possible - sum(missed)
    if 2 * there < possible:
        return "under_half"
    return "under_nine_tenths" if 10 * there < 9 * possible else "nine_tenths_or_more"
