-- The factors that those entries state, as they were written: what they are called with us is said by whoever reads them.
SELECT DISTINCT entry.id AS entry, said.word
FROM chronology_entry AS entry
JOIN chronology_words AS words ON words.entry_id = entry.id
CROSS JOIN LATERAL jsonb_array_elements_text(
  CASE WHEN jsonb_typeof(words.details -> 'factors') = 'array' THEN words.details -> 'factors' END
) AS said (word)
WHERE entry.txid >= $1::text::xid8 AND entry.txid < $2::text::xid8
