-- change: a measure before and after, and nothing better: events after which no fewer entries came than before.
--
-- What came before an event is what happened on an earlier day and whose own window reaches the event; what came after, on a
-- later day within the window of the event. What happened on the day of the event is neither. An event is without effect from the
-- day on which as many have come after it as before, and at least so many as the sheet asks; it counts as such until its time is
-- gone, an `until` comes, or the window of a later event is over, and fewer came after that than before. Of an inexact date, what
-- speaks for the answer counts only if it would whichever day it was, and what speaks against it where it may.
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
        change_sheet.clock_window,
        change_sheet.counts_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN change_sheet ON change_sheet.pattern = part.pattern
),

-- The events, and what is measured, with the day on which the window of each is gone: the first it may be, and the last.
dated AS (
    SELECT
        reading.pattern,
        reading.part,
        reading.child,
        reading.entry,
        reading.recorded_on,
        reading.day_from,
        reading.day_to,
        soonest.gone_on,
        latest.gone_on AS surely_gone_on,
        counts.gone_on AS counts_until,
        CASE
            WHEN soonest.gone_on IS NULL
                OR latest.gone_on IS NULL
                OR (reading.part = 'event' AND counts.gone_on IS NULL)
                THEN 1
            ELSE 0
        END AS outside
    FROM reading
    LEFT JOIN clock AS soonest
        ON soonest.clock_window = reading.clock_window
        AND soonest.day = reading.day_from
    LEFT JOIN clock AS latest
        ON latest.clock_window = reading.clock_window
        AND latest.day = reading.day_to
    LEFT JOIN clock AS counts
        ON counts.clock_window = reading.counts_window
        AND counts.day = reading.day_from
    WHERE reading.part IN ('event', 'measured')
),

-- What is told twice of one day is one event.
event AS (
    SELECT pattern, child, day_from, day_to, gone_on, surely_gone_on, counts_until
    FROM dated
    WHERE part = 'event'
        AND outside = 0
    GROUP BY pattern, child, day_from, day_to, gone_on, surely_gone_on, counts_until
),

-- Each event with what may have come before it within its time, or after: and whether it surely did.
pair AS (
    SELECT
        event.pattern,
        event.child,
        event.day_from,
        event.day_to,
        dated.entry,
        dated.recorded_on,
        dated.day_to AS measured_on,
        CASE
            WHEN dated.day_from < event.day_to AND dated.surely_gone_on > event.day_from
                THEN CASE WHEN dated.day_to < event.day_from AND dated.gone_on > event.day_to THEN 2 ELSE 1 END
            ELSE 0
        END AS before,
        CASE
            WHEN dated.day_to > event.day_from AND dated.day_from < event.surely_gone_on
                THEN CASE WHEN dated.day_from > event.day_to AND dated.day_to < event.gone_on THEN 2 ELSE 1 END
            ELSE 0
        END AS after
    FROM event
    JOIN dated
        ON dated.pattern = event.pattern
        AND dated.child = event.child
        AND dated.part = 'measured'
        AND dated.outside = 0
),

-- How many must come after an event: as many as may have come before, and no fewer than the sheet asks.
needed AS (
    SELECT
        pair.pattern,
        pair.child,
        pair.day_from,
        pair.day_to,
        GREATEST(CAST(SUM(CASE WHEN pair.before > 0 THEN 1 ELSE 0 END) AS INTEGER), change_sheet.least) AS many
    FROM pair
    JOIN change_sheet ON change_sheet.pattern = pair.pattern
    GROUP BY pair.pattern, pair.child, pair.day_from, pair.day_to, change_sheet.least
),

following AS (
    SELECT
        pattern,
        child,
        day_from,
        day_to,
        entry,
        measured_on,
        ROW_NUMBER() OVER (PARTITION BY pattern, child, day_from, day_to ORDER BY measured_on, entry) AS place
    FROM pair
    WHERE after = 2
),

-- The events whose effect was seen: their time is surely over, feeds told of all of it, and fewer came after than before.
effect AS (
    SELECT pair.pattern, pair.child, pair.day_from, event.surely_gone_on AS seen_on
    FROM pair
    JOIN event
        ON event.pattern = pair.pattern
        AND event.child = pair.child
        AND event.day_from = pair.day_from
        AND event.day_to = pair.day_to
    JOIN told
        ON told.pattern = event.pattern
        AND told.child = event.child
        AND told.from_day <= event.day_from
        AND told.to_day >= event.surely_gone_on
    GROUP BY pair.pattern, pair.child, pair.day_from, pair.day_to, event.surely_gone_on
    HAVING SUM(CASE WHEN pair.before = 2 THEN 1 ELSE 0 END) > SUM(CASE WHEN pair.after > 0 THEN 1 ELSE 0 END)
),

