-- next_days: for each pattern and child, the next day after the run's on which a window runs out, so that a worker can ask
-- on that day. It may name a day on which nothing turns out to change (an answered trigger's due day): asking then costs
-- little, and missing a day on which something does change is what the whole product is against. What was there (then) and
-- what was left out (omission) is so from the day of an entry to the day of another: no window changes it, and none is asked.
WITH
-- What each pattern counts from: an entry (of a cycle, a turn) counts until the window of its first possible day is gone, a clock runs from its
-- trigger's last (or from what it counts from), a silence from when the child was heard, involvement began or something was on record.
started AS (
    SELECT part.pattern, hit.child, clock_of.clock_window, hit.day_from AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN clock_of ON clock_of.pattern = part.pattern
    WHERE part.part IN ('counted', 'compared', 'beside', 'heard', 'that')
    UNION ALL
    -- One that counts only after a while begins to when that while is gone.
    SELECT part.pattern, hit.child, count_sheet.after_window AS clock_window, hit.day_to AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN count_sheet ON count_sheet.pattern = part.pattern
    WHERE part.part = 'counted'
        AND count_sheet.after_window IS NOT NULL
    UNION ALL
    SELECT part.pattern, hit.child, clock_of.clock_window, hit.day_to AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN clock_of ON clock_of.pattern = part.pattern
    WHERE part.part IN ('awaited', 'counted_from', 'opened', 'on_record')
    UNION ALL
    -- What was answered at an event may stand for so long.
    SELECT part.pattern, hit.child, share_sheet.stands_window AS clock_window, hit.day_from AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN share_sheet ON share_sheet.pattern = part.pattern
    WHERE part.part = 'event'
        AND share_sheet.stands_window IS NOT NULL
    UNION ALL
    -- An event counts for so long as one without effect, and what came after it is known once its window is surely over.
    SELECT part.pattern, hit.child, change_sheet.counts_window AS clock_window, hit.day_from AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN change_sheet ON change_sheet.pattern = part.pattern
    WHERE part.part = 'event'
    UNION ALL
    SELECT part.pattern, hit.child, change_sheet.clock_window, hit.day_to AS day
    FROM hit
    JOIN part ON part.set_id = hit.set_id
    JOIN change_sheet ON change_sheet.pattern = part.pattern
    WHERE part.part = 'event'
    UNION ALL
    -- Before birth a clock runs with the pregnancy.
    SELECT told.pattern, told.child, awaited_sheet.pregnancy_window AS clock_window, told.weeks_from AS day
    FROM told
    JOIN awaited_sheet ON awaited_sheet.pattern = told.pattern
    WHERE awaited_sheet.pregnancy_window IS NOT NULL
    UNION ALL
    -- Feeds that begin to tell start the clock of a silence afresh.
    SELECT told.pattern, told.child, clock_of.clock_window, told.from_day AS day
    FROM told
    JOIN clock_of ON clock_of.pattern = told.pattern
),

named AS (
    SELECT started.pattern, started.child, clock.gone_on AS next_on
    FROM started
    JOIN clock
        ON clock.clock_window = started.clock_window
        AND clock.day = started.day
    UNION ALL
    -- From the day on which a child is taken to be born, nothing is asked of the pregnancy any more.
    SELECT told.pattern, told.child, told.here_from AS next_on
    FROM told
    JOIN awaited_sheet ON awaited_sheet.pattern = told.pattern
    WHERE awaited_sheet.pregnancy_window IS NOT NULL
)

SELECT named.pattern, named.child, MIN(named.next_on) AS next_on
FROM named
CROSS JOIN as_of
WHERE named.next_on > as_of.as_of
GROUP BY named.pattern, named.child
