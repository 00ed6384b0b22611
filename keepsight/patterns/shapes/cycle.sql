-- cycle: n or more rounds of this and that, alive at once.
--
-- A round is this, and then that on a later day within so long, of one matter (its thread where it has one, else the child):
-- told twice it is one round, for all that came before the same turn is one. It counts from the day of that until its window
-- is gone, an until spends it, or something shows that it lasts: the lasting, once the time for a round is over, with no that
-- in between. That nobody looked shows nothing. Inexact days count only as they would whichever day it was.
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
        cycle_sheet.clock_window,
        cycle_sheet.round_window
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN cycle_sheet ON cycle_sheet.pattern = part.pattern
),

-- This, with the day on which the time for a round is gone: the first it may be, and the first it surely is.
begun AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.belongs_to,
        reading.entry,
        reading.recorded_on,
        reading.day_from,
        reading.day_to,
        soonest.gone_on,
        latest.gone_on AS surely_gone_on
    FROM reading
    LEFT JOIN clock AS soonest
        ON soonest.clock_window = reading.round_window
        AND soonest.day = reading.day_from
    LEFT JOIN clock AS latest
        ON latest.clock_window = reading.round_window
        AND latest.day = reading.day_to
    WHERE reading.part = 'this'
),

-- That, with the day on which its round no longer counts.
turned AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.belongs_to,
        reading.entry,
        reading.recorded_on,
        reading.day_from,
        reading.day_to,
        clock.gone_on
    FROM reading
    LEFT JOIN clock
        ON clock.clock_window = reading.clock_window
        AND clock.day = reading.day_from
    WHERE reading.part = 'that'
),

-- This with each that which surely followed it in time, and the day of the first. Where that may lie on the same day, nobody
-- knows which came first: such a day leaves it as it was.
pair AS (
    SELECT
        begun.pattern,
        begun.child,
        begun.belongs_to,
        begun.entry AS this_entry,
        begun.recorded_on AS this_recorded_on,
        begun.day_from AS this_from,
        begun.day_to AS this_on,
        turned.entry AS that_entry,
        turned.recorded_on AS that_recorded_on,
        turned.day_from AS that_from,
        turned.day_to AS that_on,
        turned.gone_on,
        MIN(turned.day_to) OVER (PARTITION BY begun.pattern, begun.child, begun.entry) AS turned_on
    FROM begun
    JOIN turned
        ON turned.pattern = begun.pattern
        AND turned.child = begun.child
        AND turned.belongs_to = begun.belongs_to
        AND turned.day_from > begun.day_to
        AND turned.day_to < begun.gone_on
    WHERE NOT EXISTS (
        SELECT 1
        FROM turned AS level
        WHERE level.pattern = begun.pattern
            AND level.child = begun.child
            AND level.belongs_to = begun.belongs_to
            AND level.day_from <= begun.day_to
            AND level.day_to >= begun.day_from
    )
),

-- What made each round: all that came on the day of its turn, and the nearest this. Outside the calendar no round counts.
made AS (
    SELECT
        pattern,
        child,
        belongs_to,
        this_entry,
        this_recorded_on,
        this_from,
        this_on,
        that_entry,
        that_recorded_on,
        that_from,
        turned_on,
        gone_on,
        MAX(this_on) OVER (PARTITION BY pattern, child, belongs_to, turned_on) AS nearest_on
    FROM pair
    WHERE that_on = turned_on
        AND gone_on IS NOT NULL
),

came_round AS (
    SELECT pattern, child, belongs_to, turned_on, MIN(that_from) AS turned_from, MIN(gone_on) AS gone_on
    FROM made
    GROUP BY pattern, child, belongs_to, turned_on
),

-- What spends the rounds of its matter: an until, and what shows that this has lasted.
spender AS (
    SELECT pattern, child, belongs_to, day_from, day_to
    FROM reading
    WHERE part = 'until'
    UNION ALL
    SELECT reading.pattern, reading.child, reading.belongs_to, reading.day_from, reading.day_to
    FROM reading
    JOIN begun
        ON begun.pattern = reading.pattern
        AND begun.child = reading.child
        AND begun.belongs_to = reading.belongs_to
        AND begun.surely_gone_on <= reading.day_from
    WHERE reading.part = 'lasting'
        AND NOT EXISTS (
            SELECT 1
            FROM turned
            WHERE turned.pattern = begun.pattern
                AND turned.child = begun.child
                AND turned.belongs_to = begun.belongs_to
                AND turned.day_to >= begun.day_from
                AND turned.day_from <= reading.day_to
        )
),

spent AS (
    SELECT
        came_round.pattern,
        came_round.child,
        came_round.belongs_to,
        came_round.turned_on,
        MIN(spender.day_to) AS spent_on
    FROM came_round
    JOIN spender
        ON spender.pattern = came_round.pattern
        AND spender.child = came_round.child
        AND spender.belongs_to = came_round.belongs_to
        AND spender.day_from >= came_round.turned_from
    GROUP BY came_round.pattern, came_round.child, came_round.belongs_to, came_round.turned_on
),

-- LEAST passes over a NULL on every engine we ask: nothing spent it.
living AS (
    SELECT
        came_round.pattern,
        came_round.child,
        came_round.belongs_to,
        came_round.turned_on,
        LEAST(came_round.gone_on, spent.spent_on) AS lives_until
    FROM came_round
    LEFT JOIN spent
        ON spent.pattern = came_round.pattern
        AND spent.child = came_round.child
        AND spent.belongs_to = came_round.belongs_to
        AND spent.turned_on = came_round.turned_on
    WHERE spent.spent_on IS NULL
        OR spent.spent_on > came_round.turned_on
),

