-- The columns that patterns read, of every account of each matter and not of the current one alone: each bears on the child as the
-- current one does. For replay, which asks what stood on a day. Of an account that is current it tells what chronology_columns
-- tells (tests/chronology/test_accounts.py).
CREATE FUNCTION chronology_accounts(children uuid[])
RETURNS TABLE (
  child uuid, entry uuid, kind text, day_from date, day_to date, at timestamptz, recorded_on date, agency text,
  service text, sector text, thread uuid, scope text, role text, age text, basis text, details jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
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
           WHEN access_called(entry.from_agency) IN ('family', 'public', 'other', 'unknown') THEN NULL
           ELSE COALESCE(sender.code, access_called(entry.from_agency))
         END,
         COALESCE(words.details ->> 'service', entry.agency_id), holder.sector, entry.thread, bearing.scope,
         bearing.role,
         CASE
           WHEN chronology_age_band(birth.born_to, entry.occurred_from)
              = chronology_age_band(birth.born_from, entry.occurred_to)
             THEN chronology_age_band(birth.born_to, entry.occurred_from)
         END,
         entry.basis, words.details
  FROM chronology_bearing_on(children) AS bearing
  JOIN chronology_entry AS standing ON standing.id = bearing.entry
  JOIN chronology_entry AS entry ON entry.identity = standing.identity
  JOIN chronology_words AS words ON words.entry_id = entry.id
  JOIN access_agency AS holder ON holder.code = entry.agency_id
  LEFT JOIN access_agency_called AS sender ON sender.said = access_called(entry.from_agency)
  LEFT JOIN birth ON birth.child = bearing.child
$$;
ALTER FUNCTION chronology_accounts(uuid[]) OWNER TO keepsight_asker;
REVOKE ALL ON FUNCTION chronology_accounts(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_accounts(uuid[]) TO keepsight_app, keepsight_owner;
