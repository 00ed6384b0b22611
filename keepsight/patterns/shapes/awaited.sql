-- awaited: after this, nothing of that (or not each of those) within its clock, on the same thread or for the child.
--
-- What is due on a day and comes on that day is in time. What comes later leaves an interval from the day the clock ran out
-- to the day it came, or breaches would vanish; what never came leaves one that holds still. That something did not come is
-- claimed only for days on which the feeds would have told us. Of a child not yet born it is asked in weeks of the pregnancy.
WITH
-- What the awaiting patterns read, each entry with the part it plays; of what awaits, only what truly does (`awaiting`).
playing AS (
    SELECT
        part.pattern,
        part.part,
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
    WHERE part.part <> 'awaited'
    UNION ALL
    SELECT
        pattern, 'awaited' AS part, 0 AS pair, child, entry, day_from, day_to, at_moment, agency, sector, thread, recorded_on
    FROM awaiting
),

reading AS (
    SELECT
        playing.pattern,
        playing.part,
        playing.pair,
        playing.child,
        playing.entry,
        playing.day_from,
        playing.day_to,
        playing.at_moment,
        playing.agency,
        playing.sector,
        playing.thread,
        playing.recorded_on,
        awaited_sheet.clock_window,
        awaited_sheet.tie,
        awaited_sheet.hours,
        awaited_sheet.contact_window,
        awaited_sheet.pregnancy_window
    FROM playing
    JOIN awaited_sheet ON awaited_sheet.pattern = playing.pattern
),

-- Where a sheet counts from something else (an assessment's clock from its referral): what began it, on the same thread of
-- the same sector and by the day of what awaits. It starts only the clock of the first that awaits after it: a second
-- assessment of an open case is not late because the referral was long ago.
beginning AS (
    SELECT
        trigger.pattern,
        trigger.child,
        trigger.entry,
        earlier.entry AS counted_from,
        earlier.recorded_on,
        earlier.day_to AS since_on,
        MAX(earlier.day_to) OVER (PARTITION BY trigger.pattern, trigger.child, trigger.entry) AS last_on
    FROM reading AS trigger
    JOIN reading AS earlier
        ON earlier.part = 'counted_from'
        AND earlier.pattern = trigger.pattern
        AND earlier.child = trigger.child
        AND earlier.thread = trigger.thread
        AND earlier.sector = trigger.sector
        AND earlier.day_to <= trigger.day_from
    WHERE trigger.part = 'awaited'
        AND NOT EXISTS (
            SELECT 1
            FROM reading AS nearer
            WHERE nearer.part = 'awaited'
                AND nearer.pattern = trigger.pattern
                AND nearer.child = trigger.child
                AND nearer.thread = trigger.thread
                AND nearer.sector = trigger.sector
                AND nearer.day_from >= earlier.day_to
                AND nearer.day_to < trigger.day_from
        )
),

-- Where a sheet asks only of whoever has known the child longest: how each agency came into contact, and when that was the
-- sheet's length of time ago. An unknown agency is none.
contact AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.agency,
        reading.entry,
        reading.recorded_on,
        reading.day_to AS since_on,
        clock.gone_on AS long_on,
        MIN(reading.day_from) OVER (PARTITION BY reading.pattern, reading.child, reading.agency) AS maybe_since,
        ROW_NUMBER() OVER (
            PARTITION BY reading.pattern, reading.child, reading.agency ORDER BY reading.day_to, reading.entry
        ) AS place
    FROM reading
    LEFT JOIN clock
        ON clock.clock_window = reading.contact_window
        AND clock.day = reading.day_to
    WHERE reading.part = 'in_contact'
        AND reading.agency IS NOT NULL
),

-- Longest are those whom nobody may have come before: of one day, all.
longest AS (
    SELECT pattern, child, agency, entry, recorded_on, long_on
    FROM contact
    WHERE place = 1
        AND NOT EXISTS (
            SELECT 1
            FROM contact AS other
            WHERE other.pattern = contact.pattern
                AND other.child = contact.child
                AND other.agency <> contact.agency
                AND other.maybe_since < contact.since_on
        )
),

