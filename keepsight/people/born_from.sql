-- The first day on which people may have been born, as chronology_columns has it.
WITH said AS (
  SELECT DISTINCT ON (link.person_id, said.record_id)
         link.person_id AS person, said.born_from, said.born_precision IN ('day', 'minute') AS exact
  FROM people_open_link AS link
  JOIN people_description AS said ON said.record_id = link.record_id
  WHERE link.person_id = ANY (%s) AND said.born_from IS NOT NULL
  ORDER BY link.person_id, said.record_id, exact DESC, said.as_at DESC, said.content_hash DESC
)
SELECT person, COALESCE(min(born_from) FILTER (WHERE exact), min(born_from))
FROM said
GROUP BY person
