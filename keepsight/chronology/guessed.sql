-- Entries whose kind was guessed are few beside those whose kind a file says, and asked for by whoever opens My work.
CREATE INDEX chronology_words_guessed ON chronology_words (entry_id) WHERE guessed_by IS NOT NULL;
