-- count: n or more of these alive at once, from k or more distinct agencies, services, kinds or days.
--
-- An entry lives from its day until its window is gone or something spends it. With an inexact date it lives only on the
-- days on which it would live whichever day it was: from the last, until the window of the first is gone.
WITH
-- What the counting patterns read, each entry with the part it plays.
reading AS (
    SELECT
        part.pattern,
        part.part,
        hit.child,
        hit.entry,
        hit.kind,
        hit.day_from,
        hit.day_to,
        hit.recorded_on,
        hit.agency,
        hit.service,
        hit.thread
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
),

-- "Two attended in a row" runs over known days. A counted entry breaks the run on every day it may have been, so it opens
-- a break before its first day's runs (place 1) and shuts it after its last day's (place 3).
run_mark AS (
    SELECT pattern, child, day_from AS day, 1 AS place, entry, 1 AS breaking, 0 AS broken
    FROM reading
    WHERE part = 'counted'
    UNION ALL
    SELECT pattern, child, day_to AS day, 3 AS place, entry, -1 AS breaking, 1 AS broken
    FROM reading
    WHERE part = 'counted'
    UNION ALL
    SELECT pattern, child, day_to AS day, 2 AS place, entry, 0 AS breaking, 0 AS broken
    FROM reading
    WHERE part = 'in_a_row'
        AND day_from = day_to
),

