-- The log's own order. A sequence number is given before its transaction commits, so a smaller one can appear after a
-- greater was read; the transaction's id is what a reader in step goes by.
ALTER TABLE chronology_entry
  ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN txid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX chronology_entry_in_step ON chronology_entry (txid, seq);

CALL keepsight_only_added_to('chronology_entry');
CALL keepsight_only_added_to('chronology_words');
CALL keepsight_only_added_to('chronology_entry_person');
CALL keepsight_only_added_to('chronology_entry_told');
CALL keepsight_only_added_to('chronology_entry_stated');

-- The account of each matter that was stated last. Where two were stated as at the same day, the greater hash stands:
-- any rule will do that does not depend on which file came first.
CREATE VIEW chronology_current AS
  SELECT entry.*
  FROM chronology_entry AS entry
  WHERE NOT EXISTS (SELECT 1 FROM chronology_entry AS correction WHERE correction.supersedes_id = entry.id)
    AND NOT EXISTS (
      SELECT 1
      FROM chronology_entry AS other
      WHERE other.identity = entry.identity
        AND other.id <> entry.id
        AND ROW((SELECT max(as_at) FROM chronology_entry_stated WHERE entry_id = other.id), other.content_hash)
          > ROW((SELECT max(as_at) FROM chronology_entry_stated WHERE entry_id = entry.id), entry.content_hash)
        -- What a person has corrected stands in nobody's way, whatever its hash.
        AND NOT EXISTS (SELECT 1 FROM chronology_entry AS correction WHERE correction.supersedes_id = other.id)
    );

-- Which entries bear on which child, and how: they are about the child, or about someone of the household as it stood
-- on the day of the entry. An entry that does both is about the child; of several household roles the nearest is said.
CREATE FUNCTION chronology_bearing_on(children uuid[])
RETURNS TABLE (child uuid, entry uuid, scope text, role text) LANGUAGE sql STABLE AS $$
  WITH about AS (
    SELECT link.person_id AS child, person.entry_id AS entry,
           CASE WHEN person.role = 'child' THEN 'child' ELSE 'household' END AS scope,
           CASE WHEN person.role = 'child' THEN 'child' ELSE 'other' END AS role,
           CASE WHEN person.role = 'child' THEN 0 ELSE 1000 END AS nearness
    FROM people_open_link AS link
    JOIN chronology_entry_person AS person ON person.record_id = link.record_id
    WHERE link.person_id = ANY (children)
    UNION ALL
    SELECT home.child_id, person.entry_id, 'household', home.role, 1 + home.nearness
    FROM people_household AS home
    JOIN people_open_link AS link ON link.person_id = home.person_id
    JOIN chronology_entry_person AS person ON person.record_id = link.record_id
    JOIN chronology_entry AS entry ON entry.id = person.entry_id
    WHERE home.child_id = ANY (children)
      AND person.role <> 'professional'
      AND (home.from_on IS NULL OR entry.occurred_to IS NULL OR home.from_on <= entry.occurred_to)
      AND (home.to_on IS NULL OR entry.occurred_from IS NULL OR home.to_on >= entry.occurred_from)
  )
  SELECT DISTINCT ON (about.child, about.entry) about.child, about.entry, about.scope, about.role
  FROM about
  JOIN chronology_current AS current ON current.id = about.entry
  ORDER BY about.child, about.entry, about.nearness, about.role
$$;

-- The columns that patterns read (patterns/columns.md). It runs as the asker, past row-level security, because a
-- prompt must not depend on who happens to be asking; what of its evidence a person may then read is decided by sight.
CREATE FUNCTION chronology_columns(children uuid[])
RETURNS TABLE (
  child uuid, entry uuid, kind text, day_from date, day_to date, at timestamptz, recorded_on date, agency text,
  service text, sector text, thread uuid, scope text, role text, basis text, details jsonb
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT bearing.child, entry.id, entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at,
         entry.recorded_on,
         CASE
           WHEN entry.from_agency IS NULL THEN entry.agency_id
           -- A relative, a neighbour or an unnamed source is not an agency, and never counts as one.
           WHEN entry.from_agency IN ('family', 'public', 'other', 'unknown') THEN NULL
           ELSE entry.from_agency
         END,
         COALESCE(words.details ->> 'service', entry.agency_id), holder.sector, entry.thread, bearing.scope,
         bearing.role, entry.basis, words.details
  FROM chronology_bearing_on(children) AS bearing
  JOIN chronology_entry AS entry ON entry.id = bearing.entry
  JOIN chronology_words AS words ON words.entry_id = entry.id
  JOIN access_agency AS holder ON holder.code = entry.agency_id
$$;
ALTER FUNCTION chronology_columns(uuid[]) OWNER TO keepsight_asker;
REVOKE ALL ON FUNCTION chronology_columns(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_columns(uuid[]) TO keepsight_app, keepsight_owner;
GRANT SELECT ON chronology_current TO keepsight_app, keepsight_asker;
