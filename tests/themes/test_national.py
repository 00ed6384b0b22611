"""National figures: what their file refuses, and that none is called verified without its page."""

from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.themes.national import figures

A_FIGURE = """[figures.a]
theme = "chronic_neglect"
says = "It featured"
percent = 60
population = "Reviews"
year = "2011"
source = "An analysis"
page = ""
verified = false
"""


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (("verified = false", "verified = true"), "names no page"),
        (('source = "An analysis"\n', ""), "lacks its source"),
        (('population = "Reviews"\n', ""), "lacks its population"),
        (("percent = 60\n", ""), "lacks its percent"),
        (('theme = "chronic_neglect"', 'theme = "luck"'), "luck as its theme"),
        (("percent = 60", 'percent = 60\nof = "many"'), "no count"),
    ],
)
def test_a_figure_that_hides_where_it_comes_from_is_refused(
    tmp_path: Path, change: tuple[str, str], names: str
) -> None:
    path = tmp_path / "national.toml"
    path.write_text(A_FIGURE.replace(*change))
    with pytest.raises(BrokenShelf, match=names):
        figures(path)


def test_nobody_has_verified_a_figure_yet() -> None:
    assert figures()
    assert not any(one.verified for one in figures())
