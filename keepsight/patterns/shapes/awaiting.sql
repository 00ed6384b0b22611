-- awaiting: what awaits an answer, one row for each such entry.
--
-- Some await one always. Some do only while something stands open for the child: on every day on which they may have
-- happened, from the day it had certainly opened until it had certainly closed. What awaits one anyway asks nothing of
-- what was open.
WITH
reading AS (
    SELECT
        part.pattern,
        part.pair,
        hit.child,
        hit.entry,
        hit.day_from,
        hit.day_to,
        hit.at_moment,
        hit.agency,
        hit.sector,
        hit.thread,
        hit.recorded_on
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    WHERE part.part = 'awaited'
),

-- Of what stood open, the one that was on record first shows it.
standing AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.entry,
        spell.entry AS opened,
        spell.recorded_on,
        ROW_NUMBER() OVER (
            PARTITION BY reading.pattern, reading.child, reading.entry ORDER BY spell.recorded_on, spell.entry
        ) AS place
    FROM reading
    JOIN spell
        ON spell.pattern = reading.pattern
        AND spell.child = reading.child
        AND spell.opened_on <= reading.day_from
        AND (spell.closed_on IS NULL OR spell.closed_on > reading.day_to)
    WHERE reading.pair = 1
        AND NOT EXISTS (
            SELECT 1
            FROM reading AS anyway
            WHERE anyway.pair = 0
                AND anyway.pattern = reading.pattern
                AND anyway.child = reading.child
                AND anyway.entry = reading.entry
        )
)

-- On record is that it awaits, once both it and what stood open are.
SELECT
    reading.pattern,
    reading.child,
    reading.entry,
    reading.day_from,
    reading.day_to,
    reading.at_moment,
    reading.agency,
    reading.sector,
    reading.thread,
    GREATEST(reading.recorded_on, standing.recorded_on) AS recorded_on,
    standing.opened
FROM reading
LEFT JOIN standing
    ON standing.pattern = reading.pattern
    AND standing.child = reading.child
    AND standing.entry = reading.entry
    AND standing.place = 1
    AND reading.pair = 1
WHERE reading.pair = 0
    OR standing.opened IS NOT NULL
