"""Which kinds the words of a row make, laid beside what a practitioner calls it: by kind, on 957 invented rows.

    python -m bench.words [--to-look-at]

Precision: of the rows in which the rules hear a kind, the share that are it. Recall: of the rows that are it, the share in
which they hear it. Each with its interval (Wilson, 95 in 100). Of the held-out rows nothing is printed but figures. With
`--to-look-at` the rows of the other part that went wrong are printed, to learn from, and no log is written.
"""

import sys

from bench.log import write
from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.themes.intervals import of_share
from tests.intake.rows_in_words import Row, Score, is_held_out, rows, scored


def main() -> None:
    """Measure, and write what came out."""
    if "--to-look-at" in sys.argv:
        learn()
        return
    held_out = [row for row in rows() if is_held_out(row)]
    to_look_at = [row for row in rows() if not is_held_out(row)]
    lines = ["| rows | right | missed | wrong | precision | recall |", "|---|---|---|---|---|---|"]
    lines += [whole("held out", held_out), whole("to look at", to_look_at), "", without(held_out), ""]
    lines += [
        "Held out, by kind:",
        "",
        "| kind | right | missed | wrong | precision | recall |",
        "|---|---|---|---|---|---|",
    ]
    score = scored(held_out)
    lines += [f"| {kind} | {counts(score, [kind])} |" for kind in sorted(named(score))]
    write("words", "python -m bench.words", lines)


def named(score: Score) -> set[str]:
    """Every kind that was heard or was to be heard."""
    return {kind for counted in score for kind in counted}


def whole(name: str, some: list[Row]) -> str:
    """The line of one part."""
    score = scored(some)
    return f"| {name}, {len(some)} | {counts(score, named(score))} |"


def without(some: list[Row]) -> str:
    """What becomes of rows in which nothing happened."""
    nothing = [row for row in some if not row.kinds]
    spoke = sum(bool(guesses(row.words)) for row in nothing)
    return f"Rows in which nothing happened (held out): {len(nothing)}, in which a rule spoke in {spoke}."


def counts(score: Score, kinds: set[str] | list[str]) -> str:
    """Right, missed, wrong; precision and recall with their intervals."""
    right, missed, wrong = score.of(kinds)
    return f"{right} | {missed} | {wrong} | {share(right, right + wrong)} | {share(right, right + missed)}"


def share(part: int, all_of_them: int) -> str:
    """A share and between which values it lies; a dash where there is nothing to share."""
    if not all_of_them:
        return "-"
    low, high = of_share(part, all_of_them)
    return f"{part / all_of_them:.2f} ({low:.2f} to {high:.2f})"


def learn() -> None:
    """Print what went wrong in the rows that may be looked at."""
    for row in (row for row in rows() if not is_held_out(row)):
        found = {guess.kind: guess.words for guess in guesses(row.words)}
        missed, wrong = row.kinds - found.keys(), {kind: found[kind] for kind in found.keys() - row.kinds}
        if missed or wrong:
            print(f"{row.words}\n    missed {sorted(missed)}, wrong {wrong}")


if __name__ == "__main__":
    main()
