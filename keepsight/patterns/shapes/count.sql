-- count: n or more of these alive at once, from k or more distinct agencies, services, kinds or days.
--
-- How long each entry counts stands in `life`. What a question asks (so many entries, so many agencies) is a condition each,
-- and only days on which one of them begins or ceases to be met are looked at: between them nothing changes.
WITH
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
        lives_until
    FROM life
    WHERE gone_on IS NOT NULL
),

-- Where days are counted apart, the end of the entry before: an inexact entry is known to stand on a day of its own only
-- where its range reaches no earlier one. Narrow ranges go first, so a vague date never takes a known day.
day_apart AS (
    SELECT
        living.pattern,
        living.part,
        living.child,
        living.entry,
        living.day_from,
        living.day_to,
        living.lives_until,
        LAG(living.day_to) OVER (
            PARTITION BY living.pattern, living.child, living.part
            ORDER BY living.day_to, living.day_from DESC, living.entry
        ) AS day_before
    FROM living
    JOIN count_apart
        ON count_apart.pattern = living.pattern
        AND count_apart.part = living.part
        AND count_apart.what = 'day'
),

-- What is counted apart, and under which name: the same agency twice is one, and an unknown one (NULL) is none. `including`
-- are the words of which one must live. For a share, what is told twice on one thread is one matter, and what is compared
-- weighs against what is counted; what must stand beside is one matter too.
origin AS (
    SELECT
        living.pattern,
        living.part,
        living.child,
        living.entry,
        living.day_to,
        living.lives_until,
        count_apart.what,
        count_apart.weight,
        CASE count_apart.what
            WHEN 'agency' THEN living.agency
            WHEN 'service' THEN living.service
            WHEN 'kind' THEN living.counts_as
            WHEN 'including' THEN count_including.word
            ELSE COALESCE(CAST(living.thread AS VARCHAR), CAST(living.entry AS VARCHAR))
        END AS named
    FROM living
    JOIN count_apart
        ON count_apart.pattern = living.pattern
        AND count_apart.part = living.part
        AND count_apart.what <> 'day'
    LEFT JOIN count_including
        ON count_including.pattern = living.pattern
        AND count_including.word = living.counts_as
    UNION ALL
    SELECT
        pattern,
        part,
        child,
        entry,
        day_to,
        lives_until,
        'day' AS what,
        1 AS weight,
        CAST(day_to AS VARCHAR) AS named
    FROM day_apart
    WHERE day_from = day_to
        OR day_before IS NULL
        OR day_before < day_from
),

