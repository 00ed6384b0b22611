-- Whose entries bear on a child as its household, and between which days.
SELECT child_id AS child, person_id AS person, role, nearness::integer, from_on, to_on
FROM people_household
