-- omission: this event leaves out something on record before it.
--
-- What an event states it considered comes as `stated`, a word a row. An event that states nothing at all is unknown, and is
-- never said to leave anything out. What had been recorded by the day of the event, by whomever, counts as held; it must have
-- happened by then too, and its window must reach the event. What an event leaves out stays left out until a later event of
-- the same terms states it.
WITH
reading AS (
    SELECT
        part.pattern,
        part.part,
        hit.child,
        hit.entry,
        hit.counts_as,
        hit.recorded_on,
        hit.day_from,
        hit.day_to,
        omission_sheet.clock_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN omission_sheet ON omission_sheet.pattern = part.pattern
),

holding AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.entry,
        reading.counts_as AS word,
        reading.recorded_on,
        reading.day_to,
        clock.gone_on
    FROM reading
    LEFT JOIN clock
        ON clock.clock_window = reading.clock_window
        AND clock.day = reading.day_from
    WHERE reading.part = 'held'
),

-- Each event that states anything, with each entry held by then that it should have thought of: held surely, whichever day
-- the event was.
due AS (
    SELECT
        event.pattern,
        event.child,
        event.entry AS event,
        event.recorded_on,
        event.day_from,
        event.day_to,
        holding.entry AS held,
        holding.word
    FROM reading AS event
    JOIN holding
        ON holding.pattern = event.pattern
        AND holding.child = event.child
        AND holding.day_to <= event.day_from
        AND holding.recorded_on <= event.day_from
        AND holding.gone_on > event.day_to
    WHERE event.part = 'event'
        AND EXISTS (SELECT 1 FROM stated WHERE stated.entry = event.entry)
),

-- What ends it: an event that states the word (the event itself among them), or an until: for the words that it states, or for
-- every word where it states none.
mending AS (
    SELECT reading.pattern, reading.child, reading.day_from, reading.day_to, stated.word
    FROM reading
    JOIN stated ON stated.entry = reading.entry
    WHERE reading.part = 'event'
    UNION ALL
    SELECT reading.pattern, reading.child, reading.day_from, reading.day_to, stated.word
    FROM reading
    LEFT JOIN stated ON stated.entry = reading.entry
    WHERE reading.part = 'until'
),

-- How long each word stays left out. Stated on the day of the event, by it or another, it never was.
life AS (
    SELECT
        due.pattern,
        due.child,
        due.event,
        due.recorded_on,
        due.day_to,
        due.held,
        due.word,
        MIN(mending.day_to) AS lives_until
    FROM due
    LEFT JOIN mending
        ON mending.pattern = due.pattern
        AND mending.child = due.child
        AND mending.day_from >= due.day_from
        AND (mending.word IS NULL OR mending.word = due.word)
    GROUP BY
        due.pattern,
        due.child,
        due.event,
        due.recorded_on,
        due.day_to,
        due.held,
        due.word
    HAVING MIN(mending.day_to) IS NULL
        OR MIN(mending.day_to) > due.day_to
),

step AS (
    SELECT pattern, child, day, SUM(change) AS change
    FROM (
        SELECT pattern, child, day_to AS day, 1 AS change
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

-- How many things were left out on the day it began.
counted AS (
    SELECT turn.pattern, turn.child, turn.began_on, COUNT(DISTINCT life.word) AS words
    FROM turn
    JOIN life
        ON life.pattern = turn.pattern
        AND life.child = turn.child
        AND life.day_to = turn.began_on
    WHERE turn.living > 0
    GROUP BY turn.pattern, turn.child, turn.began_on
),

-- The events that left something out while it held, and what they left out. Those of the first day made it begin.
shown AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        life.event,
        life.held,
        FIRST_VALUE(life.event) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on ORDER BY life.day_to, life.event, life.held
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE WHEN life.day_to = turn.began_on THEN GREATEST(life.recorded_on, turn.began_on) END) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on
        ) AS visible_on
    FROM turn
    JOIN life
        ON life.pattern = turn.pattern
        AND life.child = turn.child
        AND life.day_to >= turn.began_on
        AND (turn.ended_on IS NULL OR life.day_to < turn.ended_on)
    WHERE turn.living > 0
),

-- UNION, for one event may leave out several, and one entry may be left out by several.
evidence AS (
    SELECT pattern, child, began_on, ended_on, anchor, visible_on, event AS entry, 'event' AS part
    FROM shown
    UNION
    SELECT pattern, child, began_on, ended_on, anchor, visible_on, held AS entry, 'held' AS part
    FROM shown
)

SELECT
    evidence.pattern,
    omission_sheet.version,
    evidence.child,
    'holds' AS state,
    evidence.began_on,
    evidence.ended_on,
    evidence.anchor,
    evidence.visible_on,
    counted.words AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    evidence.entry,
    evidence.part
FROM evidence
JOIN omission_sheet ON omission_sheet.pattern = evidence.pattern
JOIN counted
    ON counted.pattern = evidence.pattern
    AND counted.child = evidence.child
    AND counted.began_on = evidence.began_on

UNION ALL

-- Something held outside the calendar: nobody can tell how long it should be thought of, and it is said rather than dropped.
SELECT
    holding.pattern,
    omission_sheet.version,
    holding.child,
    'cannot_tell' AS state,
    holding.day_to AS began_on,
    CAST(NULL AS DATE) AS ended_on,
    holding.entry AS anchor,
    GREATEST(holding.day_to, holding.recorded_on) AS visible_on,
    1 AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    holding.entry,
    'held' AS part
FROM holding
JOIN omission_sheet ON omission_sheet.pattern = holding.pattern
WHERE holding.gone_on IS NULL
