-- share: of the entries that an event looks back on, the part that meets something: at least so much, or less.
--
-- An entry is looked at where it happened by the day of the event, its own window reaches the event, and (where a sheet says
-- since what) not before that began on the event's thread. What is known to meet it and what is known not to are weighed
-- against each other; what is neither is not known, and weighs nothing. Of an inexact date, what weighs for the answer counts
-- only if it would whichever day it was, and what weighs against it where it may. An answer stands until the next day of events
-- that none of them answers so, until an `until` within what was looked at or later, or for as long as the sheet says.
WITH
reading AS (
    SELECT
        part.pattern,
        part.part,
        hit.child,
        COALESCE(CAST(hit.thread AS VARCHAR), '') AS belongs_to,
        hit.entry,
        hit.recorded_on,
        hit.day_from,
        hit.day_to,
        share_sheet.clock_window,
        share_sheet.stands_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN share_sheet ON share_sheet.pattern = part.pattern
),

-- Each entry once, as what it is known to be, with the day on which its window is gone: the first it may be, and the last.
looked_at AS (
    SELECT
        known.pattern,
        known.child,
        known.entry,
        known.part,
        known.recorded_on,
        known.day_from,
        known.day_to,
        COALESCE(share_weight.sure, 0) AS sure,
        COALESCE(share_weight.weight, 0) AS weight,
        soonest.gone_on,
        latest.gone_on AS surely_gone_on
    FROM (
        SELECT
            pattern,
            child,
            entry,
            recorded_on,
            day_from,
            day_to,
            clock_window,
            CASE MAX(CASE part WHEN 'meeting' THEN 2 WHEN 'other' THEN 1 ELSE 0 END)
                WHEN 2 THEN 'meeting'
                WHEN 1 THEN 'other'
                ELSE 'unknown'
            END AS part
        FROM reading
        WHERE part IN ('looked_at', 'meeting', 'other')
        GROUP BY pattern, child, entry, recorded_on, day_from, day_to, clock_window
    ) AS known
    LEFT JOIN share_weight
        ON share_weight.pattern = known.pattern
        AND share_weight.part = known.part
    LEFT JOIN clock AS soonest
        ON soonest.clock_window = known.clock_window
        AND soonest.day = known.day_from
    LEFT JOIN clock AS latest
        ON latest.clock_window = known.clock_window
        AND latest.day = known.day_to
),

-- The events, with how long what is answered there may stand.
event AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.belongs_to,
        reading.entry,
        reading.recorded_on,
        reading.day_from,
        reading.day_to,
        reading.stands_window,
        clock.gone_on
    FROM reading
    LEFT JOIN clock
        ON clock.clock_window = reading.stands_window
        AND clock.day = reading.day_from
    WHERE reading.part = 'event'
),

-- The last of what an event looks back to: of its thread, and surely by its day.
begun AS (
    SELECT
        event.pattern,
        event.child,
        event.entry AS event,
        reading.entry,
        reading.recorded_on,
        reading.day_from,
        reading.day_to,
        MAX(reading.day_to) OVER (PARTITION BY event.pattern, event.child, event.entry) AS since_on
    FROM event
    JOIN reading
        ON reading.pattern = event.pattern
        AND reading.child = event.child
        AND reading.belongs_to = event.belongs_to
        AND reading.part = 'since'
        AND reading.day_to <= event.day_from
),

-- An event of which nobody knows what it looks back to is not asked.
asked AS (
    SELECT
        event.pattern,
        event.child,
        event.entry,
        event.recorded_on,
        event.day_from,
        event.day_to,
        event.gone_on,
        MAX(begun.since_on) AS since_on,
        MAX(CASE WHEN begun.day_to = begun.since_on THEN begun.day_from END) AS maybe_since
    FROM event
    JOIN share_sheet ON share_sheet.pattern = event.pattern
    LEFT JOIN begun
        ON begun.pattern = event.pattern
        AND begun.child = event.child
        AND begun.event = event.entry
    WHERE share_sheet.has_since = 0
        OR begun.entry IS NOT NULL
    GROUP BY
        event.pattern,
        event.child,
        event.entry,
        event.recorded_on,
        event.day_from,
        event.day_to,
        event.gone_on
),

-- Each event with each entry that may lie in what it looks back on.
pair AS (
    SELECT
        asked.pattern,
        asked.child,
        asked.entry AS event,
        looked_at.entry,
        looked_at.part,
        looked_at.recorded_on,
        looked_at.sure,
        looked_at.weight,
        CASE
            WHEN looked_at.day_to <= asked.day_from
                AND looked_at.gone_on > asked.day_to
                AND (asked.since_on IS NULL OR looked_at.day_from >= asked.since_on)
                THEN 1
            ELSE 0
        END AS surely
    FROM asked
    JOIN looked_at
        ON looked_at.pattern = asked.pattern
        AND looked_at.child = asked.child
        AND looked_at.day_from <= asked.day_to
        AND looked_at.surely_gone_on > asked.day_from
        AND (asked.maybe_since IS NULL OR looked_at.day_to >= asked.maybe_since)
),

