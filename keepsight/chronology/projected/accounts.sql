-- Every account of each matter of which something was told between two marks and of which there is more than one, the record
-- it is about, and whether it is current. It is what chronology_current says, said of what has settled by $2 alone: what a
-- later transaction replaces is current until that one has settled too, or the matter would be missing in between.
WITH told AS (
  SELECT entry.identity FROM chronology_entry AS entry
  WHERE entry.txid >= $1::text::xid8 AND entry.txid < $2::text::xid8
  UNION
  SELECT entry.identity FROM chronology_entry_stated AS stated
  JOIN chronology_entry AS entry ON entry.id = stated.entry_id
  WHERE stated.txid >= $1::text::xid8 AND stated.txid < $2::text::xid8
),
account AS (
  SELECT entry.id, entry.identity, entry.content_hash, count(*) OVER (PARTITION BY entry.identity) AS accounts,
         EXISTS (
           SELECT 1 FROM chronology_entry AS correction
           WHERE correction.supersedes_id = entry.id AND correction.txid < $2::text::xid8
         ) AS corrected,
         (
           SELECT max(stated.as_at) FROM chronology_entry_stated AS stated
           WHERE stated.entry_id = entry.id AND stated.txid < $2::text::xid8
         ) AS as_at
  FROM chronology_entry AS entry
  JOIN told USING (identity)
  WHERE entry.txid < $2::text::xid8
),
ranked AS (
  SELECT id, corrected,
         row_number() OVER (PARTITION BY identity, corrected ORDER BY as_at DESC, content_hash DESC) AS place
  FROM account
  WHERE accounts > 1
)
SELECT ranked.id AS entry, about.record_id AS id, NOT ranked.corrected AND ranked.place = 1 AS current
FROM ranked
JOIN chronology_entry_person AS about ON about.entry_id = ranked.id
