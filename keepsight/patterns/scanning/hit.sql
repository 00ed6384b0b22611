-- The relation `hit` of the shapes, out of `bearing`: each entry in every part that it can play. Where a pattern lacks entries that
-- it cannot hold without (`least`: so many in a part, and within its window where that is asked), what else it would read of
-- the child is left out: it could say nothing of it.
CREATE OR REPLACE TEMP TABLE needed AS
WITH met AS (
    -- Of entries alive on one day, the last to begin began before the window of the first was gone.
    SELECT
        matched.pattern, bearing.child, bearing.day_from,
        lag(bearing.day_from, least.at_least - 1) OVER (
            PARTITION BY matched.pattern, bearing.child ORDER BY bearing.day_from
        ) AS since
    FROM bearing
    JOIN matched ON matched.combination = bearing.combination
    JOIN least ON least.pattern = matched.pattern AND least.part = matched.part
)

SELECT DISTINCT met.pattern, met.child
FROM met
JOIN clock_of ON clock_of.pattern = met.pattern
JOIN least ON least.pattern = met.pattern
LEFT JOIN clock ON clock.clock_window = clock_of.clock_window AND clock.day = met.since
WHERE met.since IS NOT NULL AND (least.at_least = 1 OR met.day_from < clock.gone_on)
UNION
-- Whatever happened on a day outside the calendar is said, however little there is.
SELECT matched.pattern, bearing.child
FROM bearing
JOIN matched ON matched.combination = bearing.combination
JOIN beyond ON beyond.pattern = matched.pattern AND beyond.day IN (bearing.day_from, bearing.day_to);

CREATE OR REPLACE TEMP TABLE hit AS
SELECT
    matched.set_id, bearing.child, bearing.entry, matched.counts_as, bearing.day_from, bearing.day_to,
    bearing."at" AS at_moment, bearing.recorded_on, origin.agency, origin.service, origin.sector, bearing.thread
FROM bearing
JOIN matched ON matched.combination = bearing.combination
JOIN needed ON needed.pattern = matched.pattern AND needed.child = bearing.child
JOIN origin ON origin.whose = bearing.whose;