-- The events at which enough is known, and it weighs as the sheet asks.
answered AS (
    SELECT pair.pattern, pair.child, pair.event
    FROM pair
    JOIN share_sheet ON share_sheet.pattern = pair.pattern
    GROUP BY pair.pattern, pair.child, pair.event, share_sheet.least, share_sheet.balance
    HAVING SUM(CASE WHEN pair.part <> 'unknown' AND pair.surely = 1 THEN 1 ELSE 0 END) >= share_sheet.least
        AND SUM(CASE WHEN pair.surely >= pair.sure THEN pair.weight ELSE 0 END) >= share_sheet.balance
),

-- An until ends what was answered at an event that looked back as far as it, or came before it.
ending AS (
    SELECT asked.pattern, asked.child, asked.entry AS event, MIN(reading.day_to) AS ended_on
    FROM asked
    JOIN reading
        ON reading.pattern = asked.pattern
        AND reading.child = asked.child
        AND reading.part = 'until'
        AND (asked.maybe_since IS NULL OR reading.day_from >= asked.maybe_since)
    JOIN clock
        ON clock.clock_window = reading.clock_window
        AND clock.day = reading.day_from
        AND clock.gone_on > asked.day_from
    GROUP BY asked.pattern, asked.child, asked.entry
),

-- LEAST passes over a NULL on every engine we ask: nothing ended it.
standing AS (
    SELECT
        asked.pattern,
        asked.child,
        asked.entry AS event,
        asked.recorded_on,
        asked.day_from,
        asked.day_to,
        asked.maybe_since,
        LEAST(asked.gone_on, ending.ended_on) AS stands_until
    FROM asked
    JOIN answered
        ON answered.pattern = asked.pattern
        AND answered.child = asked.child
        AND answered.event = asked.entry
    JOIN share_sheet ON share_sheet.pattern = asked.pattern
    LEFT JOIN ending
        ON ending.pattern = asked.pattern
        AND ending.child = asked.child
        AND ending.event = asked.entry
    WHERE (ending.ended_on IS NULL OR ending.ended_on > asked.day_to)
        AND (share_sheet.stands_window IS NULL OR asked.gone_on > asked.day_to)
),

-- The days of events, and whether any of a day is answered so.
event_day AS (
    SELECT
        asked.pattern,
        asked.child,
        asked.day_to AS day,
        MAX(CASE WHEN standing.event IS NULL THEN 0 ELSE 1 END) AS answered
    FROM asked
    LEFT JOIN standing
        ON standing.pattern = asked.pattern
        AND standing.child = asked.child
        AND standing.event = asked.entry
    GROUP BY asked.pattern, asked.child, asked.day_to
),

life AS (
    SELECT
        standing.pattern,
        standing.child,
        standing.event,
        standing.day_to,
        LEAST(standing.stands_until, MIN(event_day.day)) AS lives_until
    FROM standing
    LEFT JOIN event_day
        ON event_day.pattern = standing.pattern
        AND event_day.child = standing.child
        AND event_day.day > standing.day_to
        AND event_day.answered = 0
    GROUP BY standing.pattern, standing.child, standing.event, standing.day_to, standing.stands_until
),

