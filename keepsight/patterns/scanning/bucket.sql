-- Whose records are to be read for the children of the table `bucket`, and what feeds delivered for them.
CREATE OR REPLACE TEMP TABLE own_here AS SELECT own.* FROM own JOIN bucket USING (child);

CREATE OR REPLACE TEMP TABLE home_here AS SELECT home.* FROM home JOIN bucket USING (child);

CREATE OR REPLACE TEMP TABLE told AS
SELECT told_of.pattern, told_of.child, told_of.from_day, told_of.to_day
FROM told_of
JOIN bucket USING (child)
UNION ALL
SELECT told_of.pattern, bucket.child, told_of.from_day, told_of.to_day
FROM told_of
CROSS JOIN bucket
WHERE told_of.child IS NULL
    AND bucket.child NOT IN (SELECT child FROM apart);
