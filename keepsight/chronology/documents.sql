-- The records in words that somebody may read, each with the children it is about, and how many of its facts wait for a
-- person. A document is read by whoever may read the entry that says it came: the current one, whatever corrected it.
WITH fact AS (
  SELECT document_id, count(*) AS waiting
  FROM intake_offeredfact AS offered
  WHERE NOT EXISTS (SELECT 1 FROM intake_factdecision AS decision WHERE decision.fact_id = offered.id)
  GROUP BY document_id
)
SELECT
  document.id, document.receipt_id, receipt.file_name, agency.name, receipt.as_at, receipt.received_at,
  array_agg(DISTINCT link.person_id), COALESCE(fact.waiting, 0)
FROM intake_document AS document
JOIN intake_receipt AS receipt ON receipt.id = document.receipt_id
JOIN access_agency AS agency ON agency.code = document.agency_id
JOIN chronology_entry AS told ON told.receipt_id = document.receipt_id AND told.kind = 'document.received'
JOIN chronology_current AS standing ON standing.identity = told.identity
JOIN chronology_entry_person AS person ON person.entry_id = standing.id AND person.role = 'child'
JOIN people_open_link AS link ON link.record_id = person.record_id
LEFT JOIN fact ON fact.document_id = document.id
WHERE (%(child)s::uuid IS NULL OR link.person_id = %(child)s)
  AND (%(everything)s OR (
  (
    standing.level = 'standard'
    OR (standing.level = 'restricted' AND (standing.agency_id = %(agency)s OR link.person_id = ANY (%(named)s::uuid[])))
    OR (standing.level = 'sealed' AND link.person_id = ANY (%(cell)s::uuid[]))
  )
  AND (
    link.person_id = ANY (%(named)s::uuid[]) OR standing.agency_id = %(agency)s
    OR NOT EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = standing.identity)
  )
  AND NOT EXISTS (
    SELECT 1
    FROM chronology_entry_person AS person
    JOIN people_open_link AS whose ON whose.record_id = person.record_id
    WHERE person.entry_id = standing.id
      AND (whose.person_id = ANY (%(hidden)s::uuid[])
           OR (standing.agency_id <> %(agency)s AND whose.person_id = ANY (%(withheld)s::uuid[])))
  )
  AND (
    standing.agency_id = %(agency)s
    OR %(shared)s::jsonb IS NULL
    OR standing.id = ANY (%(disclosed)s::uuid[])
    OR EXISTS (
      SELECT 1
      FROM jsonb_to_recordset(%(shared)s::jsonb) AS shared (agency text, kind text, since date)
      WHERE shared.agency IN (standing.agency_id, receipt.agency_id)
        AND (shared.kind IS NULL OR shared.kind = standing.kind)
        AND (shared.since IS NULL OR standing.occurred_to >= shared.since)
    )
  )
))
  AND (fact.waiting > 0 OR NOT %(waiting)s)
GROUP BY document.id, receipt.id, agency.code, fact.waiting
ORDER BY receipt.as_at, receipt.received_at, document.id