spender AS (
    SELECT pattern, child, day_from, seen_on AS spent_on
    FROM effect
    UNION ALL
    SELECT pattern, child, day_from, day_to AS spent_on
    FROM reading
    WHERE part = 'until'
),

spent AS (
    SELECT event.pattern, event.child, event.day_from, event.day_to, MIN(spender.spent_on) AS spent_on
    FROM event
    JOIN spender
        ON spender.pattern = event.pattern
        AND spender.child = event.child
        AND spender.day_from >= event.day_from
    GROUP BY event.pattern, event.child, event.day_from, event.day_to
),

-- From when until when each event counts as one without effect. LEAST passes over a NULL on every engine we ask: nothing spent it.
life AS (
    SELECT
        event.pattern,
        event.child,
        event.day_from,
        event.day_to,
        following.measured_on AS without_on,
        LEAST(event.counts_until, spent.spent_on) AS lives_until
    FROM event
    JOIN needed
        ON needed.pattern = event.pattern
        AND needed.child = event.child
        AND needed.day_from = event.day_from
        AND needed.day_to = event.day_to
    JOIN following
        ON following.pattern = event.pattern
        AND following.child = event.child
        AND following.day_from = event.day_from
        AND following.day_to = event.day_to
        AND following.place = needed.many
    LEFT JOIN spent
        ON spent.pattern = event.pattern
        AND spent.child = event.child
        AND spent.day_from = event.day_from
        AND spent.day_to = event.day_to
    WHERE event.counts_until > following.measured_on
        AND (spent.spent_on IS NULL OR spent.spent_on > following.measured_on)
),

-- One row a day on which one begins or ceases to count; days that are still to come are not asked about.
step AS (
    SELECT either.pattern, either.child, either.day, CAST(SUM(either.change) AS INTEGER) AS change
    FROM (
        SELECT pattern, child, without_on AS day, 1 AS change
        FROM life
        UNION ALL
        SELECT pattern, child, lives_until AS day, -1 AS change
        FROM life
    ) AS either
    CROSS JOIN as_of
    WHERE either.day <= as_of.as_of
    GROUP BY either.pattern, either.child, either.day
),

