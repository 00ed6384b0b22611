"""The partnership's own lengths of time and counts that are no ladder. Read from local_rules.toml.

It refuses a rule without a source: local practice is never passed off as law.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keepsight.clocks.windows import Window
from keepsight.errors import BrokenShelf, Where, WrongUse

NAMES = (
    *("strategy", "beside_meeting", "return_waits", "opinions", "goes_back"),
    *("around_child", "outcome_told", "outcome_read", "assessment_waits"),
    *("protection_asked", "protection_waits", "step_down_waits"),
)


@dataclass(frozen=True, slots=True)
class LocalRule:
    """One partnership's rule, and no law: a length of time, and where something is counted, how often or how large a share."""

    title: str
    within: Window
    source: str
    times: int = 1
    percent: int = 100


def load_local_rules(path: Path = Path(__file__).parent / "local_rules.toml") -> dict[str, LocalRule]:
    """Every local rule by its name. Raises BrokenShelf where one is missing, lacks something, or counts nothing."""
    try:
        shelf = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _rule(shelf[name]) for name in NAMES}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, WrongUse) as error:
        how = f"Give each of {', '.join(NAMES)} a title, within, a source and, where it counts, times of at least 1."
        raise BrokenShelf(
            f"The local rules cannot be read: {error}", where=Where(file=path.name), next_step=how
        ) from error


def _rule(said: Mapping[str, Any]) -> LocalRule:
    title, source, times, percent = (
        said["title"].strip(),
        said["source"].strip(),
        said.get("times", 1),
        said.get("percent", 100),
    )
    within = Window.parse(said["within"])
    if not title or not source or not isinstance(times, int) or times < 1 or percent not in range(1, 101):
        raise ValueError(f"the rule '{title}' says too little")
    if within.unit != "day":
        raise ValueError(f"the rule '{title}' is not in days")  # some count backwards, which only days do exactly
    return LocalRule(title, within, source, times, percent)


LOCAL_RULES = load_local_rules()
