-- What feeds delivered. A file of which something has yet to settle ($1) has told nothing yet: its silence would be claimed
-- before its entries are here.
SELECT DISTINCT link.person_id AS child, agency.sector, covered.kind, covered.from_on AS from_day, covered.to_on AS to_day
FROM intake_coverage AS covered
JOIN access_agency AS agency ON agency.code = covered.agency_id
LEFT JOIN people_open_link AS link ON link.record_id = covered.record
WHERE (covered.record IS NULL OR link.person_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM intake_taken_back AS back WHERE back.receipt_id = covered.receipt_id)
  AND NOT EXISTS (
    SELECT 1 FROM chronology_entry AS entry
    WHERE entry.receipt_id = covered.receipt_id AND entry.txid >= $1::text::xid8
  )
  AND NOT EXISTS (
    SELECT 1 FROM chronology_entry_stated AS stated
    WHERE stated.receipt_id = covered.receipt_id AND stated.txid >= $1::text::xid8
  )