-- One row a day on which a round begins or ceases to count; days that are still to come are not asked about.
step AS (
    SELECT either.pattern, either.child, either.day, CAST(SUM(either.change) AS INTEGER) AS change
    FROM (
        SELECT pattern, child, turned_on AS day, 1 AS change
        FROM living
        UNION ALL
        SELECT pattern, child, lives_until AS day, -1 AS change
        FROM living
    ) AS either
    CROSS JOIN as_of
    WHERE either.day <= as_of.as_of
    GROUP BY either.pattern, either.child, either.day
),

tally AS (
    SELECT
        pattern,
        child,
        day,
        SUM(change) OVER (
            PARTITION BY pattern, child ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS rounds,
        COALESCE(
            SUM(change) OVER (
                PARTITION BY pattern, child ORDER BY day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        ) AS rounds_before
    FROM step
),

-- Only the days on which the answer turns: each stretch lasts from its turn to the next.
turn AS (
    SELECT
        tally.pattern,
        tally.child,
        tally.day AS began_on,
        CASE WHEN tally.rounds >= cycle_sheet.least THEN 1 ELSE 0 END AS holds,
        LEAD(tally.day) OVER (PARTITION BY tally.pattern, tally.child ORDER BY tally.day) AS ended_on
    FROM tally
    JOIN cycle_sheet ON cycle_sheet.pattern = tally.pattern
    WHERE (tally.rounds >= cycle_sheet.least AND tally.rounds_before < cycle_sheet.least)
        OR (tally.rounds < cycle_sheet.least AND tally.rounds_before >= cycle_sheet.least)
),

peak AS (
    SELECT turn.pattern, turn.child, turn.began_on, MAX(tally.rounds) AS most
    FROM turn
    JOIN tally
        ON tally.pattern = turn.pattern
        AND tally.child = turn.child
        AND tally.day >= turn.began_on
        AND (turn.ended_on IS NULL OR tally.day < turn.ended_on)
    WHERE turn.holds = 1
    GROUP BY turn.pattern, turn.child, turn.began_on
),

-- The rounds that counted while it held. Those that counted on its first day made it begin; the last turn of them names it.
shown AS (
    SELECT
        turn.pattern,
        turn.child,
        turn.began_on,
        turn.ended_on,
        made.this_entry,
        made.that_entry,
        FIRST_VALUE(made.that_entry) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on
            ORDER BY CASE WHEN made.turned_on = turn.began_on THEN 0 ELSE 1 END, made.that_entry, made.this_entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(CASE
            WHEN made.turned_on <= turn.began_on
                THEN GREATEST(made.this_recorded_on, made.that_recorded_on, turn.began_on)
        END) OVER (PARTITION BY turn.pattern, turn.child, turn.began_on) AS visible_on,
        MIN(CASE WHEN made.turned_on <= turn.began_on THEN made.this_from END) OVER (
            PARTITION BY turn.pattern, turn.child, turn.began_on
        ) AS reaches_back_to
    FROM turn
    JOIN living
        ON living.pattern = turn.pattern
        AND living.child = turn.child
        AND living.lives_until > turn.began_on
        AND (turn.ended_on IS NULL OR living.turned_on < turn.ended_on)
    JOIN made
        ON made.pattern = living.pattern
        AND made.child = living.child
        AND made.belongs_to = living.belongs_to
        AND made.turned_on = living.turned_on
        AND made.this_on = made.nearest_on
    WHERE turn.holds = 1
),

-- UNION, for one this may have been turned by several.
evidence AS (
    SELECT pattern, child, began_on, ended_on, anchor, visible_on, reaches_back_to, this_entry AS entry, 'this' AS part
    FROM shown
    UNION
    SELECT pattern, child, began_on, ended_on, anchor, visible_on, reaches_back_to, that_entry AS entry, 'that' AS part
    FROM shown
)

SELECT
    evidence.pattern,
    cycle_sheet.version,
    evidence.child,
    -- Only a sheet that names needs is held to what feeds delivered: what came round is on record either way.
    CASE WHEN cycle_sheet.has_needs = 0 OR told.from_day IS NOT NULL THEN 'holds' ELSE 'cannot_tell' END AS state,
    evidence.began_on,
    evidence.ended_on,
    evidence.anchor,
    evidence.visible_on,
    CAST(peak.most AS INTEGER) AS counted,
    CAST(NULL AS DATE) AS since_on,
    CAST(NULL AS DATE) AS until_on,
    evidence.entry,
    evidence.part
FROM evidence
JOIN cycle_sheet ON cycle_sheet.pattern = evidence.pattern
JOIN peak
    ON peak.pattern = evidence.pattern
    AND peak.child = evidence.child
    AND peak.began_on = evidence.began_on
LEFT JOIN told
    ON told.pattern = evidence.pattern
    AND told.child = evidence.child
    AND told.from_day <= evidence.reaches_back_to
    AND told.to_day >= evidence.began_on

UNION ALL

-- This or that outside the calendar: nobody can tell what came round in time, and it is said rather than dropped.
SELECT
    outside.pattern,
    cycle_sheet.version,
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
    SELECT pattern, child, entry, recorded_on, day_to, 'this' AS part
    FROM begun
    WHERE gone_on IS NULL
        OR surely_gone_on IS NULL
    UNION ALL
    SELECT pattern, child, entry, recorded_on, day_to, 'that' AS part
    FROM turned
    WHERE gone_on IS NULL
) AS outside
JOIN cycle_sheet ON cycle_sheet.pattern = outside.pattern
