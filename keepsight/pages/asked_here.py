"""What is not asked here, and what went because a question was changed, in sentences: silence of a pattern is no safety."""

from collections.abc import Iterable, Mapping

from keepsight.pages import words
from keepsight.patterns.sheets import Sheet
from keepsight.prompts.models import PatternSwitch, Prompt
from keepsight.store.clock import LONDON


def not_asked_here(switches: Iterable[PatternSwitch], sheets: Mapping[str, Sheet]) -> list[str]:
    """A sentence for each pattern of the library that this partnership does not ask."""
    return [
        f"This partnership does not ask “{sheets[one.pattern].title}”: {_who(one)} switched it off. {one.because}"
        for one in switches
    ]


def gone(prompts: Iterable[Prompt], sheets: Mapping[str, Sheet]) -> list[str]:
    """A sentence for each prompt that went with a change of its question."""
    return [
        f"“{sheets[one.pattern].title}”, which began on {words.long_day(one.began_on)}: {_changed(switch)} by {_who(switch)}, "
        f"{words.long_day(one.withdrawn_at.astimezone(LONDON).date())}. {switch.because} Nothing about the child has changed."
        for one in prompts
        if one.withdrawn_at and (switch := one.withdrawn_by)
    ]


def _changed(switch: PatternSwitch) -> str:
    if switch.off:
        return "it is not asked any more, switched off"
    return "its numbers were changed" if switch.version else "it is asked as the library has it again, changed"


def _who(switch: PatternSwitch) -> str:
    return f"{switch.by.name}, {switch.by.agency.name},"
