-- What is said against entries that sight may read: whoever reads an entry reads that somebody disputes it, whichever agency wrote
-- that down. It holds of the matter, so that a later account of it does not shake a dispute off.
CREATE INDEX chronology_entry_disputed ON chronology_entry (id) WHERE kind = 'entry.disputed';

CREATE FUNCTION chronology_disputes(entries uuid[])
RETURNS TABLE (entry uuid, dispute uuid, said_on date, disputed_by text, said text, response text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT standing.id, dispute.id, dispute.occurred_from, words.details ->> 'disputed_by',
         COALESCE(words.child_words, words.narrative), words.details ->> 'answered'
  FROM chronology_current AS dispute
  JOIN chronology_words AS words ON words.entry_id = dispute.id
  JOIN chronology_entry AS told ON told.id = (words.details ->> 'disputed_entry')::uuid
  JOIN chronology_entry AS standing ON standing.identity = told.identity
  WHERE dispute.kind = 'entry.disputed' AND standing.id = ANY (entries)
    AND (access_sees_everything() OR standing.id IN (SELECT chronology_opened()))
  ORDER BY dispute.occurred_from, dispute.received_at, dispute.id
$$;
ALTER FUNCTION chronology_disputes(uuid[]) OWNER TO keepsight_asker;
CALL keepsight_for_the_app('chronology_disputes(uuid[])');