level AS (
    SELECT
        pattern,
        child,
        day,
        SUM(change) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS events,
        COALESCE(
            SUM(change) OVER (
                PARTITION BY pattern, child ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS events_before
    FROM step
),

-- Only the days on which the answer turns: each stretch lasts from its turn to the next.
turn AS (
    SELECT
        level.pattern,
        level.child,
        level.day AS began_on,
        CASE WHEN level.events >= change_sheet.events THEN 1 ELSE 0 END AS holds,
        LEAD(level.day) OVER (PARTITION BY level.pattern, level.child ORDER BY level.day) AS ended_on
    FROM level
    JOIN change_sheet ON change_sheet.pattern = level.pattern
    WHERE (level.events >= change_sheet.events AND level.events_before < change_sheet.events)
        OR (level.events < change_sheet.events AND level.events_before >= change_sheet.events)
),

-- The events of which feeds told all the time before: a window from the first day told is over by then, or that day lies before
-- the calendar.
told_of AS (
    SELECT life.pattern, life.child, life.day_from, life.day_to
    FROM life
    JOIN change_sheet ON change_sheet.pattern = life.pattern
    JOIN told
        ON told.pattern = life.pattern
        AND told.child = life.child
        AND told.to_day >= life.day_to
    LEFT JOIN clock
        ON clock.clock_window = change_sheet.clock_window
        AND clock.day = told.from_day
    WHERE COALESCE(clock.gone_on, told.from_day) <= life.day_from
    GROUP BY life.pattern, life.child, life.day_from, life.day_to
),

-- The events that counted while it held; those that counted on its first day made it begin.
held AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        life.day_from,
        life.day_to,
        life.without_on,
        CASE WHEN life.without_on <= turn.began_on THEN 1 ELSE 0 END AS began_it,
        CASE WHEN told_of.day_to IS NULL THEN 0 ELSE 1 END AS was_told
    FROM turn
    JOIN life
        ON life.pattern = turn.pattern
        AND life.child = turn.child
        AND life.lives_until > turn.began_on
        AND (turn.ended_on IS NULL OR life.without_on < turn.ended_on)
    LEFT JOIN told_of
        ON told_of.pattern = life.pattern
        AND told_of.child = life.child
        AND told_of.day_from = life.day_from
        AND told_of.day_to = life.day_to
    WHERE turn.holds = 1
),

-- What shows it: the events, what came before each, and what came after each while it held.
shown AS (
    SELECT
        held.pattern,
        held.child,
        held.began_on,
        held.ended_on,
        held.was_told,
        held.began_it,
        dated.entry,
        'event' AS part,
        dated.recorded_on,
        0 AS named_it
    FROM held
    JOIN dated
        ON dated.pattern = held.pattern
        AND dated.child = held.child
        AND dated.day_from = held.day_from
        AND dated.day_to = held.day_to
        AND dated.part = 'event'
    UNION ALL
    SELECT
        held.pattern,
        held.child,
        held.began_on,
        held.ended_on,
        held.was_told,
        held.began_it,
        pair.entry,
        'before' AS part,
        pair.recorded_on,
        0 AS named_it
    FROM held
    JOIN pair
        ON pair.pattern = held.pattern
        AND pair.child = held.child
        AND pair.day_from = held.day_from
        AND pair.day_to = held.day_to
        AND pair.before > 0
    UNION ALL
    SELECT
        held.pattern,
        held.child,
        held.began_on,
        held.ended_on,
        held.was_told,
        CASE WHEN pair.measured_on <= held.began_on THEN held.began_it ELSE 0 END AS began_it,
        pair.entry,
        'after' AS part,
        pair.recorded_on,
        CASE WHEN held.without_on = held.began_on AND pair.measured_on = held.began_on THEN 1 ELSE 0 END AS named_it
    FROM held
    JOIN pair
        ON pair.pattern = held.pattern
        AND pair.child = held.child
        AND pair.day_from = held.day_from
        AND pair.day_to = held.day_to
        AND pair.after = 2
        AND (held.ended_on IS NULL OR pair.measured_on < held.ended_on)
),

-- How many came after by its first day, and whether feeds told of the time before all the events that made it begin.
counted AS (
    SELECT
        pattern,
        child,
        began_on,
        COUNT(DISTINCT CASE WHEN began_it = 1 AND part = 'after' THEN entry END) AS entries,
        MIN(CASE WHEN began_it = 1 THEN was_told ELSE 1 END) AS was_told
    FROM shown
    GROUP BY pattern, child, began_on
),

-- It is named by the entry that made it as many (of one day, the lowest id), and could be seen once all that made it begin was on
-- record.
named AS (
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
        entry,
        part,
        FIRST_VALUE(entry) OVER (
            PARTITION BY pattern, child, began_on ORDER BY named_it DESC, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE WHEN began_it = 1 THEN GREATEST(recorded_on, began_on) END) OVER (
            PARTITION BY pattern, child, began_on
        ) AS visible_on
    FROM shown
)

SELECT DISTINCT -- one entry may lie after several events
    named.pattern,
    change_sheet.version,
    named.child,
    CASE counted.was_told WHEN 1 THEN 'holds' ELSE 'cannot_tell' END AS state,
    named.began_on,
    named.ended_on,
    named.anchor,
    named.visible_on,
    CAST(counted.entries AS INTEGER) AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    named.entry,
    named.part
FROM named
JOIN change_sheet ON change_sheet.pattern = named.pattern
JOIN counted
    ON counted.pattern = named.pattern
    AND counted.child = named.child
    AND counted.began_on = named.began_on

UNION ALL

-- Outside the calendar nobody can tell what came before or after: it is said rather than dropped.
SELECT
    dated.pattern,
    change_sheet.version,
    dated.child,
    'cannot_tell' AS state,
    dated.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    dated.entry AS anchor,
    GREATEST(dated.day_to, dated.recorded_on) AS visible_on,
    1 AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    dated.entry,
    dated.part
FROM dated
JOIN change_sheet ON change_sheet.pattern = dated.pattern
WHERE dated.outside = 1
