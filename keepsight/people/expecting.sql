-- Records of children of one mother or father of whom one is not yet born, as far as its agency ever said: never linked for it,
-- perhaps asked about. A parent is known by its own record, an NHS number or a whole name. Beside these records, the others of each such pair.
WITH expecting AS (
  SELECT DISTINCT said.record_id, tie.record_a_id AS own, parent.nhs_number, parent.forename_words, parent.surname_words
  FROM people_description AS said
  JOIN people_relationship AS tie ON tie.record_b_id = said.record_id AND tie.kind = 'parent_of'
  JOIN people_description AS parent ON parent.record_id = tie.record_a_id
  WHERE said.expected_on IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM people_description AS born WHERE born.record_id = said.record_id AND born.born_from IS NOT NULL
    )
),
parent AS (
  SELECT record_id AS unborn, own AS record_id FROM expecting
  UNION
  SELECT expecting.record_id AS unborn, same.record_id
  FROM expecting JOIN people_description AS same ON same.nhs_number = expecting.nhs_number
  UNION
  SELECT expecting.record_id AS unborn, same.record_id
  FROM expecting
  JOIN people_description AS same
    ON same.surname_words = expecting.surname_words AND same.forename_words = expecting.forename_words
  WHERE expecting.surname_words <> '' AND expecting.forename_words <> ''
),
pair AS (
  SELECT parent.unborn, tie.record_b_id AS other
  FROM parent
  JOIN people_relationship AS tie ON tie.record_a_id = parent.record_id AND tie.kind = 'parent_of'
  WHERE tie.record_b_id <> parent.unborn
)
SELECT other FROM pair WHERE unborn = ANY (%(ids)s::uuid[])
UNION
SELECT unborn FROM pair WHERE other = ANY (%(ids)s::uuid[])
