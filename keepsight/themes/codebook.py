"""The codebook as it stands: the shelf's first versions, and over them what a partnership changed."""

from dataclasses import dataclass, replace

from keepsight.themes.models import CodeVersion
from keepsight.vocabulary import CODES, FIRST_VERSION


@dataclass(frozen=True, slots=True)
class CodeNow:
    """A code in its latest version. `goes_to`: it was merged or split, is no longer given, and these take its place.

    `signs`, `cited` and `to_check` are the shelf's; what stands in `to_check` nobody has verified.
    """

    name: str
    number: int
    layer: str
    group: str
    theme: str | None
    title: str
    means: str
    goes_to: tuple[str, ...] = ()
    within: str | None = None
    signs: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    to_check: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """Whether it may still be given to a passage."""
        return not self.goes_to


def codebook() -> dict[str, CodeNow]:
    """Every code by name, in the order of the shelf, a partnership's own after them. Ended ones too."""
    now = {
        code.name: CodeNow(
            code.name, FIRST_VERSION, code.layer, code.group, code.theme, code.title, code.means,
            within=code.within, signs=code.signs, cited=code.cited, to_check=code.to_check,
        )
        for code in CODES.values()
    }  # fmt: skip
    for row in CodeVersion.objects.order_by("number", "at"):
        said = (row.number, row.layer, row.group, row.theme, row.title, row.means, tuple(row.goes_to))
        number, layer, group, theme, title, means, goes_to = said
        was = now.get(row.code) or CodeNow(row.code, *said[:-1])
        now[row.code] = replace(
            was, number=number, layer=layer, group=group, theme=theme, title=title, means=means, goes_to=goes_to
        )
    return now