-- Where a sheet asks of a child before birth: the day its weeks are counted from (NULL: nobody knows when the birth is expected),
-- the first day on which so many of them are over, and the birth.
pregnancy AS (
    SELECT DISTINCT told.pattern, told.child, told.weeks_from, told.here_from, clock.gone_on
    FROM told
    JOIN awaited_sheet ON awaited_sheet.pattern = told.pattern
    LEFT JOIN clock
        ON clock.clock_window = awaited_sheet.pregnancy_window
        AND clock.day = told.weeks_from
    WHERE awaited_sheet.pregnancy_window IS NOT NULL
),

-- What awaits, with the day its clock counts from: the last such beginning, else its own. An inexact day starts a clock on
-- the last day it may have been. Before birth what was done earlier in the pregnancy answers too, and what is older than the
-- pregnancy awaits from its first day.
started AS (
    SELECT
        reading.pattern,
        reading.child,
        reading.entry,
        COALESCE(pregnancy.weeks_from, reading.day_from) AS day_from,
        reading.day_to,
        reading.at_moment,
        reading.sector,
        reading.thread,
        reading.recorded_on,
        reading.clock_window,
        reading.tie,
        reading.hours,
        reading.pregnancy_window,
        pregnancy.gone_on AS weeks_gone_on,
        pregnancy.here_from,
        beginning.counted_from,
        longest.entry AS in_contact,
        GREATEST(beginning.recorded_on, longest.recorded_on, reading.recorded_on) AS known_on,
        GREATEST(pregnancy.weeks_from, COALESCE(beginning.since_on, reading.day_to)) AS since_on
    FROM reading
    LEFT JOIN pregnancy
        ON pregnancy.pattern = reading.pattern
        AND pregnancy.child = reading.child
    LEFT JOIN longest
        ON longest.pattern = reading.pattern
        AND longest.child = reading.child
        AND longest.agency = reading.agency
        AND longest.long_on <= reading.day_from
    LEFT JOIN beginning
        ON beginning.pattern = reading.pattern
        AND beginning.child = reading.child
        AND beginning.entry = reading.entry
        AND beginning.since_on = beginning.last_on
    WHERE reading.part = 'awaited'
        AND (reading.contact_window IS NULL OR longest.entry IS NOT NULL)
        AND (pregnancy.here_from IS NULL OR reading.day_to < pregnancy.here_from)
),

-- The first day after the clock has run out; where it ran out before anything was awaited, that day itself. Outside the
-- calendar, or of a pregnancy whose weeks nobody knows, there is no such day: cannot tell, never a dropped row.
trigger AS (
    SELECT
        started.pattern,
        started.child,
        started.entry,
        started.day_from,
        started.day_to,
        started.at_moment,
        started.sector,
        started.thread,
        started.known_on,
        started.tie,
        started.hours,
        started.counted_from,
        started.since_on,
        started.here_from,
        CASE
            WHEN started.pregnancy_window IS NOT NULL AND (clock.gone_on IS NULL OR started.weeks_gone_on IS NULL) THEN NULL
            ELSE GREATEST(
                CASE WHEN clock.gone_on < started.day_to THEN started.day_to ELSE clock.gone_on END, started.weeks_gone_on
            )
        END AS gone_on
    FROM started
    LEFT JOIN clock
        ON clock.clock_window = started.clock_window
        AND clock.day = started.since_on
),

-- Each trigger with each thing it awaits and each reply that may be that, or with none. Nothing answers itself: what was taken
-- further waits to be taken further again. A reply answers all those before it, unless both have a thread of one sector and
-- the threads differ: an agency's threads are its own, and say nothing of another's. On a matter that people of several
-- agencies act on, only what was done on that matter answers. A clock in hours is read to the minute
-- where both moments are known: then an interview held in the morning is no answer to the return of that evening.
answer AS (
    SELECT
        trigger.pattern,
        trigger.child,
        trigger.entry,
        trigger.day_from,
        trigger.day_to,
        trigger.known_on,
        trigger.counted_from,
        trigger.since_on,
        trigger.gone_on,
        trigger.at_moment,
        trigger.hours,
        expected.pair,
        reply.entry AS answer,
        reply.day_to AS answered_on,
        reply.at_moment AS answered_at,
        CASE
            WHEN trigger.hours IS NOT NULL AND trigger.at_moment IS NOT NULL AND reply.at_moment IS NOT NULL THEN 1
            ELSE 0
        END AS to_the_minute
    FROM trigger
    JOIN part AS expected
        ON expected.pattern = trigger.pattern
        AND expected.part = 'answered'
    LEFT JOIN reading AS reply
        ON reply.part = 'answered'
        AND reply.pair = expected.pair
        AND reply.pattern = trigger.pattern
        AND reply.child = trigger.child
        AND reply.day_from >= trigger.day_from
        AND reply.entry <> trigger.entry
        AND (trigger.here_from IS NULL OR reply.day_to < trigger.here_from)
        AND (
            trigger.tie = 'child'
            OR reply.thread IS NULL
            OR trigger.thread IS NULL
            OR reply.thread = trigger.thread
            OR (trigger.tie = 'thread' AND reply.sector <> trigger.sector)
        )
        AND (
            trigger.hours IS NULL
            OR reply.at_moment IS NULL
            OR trigger.at_moment IS NULL
            OR reply.at_moment >= trigger.at_moment
        )
),

