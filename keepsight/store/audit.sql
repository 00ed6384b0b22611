-- The audit is only ever added to, in one order: whoever adds a line first takes the lock and learns the chain's head.
-- A function that is VOLATILE sees what was committed while it waited, which the statement that calls it would not. A lock that
-- is not given within five seconds is an audit that is not available: nothing is shown rather than everybody kept waiting.
CALL keepsight_only_added_to('store_auditline');

CREATE FUNCTION keepsight_audit_head(OUT seq bigint, OUT mac bytea) LANGUAGE plpgsql VOLATILE SET lock_timeout = '5s' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7301128);
  SELECT line.seq, line.mac INTO seq, mac FROM store_auditline AS line ORDER BY line.seq DESC LIMIT 1;
  IF seq IS NULL THEN
    seq := 0;
    mac := decode(repeat('00', 32), 'hex');
  END IF;
END
$$;
