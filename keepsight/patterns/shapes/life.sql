-- life: how long each entry of a count counts, one row for each that counts at all.
--
-- An entry lives from its day until its window is gone or something spends it. With an inexact date it lives only on the
-- days on which it would live whichever day it was: from the last, until the window of the first is gone. Where a sheet
-- counts only after a while, it lives from the day that while is gone.
WITH
reading AS (
    SELECT
        part.pattern,
        part.part,
        hit.child,
        hit.entry,
        hit.counts_as,
        hit.agency,
        hit.service,
        hit.thread,
        hit.recorded_on,
        hit.day_from,
        hit.day_to,
        count_sheet.clock_window,
        count_sheet.after_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
    WHERE part.part IN ('counted', 'compared', 'beside', 'until', 'put_right')
),

-- What spends all that was counted before it: an until, a run that is long enough, something opening for the child.
spender AS (
    SELECT pattern, child, day_from, day_to
    FROM reading
    WHERE part = 'until'
    UNION ALL
    SELECT pattern, child, day AS day_from, day AS day_to
    FROM run
    UNION ALL
    SELECT spell.pattern, spell.child, spell.maybe_opened_on AS day_from, spell.opened_on AS day_to
    FROM spell
    JOIN count_sheet ON count_sheet.pattern = spell.pattern
),

-- The days of a child in one line, those on which something counts and those on which something spends it.
spending AS (
    SELECT pattern, child, day_from, MIN(spent_on) AS spent_on
    FROM (
        SELECT pattern, child, day_from, day_to AS spent_on
        FROM spender
        UNION ALL
        SELECT reading.pattern, reading.child, reading.day_from, CAST(NULL AS DATE) AS spent_on
        FROM reading
        WHERE reading.part IN ('counted', 'compared')
            AND EXISTS (
                SELECT 1
                FROM spender
                WHERE spender.pattern = reading.pattern
                    AND spender.child = reading.child
            )
    ) AS either
    GROUP BY pattern, child, day_from
),

-- Read backwards, the least spending day met so far is the first to spend what happened on this day or before: a day is
-- judged at its end.
spent AS (
    SELECT
        pattern,
        child,
        day_from,
        MIN(spent_on) OVER (
            PARTITION BY pattern, child ORDER BY day_from DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS spent_on
    FROM spending
),

-- Along one matter, the same finds what puts a thing right: an appointment not brought, then rebooked and kept. A matter is a
-- thread; what is done about a single entry stands on a thread that bears the entry's own id.
righting AS (
    SELECT matter.pattern, matter.child, matter.matter, matter.day_from, MIN(matter.put_right_on) AS put_right_on
    FROM (
        SELECT
            pattern,
            child,
            thread AS matter,
            day_from,
            CASE WHEN part = 'put_right' THEN day_to END AS put_right_on
        FROM reading
        WHERE part IN ('counted', 'put_right')
            AND thread IS NOT NULL
        UNION ALL
        SELECT pattern, child, entry AS matter, day_from, CAST(NULL AS DATE) AS put_right_on
        FROM reading
        WHERE part = 'counted'
    ) AS matter
    WHERE EXISTS (SELECT 1 FROM part WHERE part.pattern = matter.pattern AND part.part = 'put_right')
    GROUP BY matter.pattern, matter.child, matter.matter, matter.day_from
),

put_right AS (
    SELECT
        pattern,
        child,
        matter,
        day_from,
        MIN(put_right_on) OVER (
            PARTITION BY pattern, child, matter ORDER BY day_from DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS put_right_on
    FROM righting
),

-- What stands beside is spent by nothing: it stands until its window is gone.
-- LEAST passes over a NULL on every engine we ask: nothing spent it, nothing put it right.
span AS (
    SELECT
        reading.pattern,
        reading.part,
        reading.child,
        reading.entry,
        reading.counts_as,
        reading.agency,
        reading.service,
        reading.thread,
        reading.recorded_on,
        reading.day_from,
        reading.day_to AS happened_by,
        COALESCE(later.gone_on, reading.day_to) AS day_to,
        CASE WHEN reading.after_window IS NULL OR later.gone_on IS NOT NULL THEN clock.gone_on END AS gone_on,
        LEAST(clock.gone_on, spent.spent_on, put_right.put_right_on, itself.put_right_on) AS lives_until
    FROM reading
    LEFT JOIN spent
        ON spent.pattern = reading.pattern
        AND spent.child = reading.child
        AND spent.day_from = reading.day_from
        AND reading.part <> 'beside'
    LEFT JOIN put_right
        ON put_right.pattern = reading.pattern
        AND put_right.child = reading.child
        AND put_right.matter = reading.thread
        AND put_right.day_from = reading.day_from
        AND reading.part = 'counted'
    LEFT JOIN put_right AS itself
        ON itself.pattern = reading.pattern
        AND itself.child = reading.child
        AND itself.matter = reading.entry
        AND itself.day_from = reading.day_from
        AND reading.part = 'counted'
    LEFT JOIN clock
        ON clock.clock_window = reading.clock_window
        AND clock.day = reading.day_from
    LEFT JOIN clock AS later
        ON later.clock_window = reading.after_window
        AND later.day = reading.day_to
    WHERE reading.part IN ('counted', 'compared', 'beside')
)

-- Where nothing must be open, an entry never counts if something may have been open on a day it may have been. One outside
-- the calendar stays, its end unknown.
SELECT
    span.pattern,
    span.part,
    span.child,
    span.entry,
    span.counts_as,
    span.agency,
    span.service,
    span.thread,
    span.recorded_on,
    span.day_from,
    span.day_to,
    span.gone_on,
    span.lives_until
FROM span
CROSS JOIN as_of
WHERE (span.gone_on IS NULL OR span.lives_until > span.day_to)
    AND span.day_to <= as_of.as_of
    AND NOT EXISTS (
        SELECT 1
        FROM spell
        WHERE spell.pattern = span.pattern
            AND spell.child = span.child
            AND spell.maybe_opened_on <= span.happened_by
            AND (spell.closed_on IS NULL OR spell.closed_on > span.day_from)
    )
