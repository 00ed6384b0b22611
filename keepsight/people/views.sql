-- Nothing that a file or a person said is ever changed; what changes is granted by name.
CALL keepsight_only_added_to('people_record');
CALL keepsight_only_added_to('people_childhood');
CALL keepsight_only_added_to('people_description');
CALL keepsight_only_added_to('people_address');
CALL keepsight_only_added_to('people_person');
CALL keepsight_only_added_to('people_judgement');
CALL keepsight_only_added_to('people_relationship');
GRANT UPDATE (ended_at, ended_by, ended_because) ON people_link TO keepsight_app;
GRANT UPDATE (answered_at, answer) ON people_question TO keepsight_app;

-- The greatest harm is an address. The application may add one; to read one needs a grant that nothing has yet.
REVOKE SELECT ON people_address FROM keepsight_app;

CREATE VIEW people_open_link WITH (security_invoker = true) AS
  SELECT record_id, person_id FROM people_link WHERE ended_at IS NULL;

-- The persons whom some file or entry called a child.
CREATE VIEW people_child WITH (security_invoker = true) AS
  SELECT DISTINCT link.person_id
  FROM people_childhood AS childhood
  JOIN people_open_link AS link ON link.record_id = childhood.record_id;

-- What is said to hold between persons, both ways round. Of one pair and kind, what an agency said last is all it says.
CREATE VIEW people_tie WITH (security_invoker = true) AS
  WITH said AS NOT MATERIALIZED (
    SELECT a.person_id AS person_a, tie.kind, b.person_id AS person_b, tie.from_on, tie.to_on
    FROM people_relationship AS tie
    JOIN people_open_link AS a ON a.record_id = tie.record_a_id
    JOIN people_open_link AS b ON b.record_id = tie.record_b_id
    WHERE a.person_id <> b.person_id
      AND NOT EXISTS (
        SELECT 1 FROM people_relationship AS later
        WHERE later.record_a_id = tie.record_a_id AND later.kind = tie.kind AND later.record_b_id = tie.record_b_id
          AND later.said_by = tie.said_by AND later.as_at > tie.as_at
      )
  )
  SELECT person_a, kind, person_b, from_on, to_on FROM said
  UNION
  SELECT person_b,
         CASE kind WHEN 'parent_of' THEN 'child_of' WHEN 'cares_for' THEN 'cared_for_by' ELSE kind END,
         person_a, from_on, to_on
  FROM said;

-- The day on which a person comes of age by the earliest birth date that any agency gives. NULL: not known.
CREATE FUNCTION people_of_age_on(person uuid) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (min(said.born_from) + interval '18 years')::date
  FROM people_open_link AS link
  JOIN people_description AS said ON said.record_id = link.record_id
  WHERE link.person_id = person
$$;

-- Whether some file or entry called this person a child. For one person at a time; people_child lists them all.
CREATE FUNCTION people_is_child(person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM people_link AS link JOIN people_childhood AS childhood ON childhood.record_id = link.record_id
    WHERE link.person_id = person AND link.ended_at IS NULL
  )
$$;

-- What a person is to a child, and on which days (NULL: open at that end). Of several rows that hold on a day, the one
-- of least nearness is to be taken. Siblings: said to be, children of one parent, or children in one home. A home is
-- whoever lives with the child, and whoever lives with one of those.
CREATE VIEW people_household WITH (security_invoker = true) AS
  WITH at_home AS NOT MATERIALIZED (
    SELECT person_a AS child_id, person_b AS person_id, from_on, to_on FROM people_tie WHERE kind = 'lives_with'
    UNION
    SELECT here.person_a, there.person_b, GREATEST(here.from_on, there.from_on), LEAST(here.to_on, there.to_on)
    FROM people_tie AS here
    JOIN people_tie AS there ON there.person_a = here.person_b AND there.kind = 'lives_with'
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
    JOIN people_tie AS theirs ON theirs.person_a = mine.person_b AND theirs.kind = 'parent_of'
    WHERE mine.kind = 'child_of' AND theirs.person_b <> mine.person_a
    UNION
    SELECT mine.person_a, theirs.person_b, 'partner', 5, GREATEST(mine.from_on, theirs.from_on),
           LEAST(mine.to_on, theirs.to_on)
    FROM people_tie AS mine
    JOIN people_tie AS theirs ON theirs.person_a = mine.person_b AND theirs.kind = 'partner_of'
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
