"""What a shape may not say. Each of these runs on some engine, and differently or not at all on another."""

import pytest

from keepsight.patterns.linter import faults
from keepsight.patterns.statement import shape_texts

HOSTILE = {
    "a sum of days": ("SELECT day + 3 AS later FROM hit", "Sums differ"),
    "a month added": ("SELECT day + INTERVAL '1' MONTH AS later FROM hit", "Sums differ"),
    "days between dates": ("SELECT day_to - day_from AS days FROM hit", "SUB"),
    "a list of entries": ("SELECT ARRAY_AGG(entry) AS entries FROM hit", "ARRAY_AGG"),
    "entries in a string": ("SELECT STRING_AGG(entry, ',') AS entries FROM hit", "GROUP_CONCAT"),
    "distinct in a window": (
        "SELECT COUNT(DISTINCT agency) OVER (PARTITION BY child) AS n FROM hit",
        "DISTINCT inside",
    ),
    "a frame in ranges": (
        "SELECT SUM(one) OVER (ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n FROM hit",
        "A frame runs",
    ),
    "a frame that looks ahead": (
        "SELECT SUM(one) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS n FROM hit",
        "A frame runs",
    ),
    "a frame that forgets the beginning": (
        "SELECT SUM(one) OVER (ORDER BY entry ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS n FROM hit",
        "A frame runs",
    ),
    "a frame that stops short of the row before": (
        "SELECT SUM(one) OVER (ORDER BY entry ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS n FROM hit",
        "A frame runs",
    ),
    "an order without a frame": ("SELECT SUM(one) OVER (ORDER BY day) AS n FROM hit", "says its frame"),
    "a row number of no order": ("SELECT ROW_NUMBER() OVER (PARTITION BY child) AS n FROM hit", "needs an order"),
    "an order that leaves rows level": (
        "SELECT ROW_NUMBER() OVER (PARTITION BY child ORDER BY day) AS n FROM hit",
        "leaves rows level",
    ),
    "an order of what was grouped by more": (
        "WITH step AS (SELECT child, day, kind, SUM(one) AS one FROM hit GROUP BY child, day, kind)"
        " SELECT LAG(one) OVER (PARTITION BY child ORDER BY day) AS n FROM step",
        "leaves rows level",
    ),
    "an order of what was grouped, and joined to more since": (
        "WITH step AS (SELECT child, day, SUM(one) AS one FROM hit GROUP BY child, day)"
        " SELECT LAG(one) OVER (PARTITION BY child ORDER BY day) AS n FROM step JOIN spell ON spell.child = step.child",
        "leaves rows level",
    ),
    "qualify": ("SELECT entry FROM hit QUALIFY ROW_NUMBER() OVER (ORDER BY day) = 1", "QUALIFY"),
    "filter": ("SELECT COUNT(entry) FILTER (WHERE day > '2025-01-01') AS n FROM hit", "FILTER"),
    "every column": ("SELECT * FROM hit", "names its columns"),
    "distinct on": ("SELECT DISTINCT ON (child) child, day FROM hit", "DISTINCT ON"),
    "lateral": ("SELECT hit.day FROM hit CROSS JOIN LATERAL (SELECT 1 AS one) AS more", "LATERAL"),
    "a full join": ("SELECT hit.day FROM hit FULL JOIN part ON part.set_id = hit.set_id", "FULL JOIN"),
    "a schema": ("SELECT day FROM public.hit", "by one name"),
    "today": ("SELECT CURRENT_DATE AS today FROM hit", "CURRENT_DATE"),
    "chance": ("SELECT RANDOM() AS r FROM hit", "RAND"),
    "words matched loosely": ("SELECT entry FROM hit WHERE kind LIKE 'referral%'", "LIKE"),
    "words matched by a rule of letters": ("SELECT entry FROM hit WHERE kind ~ 'referral'", "REGEXP"),
    "a first row of many": ("SELECT entry FROM hit ORDER BY day LIMIT 1", "LIMIT"),
    "a function of our own": ("SELECT score_family(child) AS score FROM hit", "score_family"),
    "a change": ("DELETE FROM hit", "changes nothing"),
    "no SQL at all": ("SELECT FROM WHERE (", "no SQL"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_engines_understand_differently_is_refused_by_name(name):
    text, named = HOSTILE[name]
    assert any(named in fault for fault in faults(text)), faults(text)


@pytest.mark.parametrize("shape", sorted(shape_texts()))
def test_every_shape_keeps_to_the_safe_subset(shape):
    assert faults(shape_texts()[shape]) == []
