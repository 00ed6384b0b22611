-- The entries whose transactions have settled since a mark ($1), up to another ($2): a row for each record each is about.
SELECT entry.id AS entry, about.record_id AS id, (count(*) OVER (PARTITION BY entry.id))::smallint AS records,
       entry.kind, about.role, entry.basis, {details},
       entry.from_agency AS said_from, entry.agency_id AS said_by, words.details ->> 'service' AS said_service,
       entry.thread, entry.occurred_from AS day_from, entry.occurred_to AS day_to, entry.occurred_at AS at,
       entry.recorded_on
FROM chronology_entry AS entry
JOIN chronology_words AS words ON words.entry_id = entry.id
JOIN chronology_entry_person AS about ON about.entry_id = entry.id
WHERE entry.txid >= $1::text::xid8 AND entry.txid < $2::text::xid8
