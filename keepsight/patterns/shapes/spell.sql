-- spell: a stretch in which something was open for the child, one row for each entry that opened it.
--
-- An opening lasts until the next closing of what it belongs to: its thread where it has one, else the child. A closing
-- that nothing opened closes nothing. Where one day both opens and closes the same thing, that day leaves it as it was:
-- order inside a day never matters, so a transfer stays open and a call opened and shut at once never was.
WITH
-- What opens and what closes, with what each belongs to, and whether the same day (or the same range) does both.
turn AS (
    SELECT
        part.pattern,
        part.pair,
        part.part,
        hit.child,
        COALESCE(CAST(hit.thread AS VARCHAR), '') AS belongs_to,
        hit.entry,
        hit.day_from,
        hit.day_to,
        hit.recorded_on,
        SUM(CASE WHEN part.part = 'closed' THEN 1 ELSE 0 END) OVER (
            PARTITION BY part.pattern, part.pair, hit.child, hit.thread, hit.day_from, hit.day_to
        ) AS closings,
        SUM(CASE WHEN part.part = 'opened' THEN 1 ELSE 0 END) OVER (
            PARTITION BY part.pattern, part.pair, hit.child, hit.thread, hit.day_from, hit.day_to
        ) AS openings
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    WHERE part.part IN ('opened', 'closed')
),

-- Read backwards, the least closing day met so far is the one that ends an opening. A closing has certainly happened on
-- the last day it may have been, and closes only what may lie on or before the first.
ended AS (
    SELECT
        pattern,
        part,
        child,
        entry,
        day_from,
        day_to,
        recorded_on,
        MIN(CASE WHEN part = 'closed' THEN day_to END) OVER (
            PARTITION BY pattern, pair, child, belongs_to
            ORDER BY day_from DESC, part, pair, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS closed_on
    FROM turn
    WHERE openings = 0 OR closings = 0
),

opened AS (
    SELECT
        pattern,
        child,
        entry,
        recorded_on,
        day_from AS maybe_opened_on,
        day_to AS opened_on,
        closed_on
    FROM ended
    WHERE part = 'opened'
        AND (closed_on IS NULL OR closed_on > day_from)
),

-- Where a sheet asks only of those of whom something is on record: the first of it.
recorded AS (
    SELECT
        part.pattern,
        hit.child,
        hit.entry,
        hit.recorded_on,
        hit.day_to AS since_on,
        ROW_NUMBER() OVER (PARTITION BY part.pattern, hit.child ORDER BY hit.day_to, hit.entry) AS place
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    WHERE part.part = 'on_record'
)

SELECT pattern, child, entry, recorded_on, maybe_opened_on, opened_on, closed_on
FROM opened
WHERE NOT EXISTS (SELECT 1 FROM part WHERE part.pattern = opened.pattern AND part.part = 'on_record')

UNION ALL

-- Then it is open for the question only from there on, and what is on record opens it as much as what was opened.
SELECT
    opened.pattern,
    opened.child,
    CASE WHEN either.which = 1 THEN opened.entry ELSE recorded.entry END AS entry,
    CASE WHEN either.which = 1 THEN opened.recorded_on ELSE recorded.recorded_on END AS recorded_on,
    GREATEST(opened.maybe_opened_on, recorded.since_on) AS maybe_opened_on,
    GREATEST(opened.opened_on, recorded.since_on) AS opened_on,
    opened.closed_on
FROM opened
JOIN recorded
    ON recorded.pattern = opened.pattern
    AND recorded.child = opened.child
    AND recorded.place = 1
    AND (opened.closed_on IS NULL OR opened.closed_on > recorded.since_on)
CROSS JOIN (SELECT 1 AS which UNION ALL SELECT 2 AS which) AS either
