-- One hash for each entry as it was appended: every column of its row (its words by their own salted hash), the records it is
-- about, the agencies that were told. The audit keeps a hash of these hashes for each file and each act, so an entry that is
-- changed, removed or slipped in past the triggers no longer fits the audit. A column added to the table later does not belong
-- in here: what was sealed before could not be checked again.
CREATE VIEW chronology_sealed AS
  SELECT entry.id, entry.receipt_id, sha256(convert_to(ROW(
    entry.id, entry.kind, entry.occurred_from, entry.occurred_to, extract(epoch FROM entry.occurred_at), entry.precision,
    entry.recorded_on, entry.recorded_how, extract(epoch FROM entry.received_at), entry.agency_id, entry.from_agency,
    entry.basis, entry.corroborated, entry.thread, entry.level, entry.receipt_id, entry.by_id, entry.sheet, entry.row,
    entry.identity, entry.content_hash, encode(entry.words_hash, 'hex'), entry.supersedes_id,
    ARRAY(
      SELECT person.record_id || ' ' || person.role
      FROM chronology_entry_person AS person WHERE person.entry_id = entry.id ORDER BY person.record_id, person.role
    ),
    ARRAY(
      SELECT told.agency || ' ' || COALESCE(told.told_on::text, '')
      FROM chronology_entry_told AS told WHERE told.entry_id = entry.id ORDER BY told.agency, told.told_on
    )
  )::text, 'UTF8')) AS said
  FROM chronology_entry AS entry;

-- How many entries came with a receipt, or are the one entry named, and the hash of all that they say. Dates are written one way
-- whatever the session would write.
CREATE FUNCTION chronology_seal(of_receipt uuid, of_entry uuid, OUT entries bigint, OUT seal bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public SET datestyle = 'ISO, YMD' AS $$
  SELECT count(*), sha256(COALESCE(string_agg(said, ''::bytea ORDER BY id), ''))
  FROM chronology_sealed WHERE receipt_id = of_receipt OR id = of_entry
$$;
CREATE INDEX chronology_entry_receipt ON chronology_entry (receipt_id);
-- Rights are given before the owner is: afterwards they are the asker's to give.
REVOKE ALL ON chronology_sealed FROM keepsight_app;
REVOKE ALL ON FUNCTION chronology_seal(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_seal(uuid, uuid) TO keepsight_app, keepsight_owner;
ALTER VIEW chronology_sealed OWNER TO keepsight_asker;
ALTER FUNCTION chronology_seal(uuid, uuid) OWNER TO keepsight_asker;
