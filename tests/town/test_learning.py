"""The loop closed in the town: a review says return interviews are late, it is acted on, and the log shows that it changed."""

import datetime as dt
import tomllib

import pytest

from keepsight.assurance.queries import measures, recommendations, said_before
from keepsight.assurance.verdict import Says
from keepsight.errors import BrokenShelf
from keepsight.town import learning as room
from keepsight.town.learning import learning

TODAY = dt.date(2026, 4, 1)


def test_a_word_that_nothing_knows_is_refused(tmp_path, monkeypatch):
    strange = tmp_path / "learning.toml"
    strange.write_text(room.FILE.read_text("utf-8") + "\n[[recomendations]]\nsays = 'a slip of the pen'\n", "utf-8")
    monkeypatch.setattr(room, "FILE", strange)
    with pytest.raises(BrokenShelf):
        learning(dt.timedelta(0))


def test_its_dates_move_with_the_story():
    by = dt.timedelta(weeks=30)
    told = tomllib.loads(room.FILE.read_text("utf-8"))["recommendations"][0]
    assert learning(by)[0][0].made_on == told["made_on"] + by


def test_the_loop_is_closed(town):
    shown = next(
        one for one in recommendations(TODAY) if "return" in " ".join(one.made.codes) and one.standing.step == "changed"
    )
    (measure,) = measures(TODAY, shown.made.id)
    assert measure.verdict.says is Says.BETTER
    before = [point.value for point in measure.points[: measure.chart.changed_at]]
    after = [point.value for point in measure.points[measure.chart.changed_at :] if point.value is not None]
    assert len(before) == 8
    # Jory, of another family, was asked late in the last of them: better is not perfect.
    assert max(value for value in before if value is not None) < min(after) < max(after) == 100
    assert [other.made_on.year for other, _ in said_before(shown.made)] == [2021]


def test_what_changed_nothing_is_said_to_have_changed_nothing(town):
    verdicts = {one.measure.title: one.verdict.says for one in measures(TODAY)}
    assert verdicts["Children not brought again and again"] in (Says.NOISE, Says.CANNOT_TELL)


@pytest.mark.parametrize("weeks", range(0, 13, 3))
def test_the_loop_is_closed_on_whichever_day_the_demonstration_is_shown(town, weeks, monkeypatch):
    """Quarters are the calendar's, and the story moves by weeks: the verdict must not hang on where they fall."""
    from keepsight.assurance import measures as counting

    real = counting._periods

    def moved(since, as_of, months):
        by = dt.timedelta(weeks=weeks)
        return [(first + by, last + by) for first, last in real(since, as_of, months) if last + by < as_of]

    monkeypatch.setattr(counting, "_periods", moved)
    (best,) = [one for one in measures(TODAY) if one.measure.title.startswith("Asked within")]
    assert best.verdict.says is Says.BETTER
