-- When a file stated an entry, in the order of the log: an entry that is stated again can become the current account of its
-- matter once more, and whoever follows the log in step must hear of it. Rows from before this column pass for new once.
ALTER TABLE chronology_entry_stated ADD COLUMN txid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX chronology_entry_stated_in_step ON chronology_entry_stated (txid);
