-- life: how long each entry of a count counts, one row for each that counts at all.
--
-- An entry lives from its day until its window is gone or something spends it. With an inexact date it lives only on the
-- days on which it would live whichever day it was: from the last, until the window of the first is gone.
WITH
-- Everything of a pattern and child in one line: what may live (place 1), and before it on the same day (place 0), because a
-- day is judged at its end, what spends it: an until, a run that is long enough, something opening for the child.
line AS (
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
        CASE WHEN part.part IN ('counted', 'compared') THEN 1 ELSE 0 END AS place,
        CASE WHEN part.part = 'until' THEN hit.day_to END AS spent_on,
        CASE WHEN part.part = 'put_right' THEN hit.day_to END AS put_right_on
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
    WHERE part.part IN ('counted', 'compared', 'until', 'put_right')
    UNION ALL
    SELECT
        run.pattern,
        'run' AS part,
        run.child,
        run.entry,
        NULL AS counts_as,
        NULL AS agency,
        NULL AS service,
        NULL AS thread,
        NULL AS recorded_on,
        run.day AS day_from,
        run.day AS day_to,
        0 AS place,
        run.day AS spent_on,
        NULL AS put_right_on
    FROM run
    UNION ALL
    SELECT
        spell.pattern,
        'opening' AS part,
        spell.child,
        spell.entry,
        NULL AS counts_as,
        NULL AS agency,
        NULL AS service,
        NULL AS thread,
        NULL AS recorded_on,
        spell.maybe_opened_on AS day_from,
        spell.opened_on AS day_to,
        0 AS place,
        spell.opened_on AS spent_on,
        NULL AS put_right_on
    FROM spell
    JOIN count_sheet ON count_sheet.pattern = spell.pattern
),

-- Read backwards, the least spending day met so far is the first to spend what happened on this day or before. Along one
-- thread, the same finds what puts it right: an appointment not brought, then rebooked and kept.
spent AS (
    SELECT
        pattern,
        part,
        child,
        entry,
        counts_as,
        agency,
        service,
        thread,
        recorded_on,
        day_from,
        day_to,
        MIN(spent_on) OVER (
            PARTITION BY pattern, child ORDER BY day_from DESC, place, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS spent_on,
        MIN(put_right_on) OVER (
            PARTITION BY pattern, child, thread ORDER BY day_from DESC, place, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS put_right_on
    FROM line
),

-- LEAST passes over a NULL on every engine we ask: nothing spent it, nothing put it right.
span AS (
    SELECT
        spent.pattern,
        spent.part,
        spent.child,
        spent.entry,
        spent.counts_as,
        spent.agency,
        spent.service,
        spent.thread,
        spent.recorded_on,
        spent.day_from,
        spent.day_to,
        clock.gone_on,
        LEAST(
            clock.gone_on,
            spent.spent_on,
            CASE WHEN spent.part = 'counted' AND spent.thread IS NOT NULL THEN spent.put_right_on END
        ) AS lives_until
    FROM spent
    JOIN count_sheet ON count_sheet.pattern = spent.pattern
    LEFT JOIN clock
        ON clock.clock_window = count_sheet.clock_window
        AND clock.day = spent.day_from
    WHERE spent.part IN ('counted', 'compared')
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
WHERE (span.gone_on IS NULL OR span.lives_until > span.day_to)
    AND NOT EXISTS (
        SELECT 1
        FROM spell
        WHERE spell.pattern = span.pattern
            AND spell.child = span.child
            AND spell.maybe_opened_on <= span.day_to
            AND (spell.closed_on IS NULL OR spell.closed_on > span.day_from)
    )
