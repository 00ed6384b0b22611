-- Everyone whom some file or entry called a child, with the days between which they were born, as chronology_columns has it.
WITH said AS (
  SELECT DISTINCT ON (link.person_id, said.record_id)
         link.person_id AS child, said.born_from, said.born_to, said.born_precision IN ('day', 'minute') AS exact
  FROM people_open_link AS link
  JOIN people_description AS said ON said.record_id = link.record_id
  WHERE said.born_from IS NOT NULL
  ORDER BY link.person_id, said.record_id, exact DESC, said.as_at DESC, said.content_hash DESC
)
SELECT child.person_id AS child,
       COALESCE(min(said.born_from) FILTER (WHERE said.exact), min(said.born_from)) AS born_from,
       COALESCE(max(said.born_to) FILTER (WHERE said.exact), max(said.born_to)) AS born_to
FROM people_child AS child
LEFT JOIN said ON said.child = child.person_id
GROUP BY child.person_id