-- How many breaks stand open at each mark, and how many runs have been broken before it.
run_level AS (
    SELECT
        pattern,
        child,
        day,
        place,
        entry,
        SUM(breaking) OVER (
            PARTITION BY pattern, child ORDER BY day, place, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS breaking,
        SUM(broken) OVER (
            PARTITION BY pattern, child ORDER BY day, place, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS run
    FROM run_mark
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
    FROM run_level
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
),

-- Everything of a pattern and child in one line: what may live (place 1), and before it on the same day (place 0), because a
-- day is judged at its end, what spends it: an until, a run that is long enough, something opening for the child.
line AS (
    SELECT
        pattern,
        part,
        child,
        entry,
        kind,
        agency,
        service,
        thread,
        recorded_on,
        day_from,
        day_to,
        CASE WHEN part IN ('counted', 'compared') THEN 1 ELSE 0 END AS place,
        CASE WHEN part = 'until' THEN day_to END AS spent_on,
        CASE WHEN part = 'put_right' THEN day_to END AS put_right_on
    FROM reading
    UNION ALL
    SELECT
        run_length.pattern,
        'run' AS part,
        run_length.child,
        run_length.entry,
        NULL AS kind,
        NULL AS agency,
        NULL AS service,
        NULL AS thread,
        NULL AS recorded_on,
        run_length.day AS day_from,
        run_length.day AS day_to,
        0 AS place,
        run_length.day AS spent_on,
        NULL AS put_right_on
    FROM run_length
    JOIN count_sheet ON count_sheet.pattern = run_length.pattern
    WHERE run_length.days_in_a_row >= count_sheet.times_in_a_row
    UNION ALL
    SELECT
        spell.pattern,
        'opening' AS part,
        spell.child,
        spell.entry,
        NULL AS kind,
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
        kind,
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

-- How long each entry may live. LEAST passes over a NULL on every engine we ask: nothing spent it, nothing put it right.
-- Where nothing must be open, an entry never counts if something may have been open on a day it may have been.
span AS (
    SELECT
        spent.pattern,
        spent.part,
        spent.child,
        spent.entry,
        spent.kind,
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
        AND NOT EXISTS (
            SELECT 1
            FROM spell
            WHERE spell.pattern = spent.pattern
                AND spell.child = spent.child
                AND spell.maybe_opened_on <= spent.day_to
                AND (spell.closed_on IS NULL OR spell.closed_on > spent.day_from)
        )
),

-- The entries that live at all, each with the end of the one before it: an inexact entry is known to stand on a day of
-- its own only where its range reaches no earlier one. Narrow ranges go first, so a vague date never takes a known day.
life AS (
    SELECT
        pattern,
        part,
        child,
        entry,
        kind,
        agency,
        service,
        thread,
        recorded_on,
        day_from,
        day_to,
        lives_until,
        LAG(day_to) OVER (PARTITION BY pattern, child, part ORDER BY day_to, day_from DESC, entry) AS day_before
    FROM span
    WHERE gone_on IS NOT NULL
        AND lives_until > day_to
),

-- What is counted apart, and under which name: the same agency twice is one, and an unknown one (NULL) is none. `matter`
-- and `compared` are for shares: what is told twice on one thread is one matter.
origin AS (
    SELECT
        life.pattern,
        life.child,
        count_apart.what,
        life.day_to,
        life.lives_until,
        CASE count_apart.what
            WHEN 'agency' THEN life.agency
            WHEN 'service' THEN life.service
            WHEN 'kind' THEN life.kind
            WHEN 'day' THEN CASE
                WHEN life.day_from = life.day_to OR life.day_before IS NULL OR life.day_before < life.day_from
                    THEN CAST(life.day_to AS VARCHAR)
            END
            ELSE COALESCE(CAST(life.thread AS VARCHAR), CAST(life.entry AS VARCHAR))
        END AS named
    FROM life
    JOIN count_apart
        ON count_apart.pattern = life.pattern
        AND count_apart.part = life.part
),

-- For each of them, how many entries come to life or die on a day.
origin_step AS (
    SELECT pattern, child, what, named, day, SUM(change) AS change
    FROM (
        SELECT pattern, child, what, named, day_to AS day, 1 AS change
        FROM origin
        UNION ALL
        SELECT pattern, child, what, named, lives_until AS day, -1 AS change
        FROM origin
    ) AS either
    WHERE named IS NOT NULL
    GROUP BY pattern, child, what, named, day
),

origin_level AS (
    SELECT
        pattern,
        child,
        what,
        day,
        change,
        SUM(change) OVER (
            PARTITION BY pattern, child, what, named ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS living
    FROM origin_step
),

-- An agency counts from the day its first entry lives until the day its last one dies, and so do the entries themselves.
change AS (
    SELECT pattern, child, what, day, 1 AS change
    FROM origin_level
    WHERE living > 0 AND living = change
    UNION ALL
    SELECT pattern, child, what, day, -1 AS change
    FROM origin_level
    WHERE living = 0 AND change < 0
    UNION ALL
    SELECT pattern, child, 'entry' AS what, day_to AS day, 1 AS change
    FROM life
    WHERE part = 'counted'
    UNION ALL
    SELECT pattern, child, 'entry' AS what, lives_until AS day, -1 AS change
    FROM life
    WHERE part = 'counted'
),

-- One row a day on which anything changes; days that are still to come are not asked about.
step AS (
    SELECT
        change.pattern,
        change.child,
        change.day,
        SUM(CASE WHEN change.what = 'entry' THEN change.change ELSE 0 END) AS entries,
        SUM(CASE WHEN change.what = 'agency' THEN change.change ELSE 0 END) AS agencies,
        SUM(CASE WHEN change.what = 'service' THEN change.change ELSE 0 END) AS services,
        SUM(CASE WHEN change.what = 'kind' THEN change.change ELSE 0 END) AS kinds,
        SUM(CASE WHEN change.what = 'day' THEN change.change ELSE 0 END) AS days,
        SUM(CASE WHEN change.what = 'matter' THEN change.change ELSE 0 END) AS matters,
        SUM(CASE WHEN change.what = 'compared' THEN change.change ELSE 0 END) AS compared
    FROM change
    CROSS JOIN as_of
    WHERE change.day <= as_of.as_of
    GROUP BY change.pattern, change.child, change.day
),

-- How many of each are alive at the end of the day.
level AS (
    SELECT
        pattern,
        child,
        day,
        SUM(entries) OVER sofar AS entries,
        SUM(agencies) OVER sofar AS agencies,
        SUM(services) OVER sofar AS services,
        SUM(kinds) OVER sofar AS kinds,
        SUM(days) OVER sofar AS days,
        SUM(matters) OVER sofar AS matters,
        SUM(compared) OVER sofar AS compared
    FROM step
    WINDOW sofar AS (
        PARTITION BY pattern, child ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

-- Whether the question is answered yes at the end of the day.
verdict AS (
    SELECT
        level.pattern,
        level.child,
        level.day,
        level.entries,
        CASE
            WHEN level.entries >= count_sheet.at_least
                AND level.agencies >= count_sheet.agencies
                AND level.services >= count_sheet.services
                AND level.kinds >= count_sheet.kinds
                AND level.days >= count_sheet.days
                AND level.matters * count_sheet.share_in >= level.compared * count_sheet.share_of
                THEN 1
            ELSE 0
        END AS holds
    FROM level
    JOIN count_sheet ON count_sheet.pattern = level.pattern
),

verdict_before AS (
    SELECT
        pattern,
        child,
        day,
        entries,
        holds,
        LAG(holds) OVER (PARTITION BY pattern, child ORDER BY day) AS held
    FROM verdict
),

-- Days with one and the same answer are one stretch, so windows that overlap are one interval.
stretch_day AS (
    SELECT
        pattern,
        child,
        day,
        entries,
        holds,
        SUM(CASE WHEN held = holds THEN 0 ELSE 1 END) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stretch
    FROM verdict_before
),

stretch AS (
    SELECT pattern, child, stretch, holds, MIN(day) AS began_on, MAX(entries) AS most
    FROM stretch_day
    GROUP BY pattern, child, stretch, holds
),

-- A stretch ends on the day the next one begins; the last one holds still.
stretch_end AS (
    SELECT
        pattern,
        child,
        holds,
        began_on,
        most,
        LEAD(began_on) OVER (PARTITION BY pattern, child ORDER BY stretch, holds) AS ended_on
    FROM stretch
),

-- The entries that show it: those that lived on a day on which it held. Those alive on its first day made it begin.
shown AS (
    SELECT
        stretch_end.pattern,
        stretch_end.child,
        stretch_end.began_on,
        stretch_end.ended_on,
        stretch_end.most,
        life.part,
        life.entry,
        life.recorded_on,
        life.day_from,
        life.day_to,
        CASE
            WHEN life.part = 'counted' AND life.day_to <= stretch_end.began_on THEN 1
            ELSE 0
        END AS began_it
    FROM stretch_end
    JOIN life
        ON life.pattern = stretch_end.pattern
        AND life.child = stretch_end.child
        AND life.lives_until > stretch_end.began_on
        AND (stretch_end.ended_on IS NULL OR life.day_to < stretch_end.ended_on)
    WHERE stretch_end.holds = 1
),

-- The last entry to come made it begin and names it (of one day, the lowest id); it could be seen once all of them were
-- on record; and it reaches back to the first day any of them may have been.
named AS (
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
        most,
        part,
        entry,
        FIRST_VALUE(entry) OVER (
            PARTITION BY pattern, child, began_on ORDER BY began_it DESC, day_to DESC, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE WHEN began_it = 1 AND recorded_on > began_on THEN recorded_on ELSE began_on END) OVER (
            PARTITION BY pattern, child, began_on
        ) AS visible_on,
        MIN(CASE WHEN began_it = 1 THEN day_from END) OVER (PARTITION BY pattern, child, began_on) AS reaches_back_to
    FROM shown
)

SELECT
    named.pattern,
    count_sheet.version,
    named.child,
    -- Only a sheet that names needs is held to what feeds delivered: what was counted is on record either way.
    CASE WHEN count_sheet.has_needs = 0 OR told.from_day IS NOT NULL THEN 'holds' ELSE 'cannot_tell' END AS state,
    named.began_on,
    named.ended_on,
    named.anchor,
    named.visible_on,
    named.most AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    named.entry,
    named.part
FROM named
JOIN count_sheet ON count_sheet.pattern = named.pattern
LEFT JOIN told
    ON told.pattern = named.pattern
    AND told.child = named.child
    AND told.from_day <= named.reaches_back_to
    AND told.to_day >= named.began_on

UNION ALL

-- An entry outside the calendar: nobody can tell how long it counts, and it is said rather than dropped.
SELECT
    span.pattern,
    count_sheet.version,
    span.child,
    'cannot_tell' AS state,
    span.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    span.entry AS anchor,
    GREATEST(span.day_to, span.recorded_on) AS visible_on,
    1 AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    span.entry,
    span.part
FROM span
JOIN count_sheet ON count_sheet.pattern = span.pattern
WHERE span.gone_on IS NULL
    AND span.part = 'counted'
