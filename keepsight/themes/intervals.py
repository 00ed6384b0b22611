"""How sure a figure of agreement is: between which values it lies, were as many passages read again, in 95 of 100 such readings.

Both methods hold near 0 and 1, where an interval that adds and takes away a standard error says that few passages are certain.
"""

from collections.abc import Callable
from statistics import NormalDist

Interval = tuple[float, float]

SURE = 0.95
Z = NormalDist().inv_cdf((1 + SURE) / 2)
HALVINGS = 50  # far below what two decimals show


def of_share(part: int, whole: int) -> Interval:
    """Of a share: Wilson 1927, Journal of the American Statistical Association 22, 209. `whole` is at least 1."""
    near = Z**2 / whole
    middle, reach = part / whole + near / 2, Z * ((part / whole * (1 - part / whole) + near / 4) / whole) ** 0.5
    return max(0.0, (middle - reach) / (1 + near)), min(1.0, (middle + reach) / (1 + near))


def of_positive(both: int, apart: int) -> Interval:
    """Of positive agreement, 2p/(1+p), where p is the share alike of the passages to which either gave the code."""
    low, high = of_share(both, both + apart)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def of_alpha(both: int, apart: int, neither: int) -> Interval:
    """Of alpha of two readers and one code: Donner and Eliasziw 1992, Statistics in Medicine 11, 1511.

    They ask which agreement beyond chance fits the three counts, by chi-squared. Alpha is that agreement, put right for few
    passages (Krippendorff). The code must have been given to some of what was read, and not to all.
    """
    read = both + apart + neither
    given = (2 * both + apart) / (2 * read)
    chance = given * (1 - given)
    found = 1 - apart / (2 * read * chance)

    def fits(agreeing: float) -> bool:
        expected = (given**2 + agreeing * chance, (1 - given) ** 2 + agreeing * chance, 2 * chance * (1 - agreeing))
        far = read * (chance * (found - agreeing)) ** 2
        return (
            all(one > 0 for one in expected)
            and far * sum(weight / one for weight, one in zip((1, 1, 4), expected, strict=True)) <= Z**2
        )

    least = -min(given / (1 - given), (1 - given) / given)
    low, high = _edge(found, least, fits), _edge(found, 1.0, fits)
    few = (2 * read - 1) / (2 * read)
    return 1 - few * (1 - low), 1 - few * (1 - high)


def _edge(inside: float, outside: float, fits: Callable[[float], bool]) -> float:
    """The last value on the way from one that fits to one that does not."""
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if fits(middle) else (inside, middle)
    return inside
