-- What does not fit the audit: each file whose entries are not those that were appended with it, each act whose entry is not the
-- one that was appended, and entries that no line of the audit tells of. None is the answer.
WITH line AS (
  SELECT seq, act, split_part(about, ' ', 2)::uuid AS about, count, seal
  FROM store_auditline
  WHERE act IN ('chronology.append', 'chronology.append_rows') AND seal IS NOT NULL
),
by_hand AS (
  SELECT about AS entry, seal FROM line WHERE act = 'chronology.append'
),
from_file AS (
  SELECT about AS receipt, count, seal FROM line WHERE act = 'chronology.append_rows'
),
found AS (
  SELECT receipt_id AS receipt, count(*) AS entries, sha256(string_agg(said, ''::bytea ORDER BY id)) AS seal
  FROM chronology_sealed
  WHERE NOT EXISTS (SELECT 1 FROM by_hand WHERE by_hand.entry = chronology_sealed.id)
  GROUP BY receipt_id
),
-- Words that are gone went by a purge, and the purge's own line says which: else they were taken away.
erased AS (
  SELECT purge, sha256(string_agg(uuid_send(entry_id), ''::bytea ORDER BY entry_id)) AS seal
  FROM chronology_erased GROUP BY purge
)
SELECT COALESCE('receipt ' || COALESCE(from_file.receipt, found.receipt), 'an entry of no file')
FROM from_file
FULL JOIN found ON found.receipt = from_file.receipt
WHERE from_file.count IS DISTINCT FROM found.entries AND NOT (from_file.count = 0 AND found.entries IS NULL)
   OR from_file.count > 0 AND from_file.seal IS DISTINCT FROM found.seal
UNION ALL
SELECT 'entry ' || by_hand.entry
FROM by_hand
LEFT JOIN chronology_sealed ON chronology_sealed.id = by_hand.entry
WHERE by_hand.seal IS DISTINCT FROM sha256(chronology_sealed.said)
UNION ALL
SELECT 'purge ' || erased.purge
FROM erased
WHERE NOT EXISTS (
  SELECT FROM store_auditline AS line
  WHERE line.act = 'practice.purge' AND line.about = 'purge ' || erased.purge AND line.seal = erased.seal
)
ORDER BY 1
LIMIT 1
