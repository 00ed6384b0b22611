-- The entries of one agency's files whose kind was guessed from their words and still waits for a person (`was` is null), and
-- those of whose guess a person has said what it is (`was`: what had been guessed), with the children each is about. The first hand
-- of sight; the database is the second. An agency reads all that it holds itself, but what is sealed, and of nobody who is hidden.
-- Guesses are few among entries, and looked for first.
WITH guessed AS MATERIALIZED (
  SELECT entry_id AS id FROM chronology_words WHERE guessed_by IS NOT NULL
  UNION
  SELECT later.id
  FROM chronology_words AS said
  JOIN chronology_entry AS later ON later.supersedes_id = said.entry_id
  WHERE said.guessed_by IS NOT NULL
)
SELECT
  entry.id, entry.receipt_id, receipt.as_at, entry.kind, words.guessed_by, words.narrative, words.details,
  entry.occurred_from, entry.occurred_to, entry.precision, words.raw_when, entry.occurred_at,
  before.kind, said.guessed_by, maker.name, array_agg(link.person_id ORDER BY link.person_id)
FROM guessed
JOIN chronology_current AS entry ON entry.id = guessed.id
JOIN chronology_words AS words ON words.entry_id = entry.id
JOIN intake_receipt AS receipt ON receipt.id = entry.receipt_id
JOIN chronology_entry_person AS person ON person.entry_id = entry.id AND person.role = 'child'
JOIN people_open_link AS link ON link.record_id = person.record_id
LEFT JOIN access_user AS maker ON maker.id = entry.by_id
LEFT JOIN chronology_entry AS before ON before.id = entry.supersedes_id AND words.guessed_by IS NULL
LEFT JOIN chronology_words AS said ON said.entry_id = before.id
WHERE entry.agency_id = %(agency)s
  AND (%(receipt)s::uuid IS NULL OR entry.receipt_id = %(receipt)s)
  AND (words.guessed_by IS NOT NULL OR (said.guessed_by IS NOT NULL AND entry.by_id IS NOT NULL AND entry.kind <> 'entry.retracted'))
  AND (%(children)s::uuid[] IS NULL OR link.person_id = ANY (%(children)s::uuid[]))
  AND NOT link.person_id = ANY (%(glass)s::uuid[])
  AND (entry.level <> 'sealed' OR link.person_id = ANY (%(cell)s::uuid[]))
  AND NOT EXISTS (
    SELECT 1 FROM chronology_entry_person AS beside
    JOIN people_open_link AS whose ON whose.record_id = beside.record_id
    WHERE beside.entry_id = entry.id AND whose.person_id = ANY (%(hidden)s::uuid[])
  )
GROUP BY entry.id, entry.receipt_id, receipt.as_at, entry.kind, words.guessed_by, words.narrative, words.details, entry.occurred_from,
  entry.occurred_to, entry.precision, words.raw_when, entry.occurred_at, before.kind, said.guessed_by, maker.name
ORDER BY entry.occurred_from NULLS LAST, entry.occurred_at NULLS FIRST, entry.id