-- Whether it came in time. A moment plus hours is the only addition in any shape: no calendar table can hold every minute,
-- and this one sum is the same on every engine.
timed AS (
    SELECT
        pattern,
        child,
        entry,
        day_from,
        day_to,
        known_on,
        counted_from,
        since_on,
        gone_on,
        pair,
        answer,
        answered_on,
        to_the_minute,
        CASE
            WHEN to_the_minute = 1 AND answered_at <= at_moment + hours THEN 1
            WHEN to_the_minute = 0 AND answered_on < gone_on THEN 1
            ELSE 0
        END AS in_time
    FROM answer
),

-- What became of each thing that a trigger awaits: whether it came in time, and the first day it came at all.
fate AS (
    SELECT
        pattern,
        child,
        entry,
        day_from,
        day_to,
        known_on,
        counted_from,
        since_on,
        gone_on,
        answer,
        answered_on,
        to_the_minute,
        MAX(in_time) OVER (PARTITION BY pattern, child, entry, pair) AS ever_in_time,
        MIN(answered_on) OVER (PARTITION BY pattern, child, entry, pair) AS first_answered_on
    FROM timed
),

-- What ran out, with the answers of the first day that brought any. To the minute it can run out within the due day itself:
-- then it ran out on the day of the late answer, which alone shows it.
late AS (
    SELECT
        pattern,
        child,
        entry,
        day_from,
        day_to,
        known_on,
        counted_from,
        since_on,
        answer,
        to_the_minute,
        first_answered_on,
        CASE WHEN first_answered_on IS NULL THEN 1 ELSE 0 END AS never_came,
        CASE WHEN first_answered_on < gone_on THEN first_answered_on ELSE gone_on END AS ran_out_on
    FROM fate
    WHERE ever_in_time = 0
        AND (answer IS NULL OR answered_on = first_answered_on)
),

-- A trigger of which anything ran out is missed from the first of them to the day that brought the last, if all of them came.
missed AS (
    SELECT
        pattern,
        child,
        entry,
        day_from,
        day_to,
        known_on,
        counted_from,
        since_on,
        answer,
        to_the_minute,
        MIN(ran_out_on) OVER (PARTITION BY pattern, child, entry) AS ran_out_on,
        CASE
            WHEN MAX(never_came) OVER (PARTITION BY pattern, child, entry) = 0
                THEN MAX(first_answered_on) OVER (PARTITION BY pattern, child, entry)
        END AS answered_on
    FROM late
),

-- The last day of which the feeds told anything at all. A hole before it ends nothing that was seen to hold: silence is
-- not safety.
told_last AS (
    SELECT told.pattern, told.child, MAX(LEAST(told.to_day, as_of.as_of)) AS told_on
    FROM told
    CROSS JOIN as_of
    GROUP BY told.pattern, told.child
),

