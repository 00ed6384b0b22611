-- The chronologies of one child or of several, ready to be read, in one statement: the entries that were opened, as they bear on
-- each, the accounts that each of them replaced, and whatever a page says of them. `stands_for` is the current entry; it is the
-- entry's own id where the entry is current. What sight permits is said at its end, and there is no other way for a page to come by an entry.
-- People and agencies are looked up entry by entry: the planner cannot know how many entries a child has, and looking
-- up by an index is right for any number of them.
WITH bearing AS MATERIALIZED (
  SELECT one.child, one.entry, one.scope, one.role, one.child = ANY (%(named)s::uuid[]) AS named,
         one.child = ANY (%(cell)s::uuid[]) AS in_cell
  FROM unnest(%(children)s::uuid[], %(entries)s::uuid[], %(scopes)s::text[], %(roles)s::text[]) AS one (child, entry, scope, role)
),
account AS MATERIALIZED (
  SELECT one.id, bearing.entry AS stands_for, bearing.child, bearing.scope, bearing.role, bearing.named, bearing.in_cell
  FROM bearing
  JOIN chronology_entry AS standing ON standing.id = bearing.entry
  JOIN chronology_entry AS one ON one.identity = standing.identity
)
SELECT
  account.child, account.stands_for, entry.id, entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at, entry.precision,
  words.raw_when, entry.recorded_on, entry.recorded_how, entry.received_at, entry.agency_id, holder.name, holder.sector,
  COALESCE(sender.name, entry.from_agency),
  (
    SELECT jsonb_agg(jsonb_build_array(told.agency, told.told_on) ORDER BY told.told_on, told.agency)
    FROM chronology_entry_told AS told
    WHERE told.entry_id = account.id
  ),
  words.professional, account.scope, account.role,
  (
    SELECT jsonb_agg(
      jsonb_build_array(link.person_id, person.role) ORDER BY person.role <> 'child', person.role, link.person_id
    )
    FROM chronology_entry_person AS person
    JOIN people_open_link AS link ON link.record_id = person.record_id
    WHERE person.entry_id = account.id
  ),
  entry.basis, entry.corroborated, words.details, words.narrative, words.child_words, words.hindsight,
  words.significance, words.guessed_by, level.now, entry.thread, entry.receipt_id, receipt.file_name, entry.sheet,
  entry."row", maker.name
FROM account
JOIN chronology_entry AS entry ON entry.id = account.id
JOIN chronology_words AS words ON words.entry_id = account.id
JOIN access_agency AS holder ON holder.code = entry.agency_id
LEFT JOIN access_agency_called AS called ON called.said = access_called(entry.from_agency)
LEFT JOIN access_agency AS sender ON sender.code = called.code
LEFT JOIN intake_receipt AS receipt ON receipt.id = entry.receipt_id
LEFT JOIN access_user AS maker ON maker.id = entry.by_id
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN entry.level <> 'standard' THEN entry.level
    WHEN EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = entry.identity) THEN 'restricted'
    ELSE 'standard'
  END AS now
) AS level
WHERE %(everything)s OR (
  (
    entry.level = 'standard'
    OR (entry.level = 'restricted' AND (entry.agency_id = %(agency)s OR account.named))
    OR (entry.level = 'sealed' AND account.in_cell)
  )
  AND (
    account.named OR entry.agency_id = %(agency)s
    OR NOT EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = entry.identity)
  )
  AND NOT EXISTS (
    SELECT 1
    FROM chronology_entry_person AS person
    JOIN people_open_link AS link ON link.record_id = person.record_id
    WHERE person.entry_id = entry.id
      AND (link.person_id = ANY (%(hidden)s::uuid[])
           OR (entry.agency_id <> %(agency)s AND link.person_id = ANY (%(withheld)s::uuid[])))
  )
  AND (
    entry.agency_id = %(agency)s
    OR %(shared)s::jsonb IS NULL
    OR entry.id = ANY (%(disclosed)s::uuid[])
    OR EXISTS (
      SELECT 1
      FROM jsonb_to_recordset(%(shared)s::jsonb) AS shared (agency text, kind text, since date)
      WHERE shared.agency IN (entry.agency_id, receipt.agency_id)
        AND (shared.kind IS NULL OR shared.kind = entry.kind)
        AND (shared.since IS NULL OR entry.occurred_to >= shared.since)
    )
  )
)
ORDER BY entry.occurred_from NULLS LAST, entry.occurred_at NULLS FIRST, entry.received_at, entry.seq
