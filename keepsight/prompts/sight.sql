-- Row-level security on prompts: one is seen by whoever sees its child, unless it rests on an entry of which they may not even
-- know. Few entries are sealed and few people hidden, so it is from them that we look.
CREATE INDEX chronology_entry_sealed ON chronology_entry (id) WHERE level = 'sealed';

CREATE FUNCTION prompts_unspeakable() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT evidence.prompt_id
  FROM chronology_entry AS entry
  JOIN prompts_prompt_entry AS evidence ON evidence.entry_id = entry.id
  JOIN prompts_prompt AS prompt ON prompt.id = evidence.prompt_id
  WHERE entry.level = 'sealed' AND prompt.child_id NOT IN (SELECT people_ids('cell'))
  UNION
  SELECT evidence.prompt_id
  FROM unnest(people_hidden_once()) AS hidden (person)
  JOIN people_link AS link ON link.person_id = hidden.person AND link.ended_at IS NULL
  JOIN chronology_entry_person AS person ON person.record_id = link.record_id
  JOIN prompts_prompt_entry AS evidence ON evidence.entry_id = person.entry_id
$$;
ALTER FUNCTION prompts_unspeakable() OWNER TO keepsight_asker;
CALL keepsight_for_the_app('prompts_unspeakable()');

CREATE POLICY seen ON prompts_prompt FOR SELECT USING (
  (SELECT access_sees_everything())
  OR (
    (((SELECT people_sees_all()) AND child_id <> ALL ((SELECT people_hidden_once())::uuid[])) OR child_id IN (SELECT people_seen()))
    AND id NOT IN (SELECT prompts_unspeakable())
  )
);
CREATE POLICY seen ON prompts_prompt_entry FOR SELECT USING (
  (SELECT access_sees_everything()) OR EXISTS (SELECT 1 FROM prompts_prompt AS prompt WHERE prompt.id = prompt_id)
);

-- Prompts are kept by whoever asks the patterns, with the machine's sight.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['prompts_prompt', 'prompts_prompt_entry'] LOOP
    EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK ((SELECT access_sees_everything()))', kept);
    EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE USING ((SELECT access_sees_everything()))', kept);
    EXECUTE format('CREATE POLICY removed ON %I FOR DELETE USING ((SELECT access_sees_everything()))', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END
$$;