-- Claimed where the feeds told every day from the trigger to the day its clock ran out; else we cannot tell. A clock that
-- is still running is no answer yet, and one outside the calendar is said on the day of its trigger.
claim AS (
    SELECT
        missed.pattern,
        missed.child,
        missed.entry,
        missed.day_to,
        missed.known_on,
        missed.counted_from,
        missed.since_on,
        missed.answer,
        missed.to_the_minute,
        CASE WHEN told.from_day IS NOT NULL AND missed.ran_out_on IS NOT NULL THEN 'holds' ELSE 'cannot_tell' END AS state,
        COALESCE(missed.ran_out_on, missed.day_to) AS began_on,
        COALESCE(missed.answered_on, birth.here_from) AS ended_on,
        COALESCE(missed.answered_on, birth.here_from, told_last.told_on, as_of.as_of) AS until_on
    FROM missed
    CROSS JOIN as_of
    LEFT JOIN pregnancy AS birth
        ON birth.pattern = missed.pattern
        AND birth.child = missed.child
        AND birth.here_from <= as_of.as_of
    LEFT JOIN told
        ON told.pattern = missed.pattern
        AND told.child = missed.child
        AND told.from_day <= missed.day_from
        AND told.to_day >= missed.ran_out_on
    LEFT JOIN told_last
        ON told_last.pattern = missed.pattern
        AND told_last.child = missed.child
    WHERE missed.ran_out_on IS NULL
        OR (missed.ran_out_on <= as_of.as_of AND (birth.here_from IS NULL OR missed.ran_out_on < birth.here_from))
),

-- Two agencies may tell of one return, and triggers of a weekend share a due day: what ran out and was answered on the
-- same days is one interval, named by the earliest of them (of one day, the lowest id).
shared AS (
    SELECT
        pattern,
        child,
        state,
        began_on,
        ended_on,
        until_on,
        entry,
        counted_from,
        answer,
        to_the_minute,
        FIRST_VALUE(entry) OVER (
            PARTITION BY pattern, child, state, began_on, ended_on ORDER BY day_to, entry
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS anchor,
        MAX(GREATEST(known_on, began_on)) OVER (PARTITION BY pattern, child, state, began_on, ended_on) AS visible_on,
        MIN(since_on) OVER (PARTITION BY pattern, child, state, began_on, ended_on) AS since_on
    FROM claim
),

-- The entries that show it: the triggers, what their clocks counted from, how long their agency has been in contact, what
-- stood open, and the answers. UNION, for one answer may answer several of them.
shown AS (
    SELECT
        pattern, child, state, began_on, ended_on, anchor, visible_on, since_on, until_on, entry, 'awaited' AS part
    FROM shared
    UNION
    SELECT
        pattern,
        child,
        state,
        began_on,
        ended_on,
        anchor,
        visible_on,
        since_on,
        until_on,
        answer AS entry,
        CASE WHEN to_the_minute = 1 THEN 'answered_by_the_minute' ELSE 'answered' END AS part
    FROM shared
    WHERE answer IS NOT NULL
    UNION
    SELECT
        pattern,
        child,
        state,
        began_on,
        ended_on,
        anchor,
        visible_on,
        since_on,
        until_on,
        counted_from AS entry,
        'counted_from' AS part
    FROM shared
    WHERE counted_from IS NOT NULL
    UNION
    SELECT
        shared.pattern,
        shared.child,
        shared.state,
        shared.began_on,
        shared.ended_on,
        shared.anchor,
        shared.visible_on,
        shared.since_on,
        shared.until_on,
        started.in_contact AS entry,
        'in_contact' AS part
    FROM shared
    JOIN started
        ON started.pattern = shared.pattern
        AND started.child = shared.child
        AND started.entry = shared.entry
    WHERE started.in_contact IS NOT NULL
    UNION
    SELECT
        shared.pattern,
        shared.child,
        shared.state,
        shared.began_on,
        shared.ended_on,
        shared.anchor,
        shared.visible_on,
        shared.since_on,
        shared.until_on,
        awaiting.opened AS entry,
        'opened' AS part
    FROM shared
    JOIN awaiting
        ON awaiting.pattern = shared.pattern
        AND awaiting.child = shared.child
        AND awaiting.entry = shared.entry
    WHERE awaiting.opened IS NOT NULL
)

SELECT
    shown.pattern,
    awaited_sheet.version,
    shown.child,
    shown.state,
    shown.began_on,
    shown.ended_on,
    shown.anchor,
    shown.visible_on,
    CAST(NULL AS INTEGER) AS counted,
    shown.since_on,
    shown.until_on,
    shown.entry,
    shown.part
FROM shown
JOIN awaited_sheet ON awaited_sheet.pattern = shown.pattern
