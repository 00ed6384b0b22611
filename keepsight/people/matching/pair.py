"""Two records side by side, whoever weighed them: Splink for all at once, `two` for those that come in."""

from dataclasses import dataclass

STRICT_FROM_YEAR = 2008
"""Children born since are under the strict rule: their forenames must be identical, or a number must be shared."""
LEAST_RECORDS = 10_000
"""A smaller store is taken for one of so many, and how rare a name is among its few records is not weighed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side: their weight, and of each thing compared how nearly it agrees, in the model's words.

    `parts` are the weights of each, the beginning's first; they sum to `weight`. `days_apart`: of their births.
    """

    a: str
    b: str
    weight: float
    agree: dict[str, str]
    parts: dict[str, float]
    days_apart: int | None
    unborn: bool
    recent: bool
    """Whether either was born in 2008 or later, or is called a child."""
    one_is_a_child: bool
    """Whether one of the two is called a child, and the other is not."""

    def same_number(self) -> bool:
        """Whether they have a valid NHS number or pupil number in common."""
        return "same" in (self.agree["NHS number"], self.agree["pupil number"])