-- One row a day on which one begins or ceases to stand; days that are still to come are not asked about.
step AS (
    SELECT either.pattern, either.child, either.day, CAST(SUM(either.change) AS INTEGER) AS change
    FROM (
        SELECT pattern, child, day_to AS day, 1 AS change
        FROM life
        UNION ALL
        SELECT pattern, child, lives_until AS day, -1 AS change
        FROM life
        WHERE lives_until IS NOT NULL
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
        ) AS living,
        COALESCE(
            SUM(change) OVER (
                PARTITION BY pattern, child ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS lived
    FROM step
),

-- Only the days on which the answer turns: each stretch lasts from its turn to the next.
turn AS (
    SELECT
        pattern,
        child,
        living,
        day AS began_on,
        LEAD(day) OVER (PARTITION BY pattern, child ORDER BY day) AS ended_on
    FROM level
    WHERE (living > 0 AND lived = 0)
        OR (living = 0 AND lived > 0)
),

-- The events of which feeds told all that they looked back on: a window from the first day told is over by then, or that day lies
-- before the calendar.
told_of AS (
    SELECT standing.pattern, standing.child, standing.event
    FROM standing
    JOIN share_sheet ON share_sheet.pattern = standing.pattern
    JOIN told
        ON told.pattern = standing.pattern
        AND told.child = standing.child
        AND told.to_day >= standing.day_to
    LEFT JOIN clock
        ON clock.clock_window = share_sheet.clock_window
        AND clock.day = told.from_day
    WHERE COALESCE(clock.gone_on, told.from_day) <= standing.day_from
        OR told.from_day <= standing.maybe_since
    GROUP BY standing.pattern, standing.child, standing.event
),

-- The events that were answered so while it held. Those of the first day made it begin.
held AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        standing.event,
        standing.recorded_on,
        CASE WHEN standing.day_to = turn.began_on THEN 1 ELSE 0 END AS began_it,
        CASE WHEN told_of.event IS NULL THEN 0 ELSE 1 END AS was_told
    FROM turn
    JOIN standing
        ON standing.pattern = turn.pattern
        AND standing.child = turn.child
        AND standing.day_to >= turn.began_on
        AND (turn.ended_on IS NULL OR standing.day_to < turn.ended_on)
    LEFT JOIN told_of
        ON told_of.pattern = standing.pattern
        AND told_of.child = standing.child
        AND told_of.event = standing.event
    WHERE turn.living > 0
),

-- What shows each: the event, what it looks back to, and what was weighed. What only may lie there is shown where it weighs
-- against it, or where nobody knows what it says.
shown AS (
    SELECT pattern, child, began_on, ended_on, event, began_it, was_told, event AS entry, 'event' AS part, recorded_on
    FROM held
    UNION ALL
    SELECT
        held.pattern,
        held.child,
        held.began_on,
        held.ended_on,
        held.event,
        held.began_it,
        held.was_told,
        begun.entry,
        'since' AS part,
        begun.recorded_on
    FROM held
    JOIN begun
        ON begun.pattern = held.pattern
        AND begun.child = held.child
        AND begun.event = held.event
        AND begun.day_to = begun.since_on
    UNION ALL
    SELECT
        held.pattern,
        held.child,
        held.began_on,
        held.ended_on,
        held.event,
        held.began_it,
        held.was_told,
        pair.entry,
        pair.part,
        pair.recorded_on
    FROM held
    JOIN pair
        ON pair.pattern = held.pattern
        AND pair.child = held.child
        AND pair.event = held.event
    WHERE pair.surely >= pair.sure
),

-- How many weighed for it on its first day; which event names it; and when all that made it begin was on record, but for what
-- weighs on neither side.
counted AS (
    SELECT
        shown.pattern,
        shown.child,
        shown.began_on,
        COUNT(DISTINCT CASE WHEN share_weight.sure = 1 THEN shown.entry END) AS entries
    FROM shown
    JOIN share_weight
        ON share_weight.pattern = shown.pattern
        AND share_weight.part = shown.part
    WHERE shown.began_it = 1
    GROUP BY shown.pattern, shown.child, shown.began_on
),

named AS (
    SELECT
        pattern,
        child,
        began_on,
        ended_on,
        entry,
        part,
        FIRST_VALUE(event) OVER (
            PARTITION BY pattern, child, began_on ORDER BY began_it DESC, event, entry, part
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE WHEN began_it = 1 AND part <> 'unknown' THEN GREATEST(recorded_on, began_on) END) OVER (
            PARTITION BY pattern, child, began_on
        ) AS visible_on,
        MAX(CASE WHEN began_it = 1 THEN was_told ELSE 0 END) OVER (PARTITION BY pattern, child, began_on) AS was_told
    FROM shown
)

SELECT DISTINCT -- several events may look back on one entry
    named.pattern,
    share_sheet.version,
    named.child,
    -- Only a sheet that names needs is held to what feeds delivered: what weighs for it is on record either way.
    CASE WHEN share_sheet.has_needs = 0 OR named.was_told = 1 THEN 'holds' ELSE 'cannot_tell' END AS state,
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
JOIN share_sheet ON share_sheet.pattern = named.pattern
JOIN counted
    ON counted.pattern = named.pattern
    AND counted.child = named.child
    AND counted.began_on = named.began_on

UNION ALL

-- Outside the calendar nobody can tell which event looks back on an entry, nor how long an answer stands: said, not dropped.
SELECT
    outside.pattern,
    share_sheet.version,
    outside.child,
    'cannot_tell' AS state,
    outside.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    outside.entry AS anchor,
    GREATEST(outside.day_to, outside.recorded_on) AS visible_on,
    1 AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    outside.entry,
    outside.part
FROM (
    SELECT pattern, child, entry, recorded_on, day_to, part
    FROM looked_at
    WHERE gone_on IS NULL
    UNION ALL
    SELECT pattern, child, entry, recorded_on, day_to, 'event' AS part
    FROM event
    WHERE stands_window IS NOT NULL
        AND gone_on IS NULL
) AS outside
JOIN share_sheet ON share_sheet.pattern = outside.pattern
