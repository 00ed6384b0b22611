-- The second hand that turns sight into rows: row-level security on the log. An entry is read only where `chronology_open` put
-- it among what this transaction has opened, and that works the rule out by itself, from the same plain data as the queries.

ALTER VIEW chronology_current SET (security_invoker = true);

-- Of these entries, each as it bears on a child, those that sight may read.
CREATE FUNCTION chronology_readable(children uuid[], entries uuid[])
RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH sight AS MATERIALIZED (
    SELECT access_sight() AS said, access_sight() ->> 'agency' AS agency, access_sees_everything() AS everything
  ),
  hidden AS MATERIALIZED (SELECT unnest(people_hidden_once()) AS person),
  withheld AS MATERIALIZED (
    SELECT people_ids('restricted') AS person EXCEPT SELECT people_ids('named')
  ),
  child AS MATERIALIZED (
    SELECT one AS id, people_sees(one) AS seen, one IN (SELECT people_ids('named')) AS named,
           one IN (SELECT people_ids('cell')) AS in_cell
    FROM (SELECT DISTINCT unnest(children) AS one) AS asked
  ),
  shared AS MATERIALIZED (
    SELECT one ->> 0 AS agency, one ->> 1 AS kind, (one ->> 2)::date AS since
    FROM sight, jsonb_array_elements(NULLIF(sight.said -> 'shared', 'null')) AS one
  )
  SELECT entry.id
  FROM unnest(children, entries) AS asked (child, entry)
  JOIN child ON child.id = asked.child
  JOIN chronology_entry AS entry ON entry.id = asked.entry
  LEFT JOIN intake_receipt AS receipt ON receipt.id = entry.receipt_id
  CROSS JOIN sight
  CROSS JOIN LATERAL (SELECT entry.agency_id = sight.agency AS own) AS held
  WHERE sight.everything OR (
    child.seen
    AND (
      entry.level = 'standard'
      OR (entry.level = 'restricted' AND (held.own OR child.named))
      OR (entry.level = 'sealed' AND child.in_cell)
    )
    AND NOT EXISTS (
      SELECT 1
      FROM chronology_entry_person AS person
      JOIN people_link AS link ON link.record_id = person.record_id AND link.ended_at IS NULL
      WHERE person.entry_id = entry.id
        AND (link.person_id IN (SELECT person FROM hidden)
             OR (NOT held.own AND link.person_id IN (SELECT person FROM withheld)))
    )
    AND (
      held.own
      OR sight.said -> 'shared' = 'null'
      OR entry.id IN (SELECT access_ids('disclosed'))
      OR EXISTS (
        SELECT 1 FROM shared
        WHERE shared.agency IN (entry.agency_id, receipt.agency_id)
          AND (shared.kind IS NULL OR shared.kind = entry.kind)
          AND (shared.since IS NULL OR entry.occurred_to >= shared.since)
      )
    )
  )
$$;

-- What of one child sight may read: current entries, and those that each of them replaced. Whoever stands beside the child in
-- what was opened may be named. How many entries were opened.
CREATE FUNCTION chronology_open(child uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  bearing uuid[] := ARRAY (SELECT entry FROM chronology_bearing_on(ARRAY[child]));
  standing uuid[];
  accounts uuid[];
BEGIN
  standing := ARRAY (SELECT chronology_readable(array_fill(child, ARRAY[cardinality(bearing)]), bearing));
  SELECT COALESCE(array_agg(one.id), '{}') INTO accounts
  FROM chronology_entry AS one
  WHERE one.identity IN (SELECT current.identity FROM chronology_entry AS current WHERE current.id = ANY (standing));
  accounts := ARRAY (SELECT chronology_readable(array_fill(child, ARRAY[cardinality(accounts)]), accounts));
  PERFORM set_config('keepsight.opened', accounts::text, true);
  PERFORM set_config('keepsight.beside', ARRAY (
    SELECT DISTINCT link.person_id
    FROM chronology_entry_person AS person
    JOIN people_link AS link ON link.record_id = person.record_id AND link.ended_at IS NULL
    WHERE person.entry_id = ANY (accounts)
    UNION
    SELECT home.person_id FROM people_household AS home WHERE home.child_id = child AND people_sees(child)
  )::text, true);
  RETURN cardinality(accounts);
END
$$;

-- The records in words that sight may read: opened where the entry is that says one came.
CREATE FUNCTION chronology_open_documents() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  children uuid[];
  entries uuid[];
BEGIN
  SELECT array_agg(link.person_id), array_agg(entry.id) INTO children, entries
  FROM chronology_current AS entry
  JOIN chronology_entry_person AS person ON person.entry_id = entry.id AND person.role = 'child'
  JOIN people_link AS link ON link.record_id = person.record_id AND link.ended_at IS NULL
  WHERE entry.kind = 'document.received';
  entries := ARRAY (SELECT DISTINCT chronology_readable(children, entries));
  SELECT array_agg(one.id) INTO entries
  FROM chronology_entry AS one
  WHERE one.identity IN (SELECT current.identity FROM chronology_entry AS current WHERE current.id = ANY (entries));
  PERFORM set_config('keepsight.opened', COALESCE(entries::text, ''), true);
  RETURN COALESCE(cardinality(entries), 0);
END
$$;

-- Only the days of entries: for the sentence of a prompt, some of whose entries a person may not read.
CREATE FUNCTION chronology_days(entries uuid[]) RETURNS TABLE (entry uuid, first_day date, last_day date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT id, occurred_from, occurred_to FROM chronology_entry WHERE id = ANY (entries) AND occurred_from IS NOT NULL
$$;

CREATE FUNCTION chronology_opened() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT unnest(NULLIF(current_setting('keepsight.opened', true), '')::uuid[])
$$;

DO $$
DECLARE
  ours text;
BEGIN
  FOREACH ours IN ARRAY ARRAY[
    'chronology_readable(uuid[], uuid[])', 'chronology_open(uuid)', 'chronology_open_documents()', 'chronology_days(uuid[])'
  ] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO keepsight_asker', ours);
    CALL keepsight_for_the_app(ours);
  END LOOP;
END
$$;

CREATE POLICY opened ON chronology_entry FOR SELECT
  USING ((SELECT access_sees_everything()) OR id IN (SELECT chronology_opened()));

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['chronology_words', 'chronology_entry_person', 'chronology_entry_told',
                              'chronology_entry_stated'] LOOP
    EXECUTE format(
      'CREATE POLICY opened ON %I FOR SELECT
       USING ((SELECT access_sees_everything()) OR entry_id IN (SELECT chronology_opened()))', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['chronology_entry', 'chronology_words', 'chronology_entry_person', 'chronology_entry_told',
                              'chronology_entry_stated'] LOOP
    EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK ((SELECT access_sees_everything()))', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END
$$;
