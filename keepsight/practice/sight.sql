-- What somebody had written is theirs alone: whoever else asks is shown nothing.
CREATE POLICY own ON practice_unsaved FOR SELECT USING (
  (SELECT access_sees_everything()) OR user_id = (SELECT (access_sight() ->> 'user_id')::bigint)
);
CREATE POLICY dropped ON practice_unsaved FOR DELETE USING (
  (SELECT access_sees_everything()) OR user_id = (SELECT (access_sight() ->> 'user_id')::bigint)
);
CREATE POLICY kept ON practice_unsaved FOR INSERT WITH CHECK ((SELECT access_sees_everything()));
CREATE POLICY kept_again ON practice_unsaved FOR UPDATE USING ((SELECT access_sees_everything()));
ALTER TABLE practice_unsaved ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice_unsaved FORCE ROW LEVEL SECURITY;
GRANT UPDATE, DELETE ON practice_unsaved TO keepsight_app;
