-- Every word that is compared is kept once, and its place in the list after that.
CREATE TYPE word AS ENUM (
    SELECT DISTINCT said
    FROM (
        SELECT unnest([agency, service, sector]) AS said FROM whose
        UNION ALL
        SELECT kind FROM saying
        UNION ALL
        SELECT counts_as FROM term
    ) AS words
    WHERE said IS NOT NULL
);

-- Whom records are about, numbered, so that millions of rows are compared by small numbers. Persons of records that stand
-- beside each other get numbers beside each other: a bucket of children is then read from few stretches of each file.
CREATE TEMP TABLE somebody AS
SELECT (row_number() OVER (ORDER BY min(record), person))::INTEGER AS number, person
FROM record
WHERE person IS NOT NULL
GROUP BY person;

CREATE TEMP TABLE childhood AS
SELECT
    somebody.number AS child, somebody.person AS id, child.born_from, child.born_to,
    child.expected_on - getvariable('pregnancy_days') AS weeks_from,
    COALESCE(child.born_from, child.expected_on - getvariable('pregnancy_days') + 7 * getvariable('longest_weeks')) AS here_from
FROM child
JOIN somebody ON somebody.person = child.child;

-- The records that are a child's own.
CREATE TEMP TABLE own AS
SELECT record.record, childhood.child
FROM record
JOIN childhood ON childhood.id = record.person;

-- The records of those who share a child's home or care, with the days between which they do.
CREATE TEMP TABLE home AS
SELECT record.record, childhood.child, household.nearness, household.from_on, household.to_on
FROM household
JOIN childhood ON childhood.id = household.child
JOIN record ON record.person = household.person;

-- What each nearness makes of somebody: 0 is the child, and 1000 somebody whose record is the child's own, yet not as a child.
CREATE TEMP TABLE bearer AS
SELECT 0::INTEGER AS nearness, 'child' AS scope, 'child' AS role
UNION ALL
SELECT 1000, 'household', 'other'
UNION ALL
SELECT DISTINCT 1 + nearness, 'household', role FROM household;

-- Completed months, and the band they fall in: a month is complete when its day comes round.
CREATE TEMP MACRO months_lived(born_on, on_day) AS
    (year(on_day) - year(born_on)) * 12 + month(on_day) - month(born_on) - (day(on_day) < day(born_on))::INTEGER;

CREATE TEMP MACRO age_band(born_on, on_day) AS
    CASE
        WHEN on_day < born_on THEN NULL
        WHEN months_lived(born_on, on_day) < 6 THEN 'under_6_months'
        WHEN months_lived(born_on, on_day) < 5 * 12 THEN '6_months_to_4'
        WHEN months_lived(born_on, on_day) < 12 * 12 THEN '5_to_11'
        WHEN months_lived(born_on, on_day) < 16 * 12 THEN '12_to_15'
        WHEN months_lived(born_on, on_day) IS NOT NULL THEN '16_or_older'
    END;

-- Known only if it would be the same on whichever day it happened, whenever the child was born.
CREATE TEMP MACRO age_on(born_from, born_to, day_from, day_to) AS
    CASE WHEN age_band(born_to, day_from) = age_band(born_from, day_to) THEN age_band(born_to, day_from) END;

-- Where entries come from, each word once, and the sectors numbered from 1.
CREATE TEMP TABLE origin AS
SELECT whose, agency::word AS agency, service::word AS service, sector::word AS sector,
    dense_rank() OVER (ORDER BY whose.sector) AS sector_number
FROM whose;

-- A combination of what is said, how near it is, from what sector and at what age, as one number; 0 asks nothing.
CREATE TEMP MACRO age_number(age) AS
    COALESCE(list_position(['under_6_months', '6_months_to_4', '5_to_11', '12_to_15', '16_or_older'], age), 0);

CREATE TEMP MACRO combined(saying, nearness, sector, age) AS
    ((saying::BIGINT * 1024 + nearness) * 128 + sector) * 8 + age;

-- What events state, by the names of our vocabulary: returns write codes.
CREATE TEMP VIEW stated AS
SELECT written.entry, COALESCE(factor.word, written.word) AS word
FROM written
LEFT JOIN factor ON factor.code = upper(trim(written.word));
