-- coverage.told_days, said of a population: the days on which every need of each pattern was delivered. What feeds delivered
-- for every child is worked out once; only children of whom a feed spoke alone are worked out one by one.
CREATE TEMP TABLE apart AS
SELECT DISTINCT childhood.child FROM coverage JOIN childhood ON childhood.id = coverage.child;

CREATE TEMP TABLE told_of AS
WITH delivered AS (
    SELECT NULL::INTEGER AS child, sector, kind, from_day, to_day FROM coverage WHERE child IS NULL
    UNION ALL
    SELECT childhood.child, coverage.sector, coverage.kind, coverage.from_day, coverage.to_day
    FROM coverage
    JOIN childhood ON childhood.id = coverage.child
    UNION ALL
    -- What was delivered for every child was delivered for them too.
    SELECT apart.child, shared.sector, shared.kind, shared.from_day, shared.to_day
    FROM coverage AS shared
    CROSS JOIN apart
    WHERE shared.child IS NULL
),

-- Each thing that a pattern needs, with the days on which any of the senders delivered it.
met AS (
    SELECT need.pattern, need.thing, delivered.child, delivered.from_day, delivered.to_day
    FROM need
    JOIN delivered ON delivered.kind = need.kind AND delivered.sector = need.sector
),

-- Overlapping and touching stretches are one: a stretch begins where nothing before it reaches the day before.
reach AS (
    SELECT *, max(to_day) OVER (
        PARTITION BY pattern, thing, child ORDER BY from_day, to_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS reached
    FROM met
),

begun AS (
    SELECT *, sum(CASE WHEN reached >= from_day - 1 THEN 0 ELSE 1 END) OVER (
        PARTITION BY pattern, thing, child ORDER BY from_day, to_day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS stretch
    FROM reach
),

stretch AS (
    SELECT pattern, thing, child, min(from_day) AS from_day, max(to_day) AS to_day
    FROM begun
    GROUP BY pattern, thing, child, stretch
),

-- How many of a pattern's needs are met at the end of each day on which that changes.
step AS (
    SELECT pattern, child, day, sum(change) AS change
    FROM (
        SELECT pattern, child, from_day AS day, 1 AS change FROM stretch
        UNION ALL
        SELECT pattern, child, to_day + 1 AS day, -1 AS change FROM stretch
    ) AS either
    GROUP BY pattern, child, day
),

level AS (
    SELECT
        pattern, child, day,
        sum(change) OVER (
            PARTITION BY pattern, child ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS met,
        lead(day) OVER (PARTITION BY pattern, child ORDER BY day) AS next_day
    FROM step
)

SELECT level.pattern, level.child, level.day AS from_day, level.next_day - 1 AS to_day
FROM level
JOIN (SELECT pattern, count(DISTINCT thing) AS things FROM need GROUP BY pattern) AS needed USING (pattern)
WHERE level.met = needed.things;
