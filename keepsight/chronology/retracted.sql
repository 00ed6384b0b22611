-- Entries that take another back are few, and asked for with every row of every file.
CREATE INDEX chronology_entry_retracted ON chronology_entry (supersedes_id) WHERE kind = 'entry.retracted';
