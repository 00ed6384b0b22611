-- Who is to be asked again after a step ({step}): whoever was touched, and every child in whose household somebody was. A person
-- who was touched and is no child, or has no record any more, is only dropped.
CREATE TEMP TABLE again AS
WITH changed AS (SELECT person FROM touched WHERE step > {step})
SELECT child, id FROM childhood WHERE id IN (SELECT person FROM changed)
UNION
SELECT childhood.child, childhood.id
FROM household
JOIN childhood ON childhood.id = household.child
WHERE household.person IN (SELECT person FROM changed);

CREATE TEMP TABLE dropped AS
SELECT id AS person FROM again
UNION
SELECT person FROM touched WHERE step > {step};
