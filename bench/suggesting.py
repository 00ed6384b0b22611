"""How well words suggest codes, on passages of our own; and how many passages a second.

    python -m bench.suggesting [--tuning]

Precision: of the codes suggested, the share that the reader gave too. Recall: of the codes the reader gave, the share
suggested. Both over all pairs of a passage and a code. `told`: as a story, most themes implied; `analysed`: as reports
analyse. With --tuning only the tuning half is opened, and each miss and each wrong suggestion is printed, to learn from;
nothing of the held-out half is ever printed but figures.
"""

import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from bench.log import write
from keepsight.themes.suggesting import suggest
from keepsight.vocabulary import CODES

PASSAGES = Path(__file__).parent / "passages"
SECONDS = 3
GOAL_PRECISION, GOAL_RECALL, GOAL_A_SECOND = 0.80, 0.60, 2000


class Labelled(NamedTuple):
    """A passage and the codes a reader gave it."""

    text: str
    codes: frozenset[str]
    register: str


class Score(NamedTuple):
    """Pairs of passage and code: suggested and given, suggested only, given only."""

    right: Counter[str]
    wrong: Counter[str]
    missed: Counter[str]

    def line(self, codes: set[str]) -> str:
        """Precision, recall and their harmonic mean over some codes."""
        right, wrong, missed = (sum(one[code] for code in codes) for one in self)
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        mean = 2 * precision * recall / max(1e-9, precision + recall)
        return f"{precision:.2f} | {recall:.2f} | {mean:.2f} | {right + missed}"


def main() -> None:
    """Measure, and write what came out."""
    if "--tuning" in sys.argv:
        tune()
        return
    lines = ["| passages | precision | recall | F1 | labels |", "|---|---|---|---|---|"]
    for half in ("held_out", "tuning"):
        lines.append(f"| {half}, {len(labelled(half))} | {scored(labelled(half)).line(set(CODES))} |")
        for register in ("told", "analysed"):
            some = [one for one in labelled(half) if one.register == register]
            lines.append(f"| {half}, {register}, {len(some)} | {scored(some).line(set(CODES))} |")
    held_out = scored(labelled("held_out"))
    lines += [
        "",
        "Held out, by group of codes:",
        "",
        "| group | precision | recall | F1 | labels |",
        "|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(code.group for code in CODES.values() if code.layer == "what"):
        lines.append(f"| {group} | {held_out.line({name for name, code in CODES.items() if code.group == group})} |")
    missed = ", ".join(f"{code} {count}" for code, count in held_out.missed.most_common(12))
    lines += ["", f"Missed most often (held out): {missed}."]
    without = [one for one in labelled("held_out") if not one.codes]
    bare = sum(bool(suggest(one.text)) for one in without)
    lines.append(f"Passages without a code (held out): {len(without)}, of which {bare} got a suggestion.")
    lines += ["", f"{a_second():,.0f} passages a second of processor time, one process.", ""]
    lines.append(f"Goal: precision {GOAL_PRECISION:.2f}, recall {GOAL_RECALL:.2f}, {GOAL_A_SECOND:,} a second.")
    write("suggesting", "python -m bench.suggesting", lines)


def tune() -> None:
    """Print the tuning half's misses and wrong suggestions, code by code, to learn from."""
    score = scored(labelled("tuning"))
    print(f"tuning: {score.line(set(CODES))}")
    for one in labelled("tuning"):
        found = {each.code: each for each in suggest(one.text)}
        wrong = {code: [span.words for span in found[code].spans] for code in found.keys() - one.codes}
        if wrong or one.codes - found.keys():
            print(f"\n{one.text}\n  missed: {sorted(one.codes - found.keys())}\n  wrong: {wrong}")


def labelled(half: str) -> list[Labelled]:
    """One half of the passages."""
    said = tomllib.loads((PASSAGES / f"{half}.toml").read_text(encoding="utf-8"))
    return [Labelled(one["text"], frozenset(one["codes"]), one["register"]) for one in said["passages"]]


def scored(passages: list[Labelled]) -> Score:
    """What was suggested laid beside what a reader gave."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for one in passages:
        found = {each.code for each in suggest(one.text)}
        right.update(found & one.codes)
        wrong.update(found - one.codes)
        missed.update(one.codes - found)
    return Score(right, wrong, missed)


def a_second() -> float:
    """Passages a second of processor time."""
    texts = [one.text for half in ("held_out", "tuning") for one in labelled(half)]
    suggest(texts[0])
    begun, done = time.process_time(), 0
    while time.process_time() - begun < SECONDS:
        for text in texts:
            suggest(text)
        done += len(texts)
    return done / (time.process_time() - begun)


if __name__ == "__main__":
    main()
