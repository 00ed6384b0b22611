-- then: after this, that on a later day within so long; and no until since.
--
-- The same day is not *then*: order inside a day never matters. An until spends every first of its day and before, and with
-- it what followed: it holds from the day of what came then until something spends the first that it followed. Inexact days
-- count only as they would whichever day it was: the first on its last day, its window from its first.
WITH
reading AS (
    SELECT
        part.pattern,
        part.part,
        hit.child,
        hit.entry,
        hit.recorded_on,
        hit.day_from,
        hit.day_to,
        then_sheet.clock_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN then_sheet ON then_sheet.pattern = part.pattern
),

-- Read backwards, the least until met so far is the first to spend what happened on this day or before.
spent AS (
    SELECT
        pattern,
        part,
        child,
        entry,
        recorded_on,
        day_from,
        day_to,
        clock_window,
        MIN(CASE WHEN part = 'until' THEN day_to END) OVER (
            PARTITION BY pattern, child
            ORDER BY day_from DESC, CASE WHEN part = 'until' THEN 0 ELSE 1 END, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS spent_on
    FROM reading
),

earlier AS (
    SELECT
        spent.pattern,
        spent.child,
        spent.entry,
        spent.recorded_on,
        spent.day_from,
        spent.day_to,
        spent.spent_on,
        clock.gone_on
    FROM spent
    LEFT JOIN clock
        ON clock.clock_window = spent.clock_window
        AND clock.day = spent.day_from
    WHERE spent.part = 'first'
),

-- Each thing that came then with each first that it surely followed in time, and the day of the nearest.
pair AS (
    SELECT
        earlier.pattern,
        earlier.child,
        earlier.entry AS first_entry,
        earlier.recorded_on AS first_recorded_on,
        earlier.day_from AS first_from,
        earlier.day_to AS first_on,
        earlier.spent_on,
        later.entry AS then_entry,
        later.recorded_on AS then_recorded_on,
        later.day_to AS then_on,
        MAX(earlier.day_to) OVER (PARTITION BY later.pattern, later.child, later.entry) AS nearest_on
    FROM earlier
    JOIN reading AS later
        ON later.part = 'then'
        AND later.pattern = earlier.pattern
        AND later.child = earlier.child
        AND later.day_from > earlier.day_to
        AND later.day_to < earlier.gone_on
    WHERE earlier.spent_on IS NULL
        OR earlier.spent_on > later.day_to
),

-- What came then lasts until every first that it followed is spent.
life AS (
    SELECT
        pattern,
        child,
        then_entry,
        then_on,
        CASE WHEN COUNT(spent_on) = COUNT(first_entry) THEN MAX(spent_on) END AS lives_until
    FROM pair
    GROUP BY pattern, child, then_entry, then_on
),

step AS (
    SELECT pattern, child, day, SUM(change) AS change
    FROM (
        SELECT pattern, child, then_on AS day, 1 AS change
        FROM life
        UNION ALL
        SELECT pattern, child, lives_until AS day, -1 AS change
        FROM life
        WHERE lives_until IS NOT NULL
    ) AS either
    GROUP BY pattern, child, day
),

level AS (
    SELECT
        pattern,
        child,
        day,
        SUM(change) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS living
    FROM step
),

verdict AS (
    SELECT
        pattern,
        child,
        day,
        living,
        LAG(living) OVER (PARTITION BY pattern, child ORDER BY day) AS lived
    FROM level
),

-- Only the days on which the answer turns: each stretch lasts from its turn to the next.
turn AS (
    SELECT
        pattern,
        child,
        living,
        day AS began_on,
        LEAD(day) OVER (PARTITION BY pattern, child ORDER BY day) AS ended_on
    FROM verdict
    WHERE lived IS NULL
        OR (living > 0 AND lived = 0)
        OR (living = 0 AND lived > 0)
),

-- The entries that show it: what came then while it held, each with the nearest first. Those of the first day made it begin.
shown AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        pair.first_entry,
        pair.then_entry,
        FIRST_VALUE(pair.then_entry) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on ORDER BY pair.then_on, pair.then_entry, pair.first_entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE
            WHEN pair.then_on = turn.began_on
                THEN GREATEST(pair.first_recorded_on, pair.then_recorded_on, turn.began_on)
        END) OVER (PARTITION BY turn.pattern, turn.child, turn.began_on) AS visible_on,
        MIN(CASE WHEN pair.then_on = turn.began_on THEN pair.first_from END) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on
        ) AS reaches_back_to,
        MAX(CASE WHEN pair.then_on = turn.began_on THEN pair.first_on END) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on
        ) AS since_on
    FROM turn
    JOIN pair
        ON pair.pattern = turn.pattern
        AND pair.child = turn.child
        AND pair.first_on = pair.nearest_on
        AND pair.then_on >= turn.began_on
        AND (turn.ended_on IS NULL OR pair.then_on < turn.ended_on)
    WHERE turn.living > 0
),

-- UNION, for one first may come before several.
evidence AS (
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
        anchor,
        visible_on,
        reaches_back_to,
        since_on,
        then_entry AS entry,
        'then' AS part
    FROM shown
    UNION
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
        anchor,
        visible_on,
        reaches_back_to,
        since_on,
        first_entry AS entry,
        'first' AS part
    FROM shown
)

SELECT
    evidence.pattern,
    then_sheet.version,
    evidence.child,
    -- Only a sheet that names needs is held to what feeds delivered: what came then is on record either way.
    CASE WHEN then_sheet.has_needs = 0 OR told.from_day IS NOT NULL THEN 'holds' ELSE 'cannot_tell' END AS state,
    evidence.began_on,
    evidence.ended_on,
    evidence.anchor,
    evidence.visible_on,
    CAST(NULL AS INTEGER) AS counted,
    evidence.since_on,
    evidence.began_on AS until_on,
    evidence.entry,
    evidence.part
FROM evidence
JOIN then_sheet ON then_sheet.pattern = evidence.pattern
LEFT JOIN told
    ON told.pattern = evidence.pattern
    AND told.child = evidence.child
    AND told.from_day <= evidence.reaches_back_to
    AND told.to_day >= evidence.began_on

UNION ALL

-- A first outside the calendar: nobody can tell what came in time after it, and it is said rather than dropped.
SELECT
    earlier.pattern,
    then_sheet.version,
    earlier.child,
    'cannot_tell' AS state,
    earlier.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    earlier.entry AS anchor,
    GREATEST(earlier.day_to, earlier.recorded_on) AS visible_on,
    CAST(NULL AS INTEGER) AS counted,
    earlier.day_to AS since_on,
    as_of.as_of AS until_on,
    earlier.entry,
    'first' AS part
FROM earlier
JOIN then_sheet ON then_sheet.pattern = earlier.pattern
CROSS JOIN as_of
WHERE earlier.gone_on IS NULL
