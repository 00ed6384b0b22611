-- When people were born, between which days it may have been and when it was expected: of a birth what each agency said last, an
-- exact day before any vaguer one, and where agencies differ, all of them may be right; of the day expected what was said last,
-- an exact one first, and of a month or a stretch its last day: nothing runs out before it has on every day it may be.
-- Of whom neither was ever said is not here.
CREATE OR REPLACE VIEW people_birth WITH (security_invoker = true) AS
  WITH said AS NOT MATERIALIZED (
    SELECT DISTINCT ON (link.person_id, said.record_id)
           link.person_id, said.born_from, said.born_to, said.born_precision IN ('day', 'minute') AS exact
    FROM people_open_link AS link
    JOIN people_description AS said ON said.record_id = link.record_id
    WHERE said.born_from IS NOT NULL
    ORDER BY link.person_id, said.record_id, exact DESC, said.as_at DESC, said.content_hash DESC
  ),
  expected AS NOT MATERIALIZED (
    SELECT DISTINCT ON (link.person_id) link.person_id, COALESCE(said.expected_to, said.expected_on) AS expected_on
    FROM people_open_link AS link
    JOIN people_description AS said ON said.record_id = link.record_id
    WHERE said.expected_on IS NOT NULL
    ORDER BY link.person_id, said.expected_precision IS NULL DESC, said.as_at DESC, said.content_hash DESC
  )
  SELECT person_id,
         COALESCE(min(born_from) FILTER (WHERE exact), min(born_from)) AS born_from,
         COALESCE(max(born_to) FILTER (WHERE exact), max(born_to)) AS born_to,
         max(expected_on) AS expected_on
  FROM (
    SELECT person_id, born_from, born_to, exact, NULL::date AS expected_on FROM said
    UNION ALL
    SELECT person_id, NULL, NULL, NULL, expected_on FROM expected
  ) AS told
  GROUP BY person_id;
