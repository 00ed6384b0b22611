-- How old somebody born on a day was on another, in completed months, as the bands that patterns ask of. A month is
-- complete when its day comes round (a child born on 31 August is six months old on 1 March); NULL before birth.
CREATE FUNCTION chronology_age_band(born_on date, day date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN day < born_on THEN NULL
    WHEN months < 6 THEN 'under_6_months'
    WHEN months < 5 * 12 THEN '6_months_to_4'
    WHEN months < 12 * 12 THEN '5_to_11'
    WHEN months < 16 * 12 THEN '12_to_15'
    WHEN months IS NOT NULL THEN '16_or_older'
  END
  FROM (
    SELECT EXTRACT(year FROM age(day::timestamp, born_on::timestamp)) * 12
         + EXTRACT(month FROM age(day::timestamp, born_on::timestamp)) AS months
  ) AS lived
$$;

-- The columns that patterns read (patterns/columns.md), now with the child's age. It runs as the asker, past row-level
-- security, because a prompt must not depend on who happens to be asking; what of its evidence a person may then read is
-- decided by sight. Which agency a matter came from is worked out as it is read (access/called.sql).
DROP FUNCTION chronology_columns(uuid[]);
CREATE FUNCTION chronology_columns(children uuid[])
RETURNS TABLE (
  child uuid, entry uuid, kind text, day_from date, day_to date, at timestamptz, recorded_on date, agency text,
  service text, sector text, thread uuid, scope text, role text, age text, basis text, details jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  -- The first and the last day on which a child may have been born: what each agency said last, an exact day before any
  -- vaguer one. Where agencies differ, all of them may be right.
  WITH said AS (
    SELECT DISTINCT ON (link.person_id, said.record_id)
           link.person_id AS child, said.born_from, said.born_to, said.born_precision IN ('day', 'minute') AS exact
    FROM people_open_link AS link
    JOIN people_description AS said ON said.record_id = link.record_id
    WHERE link.person_id = ANY (children) AND said.born_from IS NOT NULL
    ORDER BY link.person_id, said.record_id, exact DESC, said.as_at DESC, said.content_hash DESC
  ),
  birth AS (
    SELECT said.child,
           COALESCE(min(said.born_from) FILTER (WHERE said.exact), min(said.born_from)) AS born_from,
           COALESCE(max(said.born_to) FILTER (WHERE said.exact), max(said.born_to)) AS born_to
    FROM said
    GROUP BY said.child
  )
  SELECT bearing.child, entry.id, entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at,
         entry.recorded_on,
         CASE
           WHEN entry.from_agency IS NULL THEN entry.agency_id
           -- A relative, a neighbour or an unnamed source is not an agency, and never counts as one.
           WHEN access_called(entry.from_agency) IN ('family', 'public', 'other', 'unknown') THEN NULL
           ELSE COALESCE(sender.code, access_called(entry.from_agency))
         END,
         COALESCE(words.details ->> 'service', entry.agency_id), holder.sector, entry.thread, bearing.scope,
         bearing.role,
         -- Known only if it would be the same on whichever day it happened, whenever the child was born.
         CASE
           WHEN chronology_age_band(birth.born_to, entry.occurred_from)
              = chronology_age_band(birth.born_from, entry.occurred_to)
             THEN chronology_age_band(birth.born_to, entry.occurred_from)
         END,
         entry.basis, words.details
  FROM chronology_bearing_on(children) AS bearing
  JOIN chronology_entry AS entry ON entry.id = bearing.entry
  JOIN chronology_words AS words ON words.entry_id = entry.id
  JOIN access_agency AS holder ON holder.code = entry.agency_id
  LEFT JOIN access_agency_called AS sender ON sender.said = access_called(entry.from_agency)
  LEFT JOIN birth ON birth.child = bearing.child
$$;
ALTER FUNCTION chronology_columns(uuid[]) OWNER TO keepsight_asker;
REVOKE ALL ON FUNCTION chronology_columns(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_columns(uuid[]) TO keepsight_app, keepsight_owner;
