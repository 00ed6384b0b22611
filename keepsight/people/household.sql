-- What a person is to a child, and on which days (NULL: open at that end). Of several rows that hold on a day, the one
-- of least nearness is to be taken. Siblings: said to be, children of one parent, or children in one home. A home is
-- whoever lives with the child, and whoever lives with one of those.
-- The second of two ties is looked up for each first one (OFFSET 0 keeps it so): else the planner works out the ties of everybody
-- there is to tell who lives with one child. So it is asked by child; by person, `people_homes` is.
CREATE OR REPLACE VIEW people_household WITH (security_invoker = true) AS
  WITH at_home AS NOT MATERIALIZED (
    SELECT person_a AS child_id, person_b AS person_id, from_on, to_on FROM people_tie WHERE kind = 'lives_with'
    UNION
    SELECT here.person_a, there.person_b, GREATEST(here.from_on, there.from_on), LEAST(here.to_on, there.to_on)
    FROM people_tie AS here
    CROSS JOIN LATERAL (
      SELECT * FROM people_tie WHERE person_a = here.person_b AND kind = 'lives_with' OFFSET 0
    ) AS there
    WHERE here.kind = 'lives_with' AND there.person_b <> here.person_a
  ),
  standing AS NOT MATERIALIZED (
    SELECT person_a AS child_id, person_b AS person_id,
           CASE kind WHEN 'child_of' THEN 'parent' WHEN 'cared_for_by' THEN 'carer' ELSE 'sibling' END AS role,
           CASE kind WHEN 'child_of' THEN 1 WHEN 'cared_for_by' THEN 2 ELSE 3 END AS nearness, from_on, to_on
    FROM people_tie
    WHERE kind IN ('child_of', 'cared_for_by', 'sibling_of')
    UNION
    SELECT mine.person_a, theirs.person_b, 'sibling', 4, GREATEST(mine.from_on, theirs.from_on),
           LEAST(mine.to_on, theirs.to_on)
    FROM people_tie AS mine
    CROSS JOIN LATERAL (
      SELECT * FROM people_tie WHERE person_a = mine.person_b AND kind = 'parent_of' OFFSET 0
    ) AS theirs
    WHERE mine.kind = 'child_of' AND theirs.person_b <> mine.person_a
    UNION
    SELECT mine.person_a, theirs.person_b, 'partner', 5, GREATEST(mine.from_on, theirs.from_on),
           LEAST(mine.to_on, theirs.to_on)
    FROM people_tie AS mine
    CROSS JOIN LATERAL (
      SELECT * FROM people_tie WHERE person_a = mine.person_b AND kind = 'partner_of' OFFSET 0
    ) AS theirs
    WHERE mine.kind IN ('child_of', 'cared_for_by') AND theirs.person_b <> mine.person_a
    UNION
    SELECT child_id, person_id, 'sibling', 6, from_on,
           LEAST(to_on, people_of_age_on(person_id) - 1, people_of_age_on(child_id) - 1)
    FROM at_home
    WHERE people_is_child(person_id)
    UNION
    SELECT child_id, person_id, 'other', 7, from_on, to_on FROM at_home
  )
  SELECT child_id, person_id, role, nearness, from_on, to_on
  FROM standing
  WHERE people_is_child(child_id)
    AND (from_on IS NULL OR to_on IS NULL OR from_on <= to_on);

-- The same, asked the other way round: the children in whose household a person stands or stood.
CREATE VIEW people_homes WITH (security_invoker = true) AS
  WITH stood AS NOT MATERIALIZED (
    SELECT person_a AS person_id, person_b AS child_id, from_on, to_on
    FROM people_tie
    WHERE kind IN ('parent_of', 'cares_for', 'sibling_of', 'lives_with')
    UNION ALL
    SELECT mine.person_a, theirs.person_b, GREATEST(mine.from_on, theirs.from_on), LEAST(mine.to_on, theirs.to_on)
    FROM people_tie AS mine
    CROSS JOIN LATERAL (
      SELECT * FROM people_tie
      WHERE person_a = mine.person_b
        AND kind = ANY (CASE mine.kind WHEN 'child_of' THEN ARRAY['parent_of'] WHEN 'lives_with' THEN ARRAY['lives_with']
                        ELSE ARRAY['parent_of', 'cares_for'] END)
      OFFSET 0
    ) AS theirs
    WHERE mine.kind IN ('child_of', 'lives_with', 'partner_of') AND theirs.person_b <> mine.person_a
  )
  SELECT DISTINCT person_id, child_id
  FROM stood
  WHERE people_is_child(child_id) AND (from_on IS NULL OR to_on IS NULL OR from_on <= to_on);

SET LOCAL ROLE keepsight_asker;
CREATE OR REPLACE FUNCTION people_hidden() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT kept FROM people_ids('sealed') AS kept WHERE kept NOT IN (SELECT people_ids('cell'))
  UNION
  SELECT kept FROM people_ids('restricted') AS kept
  WHERE access_sight() ->> 'reach' = 'all' AND kept NOT IN (SELECT people_ids('children'))
  UNION
  SELECT people_ids('conflicts')
  UNION
  SELECT home.child_id FROM people_homes AS home WHERE home.person_id = ANY (ARRAY (SELECT people_ids('conflicts')))
$$;
SET LOCAL ROLE keepsight_owner;
