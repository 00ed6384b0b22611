-- count: n or more of these alive at once, from k or more distinct agencies, services, kinds or days.
--
-- How long each entry counts stands in `life`. From here on only days on which something comes to life or dies are looked at:
-- between them nothing changes.
WITH
-- The entries that live, each with the end of the one before it: an inexact entry is known to stand on a day of its own only
-- where its range reaches no earlier one. Narrow ranges go first, so a vague date never takes a known day.
living AS (
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
        lives_until,
        LAG(day_to) OVER (PARTITION BY pattern, child, part ORDER BY day_to, day_from DESC, entry) AS day_before
    FROM life
    WHERE gone_on IS NOT NULL
),

-- What is counted apart, and under which name: the same agency twice is one, and an unknown one (NULL) is none. `including`
-- are the words of which one must live. `matter` and `compared` are for shares: what is told twice on one thread is one matter.
origin AS (
    SELECT
        living.pattern,
        living.child,
        count_apart.what,
        living.day_to,
        living.lives_until,
        CASE count_apart.what
            WHEN 'agency' THEN living.agency
            WHEN 'service' THEN living.service
            WHEN 'kind' THEN living.counts_as
            WHEN 'including' THEN count_including.word
            WHEN 'day' THEN CASE
                WHEN living.day_from = living.day_to OR living.day_before IS NULL OR living.day_before < living.day_from
                    THEN CAST(living.day_to AS VARCHAR)
            END
            ELSE COALESCE(CAST(living.thread AS VARCHAR), CAST(living.entry AS VARCHAR))
        END AS named
    FROM living
    JOIN count_apart
        ON count_apart.pattern = living.pattern
        AND count_apart.part = living.part
    LEFT JOIN count_including
        ON count_including.pattern = living.pattern
        AND count_including.word = living.counts_as
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
    FROM living
    WHERE part = 'counted'
    UNION ALL
    SELECT pattern, child, 'entry' AS what, lives_until AS day, -1 AS change
    FROM living
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
        SUM(CASE WHEN change.what = 'including' THEN change.change ELSE 0 END) AS including,
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
        SUM(including) OVER sofar AS including,
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
                AND level.including >= count_sheet.including
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
        living.part,
        living.entry,
        living.recorded_on,
        living.day_from,
        living.day_to,
        CASE
            WHEN living.part = 'counted' AND living.day_to <= stretch_end.began_on THEN 1
            ELSE 0
        END AS began_it
    FROM stretch_end
    JOIN living
        ON living.pattern = stretch_end.pattern
        AND living.child = stretch_end.child
        AND living.lives_until > stretch_end.began_on
        AND (stretch_end.ended_on IS NULL OR living.day_to < stretch_end.ended_on)
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
    life.pattern,
    count_sheet.version,
    life.child,
    'cannot_tell' AS state,
    life.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    life.entry AS anchor,
    GREATEST(life.day_to, life.recorded_on) AS visible_on,
    1 AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    life.entry,
    life.part
FROM life
JOIN count_sheet ON count_sheet.pattern = life.pattern
WHERE life.gone_on IS NULL
    AND life.part = 'counted'
