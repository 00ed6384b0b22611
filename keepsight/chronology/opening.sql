-- What sight may read of one child or of several, opened in one question: the rule's second hand, asked once of each account. It tells
-- which current entries it opened and how each bears on whom, so that what is shown need not work that out again.
DROP FUNCTION chronology_bearing(uuid);
DROP FUNCTION chronology_bearing_each(uuid[]);
SET LOCAL ROLE keepsight_asker;
DROP FUNCTION chronology_open_each(uuid[]);
DROP FUNCTION chronology_open(uuid);
DROP FUNCTION chronology_readable(uuid[], uuid[]);

-- Of these entries, each as it bears on a child, those that sight may read: each with that child.
CREATE FUNCTION chronology_readable(children uuid[], entries uuid[])
RETURNS TABLE (child uuid, entry uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
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
  SELECT asked.child, entry.id
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
    AND (
      child.named OR held.own
      OR NOT EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = entry.identity)
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

-- Current entries, and those that each of them replaced. Whoever stands beside a child in what was opened may be named.
CREATE FUNCTION chronology_open(children uuid[]) RETURNS TABLE (child uuid, entry uuid, scope text, role text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  of_whom uuid[];
  bearing uuid[];
  scopes text[];
  roles text[];
  theirs uuid[];
  standing uuid[];
  of_earlier uuid[];
  earlier uuid[];
  accounts uuid[];
BEGIN
  SELECT array_agg(one.child), array_agg(one.entry), array_agg(one.scope), array_agg(one.role)
  INTO of_whom, bearing, scopes, roles
  FROM chronology_bearing_on(children) AS one;
  SELECT array_agg(one.child), array_agg(one.entry) INTO theirs, standing FROM chronology_readable(of_whom, bearing) AS one;
  -- Whoever may read the current account may not for that read those it replaced.
  SELECT array_agg(one.child), array_agg(before.id) INTO of_earlier, earlier
  FROM unnest(theirs, standing) AS one (child, entry)
  JOIN chronology_entry AS now ON now.id = one.entry
  JOIN chronology_entry AS before ON before.identity = now.identity AND before.id <> now.id;
  accounts := COALESCE(standing, '{}') || ARRAY (SELECT one.entry FROM chronology_readable(of_earlier, earlier) AS one);
  PERFORM set_config('keepsight.opened', accounts::text, true);
  PERFORM set_config('keepsight.beside', ARRAY (
    SELECT link.person_id
    FROM chronology_entry_person AS person
    JOIN people_link AS link ON link.record_id = person.record_id AND link.ended_at IS NULL
    WHERE person.entry_id = ANY (accounts)
    UNION
    SELECT home.person_id FROM people_household AS home
    WHERE home.child_id = ANY (ARRAY (SELECT one FROM unnest(children) AS one WHERE people_sees(one)))
  )::text, true);
  -- Grouped and not joined: of two arrays whose lengths the planner cannot know it would look through one for each of the other.
  RETURN QUERY
    SELECT one.child, one.entry, max(one.scope), max(one.role)
    FROM (
      SELECT * FROM unnest(of_whom, bearing, scopes, roles) AS bore (child, entry, scope, role)
      UNION ALL
      SELECT opened.child, opened.entry, NULL, NULL FROM unnest(theirs, standing) AS opened (child, entry)
    ) AS one
    GROUP BY one.child, one.entry
    HAVING count(*) = 2;
END
$$;

-- The records in words that sight may read: opened where the entry is that says one came.
CREATE OR REPLACE FUNCTION chronology_open_documents() RETURNS integer
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
  entries := ARRAY (SELECT DISTINCT one.entry FROM chronology_readable(children, entries) AS one);
  SELECT array_agg(one.id) INTO entries
  FROM chronology_entry AS one
  WHERE one.identity IN (SELECT current.identity FROM chronology_entry AS current WHERE current.id = ANY (entries));
  PERFORM set_config('keepsight.opened', COALESCE(entries::text, ''), true);
  RETURN COALESCE(cardinality(entries), 0);
END
$$;
SET LOCAL ROLE keepsight_owner;
CALL keepsight_for_the_app('chronology_readable(uuid[], uuid[])');
CALL keepsight_for_the_app('chronology_open(uuid[])');
