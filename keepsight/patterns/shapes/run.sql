-- run: the days on which a run of days has become long enough ("two attended in a row"), one row for each entry of the day.
--
-- A run goes over known days. A counted entry breaks it on every day it may have been, so it opens a break before its first
-- day's runs (place 1) and shuts it after its last day's (place 3).
WITH
mark AS (
    SELECT part.pattern, hit.child, hit.day_from AS day, 1 AS place, hit.entry, 1 AS breaking, 0 AS broken
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
    WHERE part.part = 'counted'
        AND count_sheet.times_in_a_row IS NOT NULL
    UNION ALL
    SELECT part.pattern, hit.child, hit.day_to AS day, 3 AS place, hit.entry, -1 AS breaking, 1 AS broken
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
    WHERE part.part = 'counted'
        AND count_sheet.times_in_a_row IS NOT NULL
    UNION ALL
    SELECT part.pattern, hit.child, hit.day_to AS day, 2 AS place, hit.entry, 0 AS breaking, 0 AS broken
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    WHERE part.part = 'in_a_row'
        AND hit.day_from = hit.day_to
),

-- How many breaks stand open at each mark, and how many runs have been broken before it.
level AS (
    SELECT
        pattern,
        child,
        day,
        place,
        entry,
        SUM(breaking) OVER sofar AS breaking,
        SUM(broken) OVER sofar AS run
    FROM mark
    WINDOW sofar AS (
        PARTITION BY pattern, child ORDER BY day, place, entry
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

-- A run counts days, not entries: the same day twice is once.
run_day AS (
    SELECT
        pattern,
        child,
        run,
        day,
        entry,
        LAG(day) OVER (PARTITION BY pattern, child, run ORDER BY day, entry) AS day_before
    FROM level
    WHERE place = 2
        AND breaking = 0
),

run_length AS (
    SELECT
        pattern,
        child,
        day,
        entry,
        SUM(CASE WHEN day = day_before THEN 0 ELSE 1 END) OVER (
            PARTITION BY pattern, child, run ORDER BY day, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS days_in_a_row
    FROM run_day
)

SELECT run_length.pattern, run_length.child, run_length.entry, run_length.day
FROM run_length
JOIN count_sheet ON count_sheet.pattern = run_length.pattern
WHERE run_length.days_in_a_row >= count_sheet.times_in_a_row
