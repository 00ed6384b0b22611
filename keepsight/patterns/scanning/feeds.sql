-- The relation `told` of columns.md, for the patterns and children of the table `needed`; a silence from the birth on
-- (coverage.told_rows).
CREATE OR REPLACE TEMP TABLE told AS
WITH delivered AS (
    SELECT needed.pattern, needed.child, told_of.from_day, told_of.to_day
    FROM needed
    JOIN told_of ON told_of.pattern = needed.pattern AND told_of.child = needed.child
    UNION ALL
    SELECT needed.pattern, needed.child, told_of.from_day, told_of.to_day
    FROM needed
    JOIN told_of ON told_of.pattern = needed.pattern AND told_of.child IS NULL
    WHERE needed.child NOT IN (SELECT child FROM apart)
),

lived AS (
    SELECT
        delivered.pattern, delivered.child, delivered.to_day,
        CASE
            WHEN silence_sheet.pattern IS NOT NULL AND childhood.here_from > delivered.from_day THEN childhood.here_from
            ELSE delivered.from_day
        END AS from_day,
        childhood.weeks_from, childhood.here_from
    FROM delivered
    JOIN childhood ON childhood.child = delivered.child
    LEFT JOIN silence_sheet ON silence_sheet.pattern = delivered.pattern
)

SELECT pattern, child, from_day, to_day, weeks_from, here_from FROM lived WHERE from_day <= to_day;
