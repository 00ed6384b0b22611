-- A matter that the agency which holds it keeps restricted: said beside the log, which is never changed, and held by both hands.
CALL keepsight_only_added_to('chronology_restriction');

CREATE VIEW chronology_restricted AS
  SELECT identity
  FROM (
    SELECT DISTINCT ON (identity) identity, holds FROM chronology_restriction ORDER BY identity, id DESC
  ) AS latest
  WHERE holds;
GRANT SELECT ON chronology_restricted TO keepsight_app, keepsight_asker;

-- The rule's second hand, as it was, and what an agency keeps. The function is the asker's, so the asker says it anew.
SET LOCAL ROLE keepsight_asker;

-- Of these entries, each as it bears on a child, those that sight may read.
CREATE OR REPLACE FUNCTION chronology_readable(children uuid[], entries uuid[])
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
SET LOCAL ROLE keepsight_owner;