-- An agency counts from the day its first entry lives until the day its last one dies: until when those before reached, and
-- when the next comes.
reach AS (
    SELECT
        pattern,
        child,
        what,
        weight,
        day_to,
        MAX(lives_until) OVER (
            PARTITION BY pattern, child, part, what, named ORDER BY day_to, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS reaches,
        LAG(day_to) OVER (PARTITION BY pattern, child, part, what, named ORDER BY day_to, entry) AS before_on,
        LEAD(day_to) OVER (PARTITION BY pattern, child, part, what, named ORDER BY day_to, entry) AS next_on
    FROM origin
    WHERE named IS NOT NULL
),

change AS (
    SELECT pattern, child, what, day_to AS day, weight AS change
    FROM reach
    WHERE before_on IS NULL
    UNION ALL
    SELECT pattern, child, what, next_on AS day, weight AS change
    FROM reach
    WHERE next_on > reaches
    UNION ALL
    SELECT pattern, child, what, reaches AS day, -weight AS change
    FROM reach
    WHERE next_on IS NULL
        OR next_on > reaches
    UNION ALL
    SELECT living.pattern, living.child, count_least.what, living.day_to AS day, 1 AS change
    FROM living
    JOIN count_least
        ON count_least.pattern = living.pattern
        AND count_least.what = 'entry'
    WHERE living.part = 'counted'
    UNION ALL
    SELECT living.pattern, living.child, count_least.what, living.lives_until AS day, -1 AS change
    FROM living
    JOIN count_least
        ON count_least.pattern = living.pattern
        AND count_least.what = 'entry'
    WHERE living.part = 'counted'
),

-- One row a day on which anything changes; days that are still to come are not asked about.
step AS (
    SELECT change.pattern, change.child, change.what, change.day, CAST(SUM(change.change) AS INTEGER) AS change
    FROM change
    CROSS JOIN as_of
    WHERE change.day <= as_of.as_of
    GROUP BY change.pattern, change.child, change.what, change.day
),

-- How many are alive at the end of the day, and how many were at the end of the one before.
level AS (
    SELECT
        pattern,
        child,
        what,
        day,
        SUM(change) OVER (
            PARTITION BY pattern, child, what ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS living,
        COALESCE(
            SUM(change) OVER (
                PARTITION BY pattern, child, what ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS lived
    FROM step
),

-- The days on which a condition begins to be met, or no longer is.
met_step AS (
    SELECT
        level.pattern,
        level.child,
        level.day,
        CAST(SUM(CASE WHEN level.living >= count_least.least THEN 1 ELSE -1 END) AS INTEGER) AS change
    FROM level
    JOIN count_least
        ON count_least.pattern = level.pattern
        AND count_least.what = level.what
    WHERE (level.living >= count_least.least AND level.lived < count_least.least)
        OR (level.living < count_least.least AND level.lived >= count_least.least)
    GROUP BY level.pattern, level.child, level.day
),

met_level AS (
    SELECT
        pattern,
        child,
        day,
        SUM(change) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS met,
        COALESCE(
            SUM(change) OVER (
                PARTITION BY pattern, child ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS was_met
    FROM met_step
),

-- It holds while every condition is met. Only days on which the answer turns: each stretch lasts from its turn to the next,
-- so windows that overlap are one interval.
turn AS (
    SELECT
        met_level.pattern,
        met_level.child,
        met_level.day AS began_on,
        CASE WHEN met_level.met = count_sheet.conditions THEN 1 ELSE 0 END AS holds,
        LEAD(met_level.day) OVER (
            PARTITION BY met_level.pattern, met_level.child ORDER BY met_level.day
        ) AS ended_on
    FROM met_level
    JOIN count_sheet ON count_sheet.pattern = met_level.pattern
    WHERE (met_level.met = count_sheet.conditions AND met_level.was_met <> count_sheet.conditions)
        OR (met_level.met <> count_sheet.conditions AND met_level.was_met = count_sheet.conditions)
),

-- The entries that show it: those that lived on a day on which it held. Those alive on its first day made it begin.
shown AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        living.part,
        living.entry,
        living.recorded_on,
        living.day_from,
        living.day_to,
        living.lives_until,
        CASE
            WHEN living.part IN ('counted', 'beside') AND living.day_to <= turn.began_on THEN 1
            ELSE 0
        END AS began_it
    FROM turn
    JOIN living
        ON living.pattern = turn.pattern
        AND living.child = turn.child
        AND living.lives_until > turn.began_on
        AND (turn.ended_on IS NULL OR living.day_to < turn.ended_on)
    WHERE turn.holds = 1
),

-- How many were alive at once while it held, day by day: where days are counted apart, how many different days.
day_level AS (
    SELECT pattern, child, day, living, LEAD(day) OVER (PARTITION BY pattern, child, what ORDER BY day) AS next_day
    FROM level
    WHERE what = 'day'
),

alive_step AS (
    SELECT pattern, child, began_on, day, CAST(SUM(change) AS INTEGER) AS change
    FROM (
        SELECT pattern, child, began_on, GREATEST(day_to, began_on) AS day, 1 AS change
        FROM shown
        WHERE part = 'counted'
        UNION ALL
        SELECT pattern, child, began_on, lives_until AS day, -1 AS change
        FROM shown
        WHERE part = 'counted'
    ) AS either
    WHERE NOT EXISTS (
        SELECT 1
        FROM count_apart
        WHERE count_apart.pattern = either.pattern
            AND count_apart.what = 'day'
    )
    GROUP BY pattern, child, began_on, day
),

alive AS (
    SELECT
        pattern,
        child,
        began_on,
        SUM(change) OVER (
            PARTITION BY pattern, child, began_on ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS living
    FROM alive_step
),

peak AS (
    SELECT pattern, child, began_on, MAX(living) AS most
    FROM (
        SELECT pattern, child, began_on, living
        FROM alive
        UNION ALL
        SELECT turn.pattern, turn.child, turn.began_on, day_level.living
        FROM turn
        JOIN day_level
            ON day_level.pattern = turn.pattern
            AND day_level.child = turn.child
            AND (day_level.next_day IS NULL OR day_level.next_day > turn.began_on)
            AND (turn.ended_on IS NULL OR day_level.day < turn.ended_on)
        WHERE turn.holds = 1
    ) AS either
    GROUP BY pattern, child, began_on
),

-- The last entry to come made it begin and names it (of one day, the lowest id); it could be seen once all of them were
-- on record; and it reaches back to the first day any of them may have been.
named AS (
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
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
    peak.most AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    named.entry,
    named.part
FROM named
JOIN count_sheet ON count_sheet.pattern = named.pattern
JOIN peak
    ON peak.pattern = named.pattern
    AND peak.child = named.child
    AND peak.began_on = named.began_on
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
