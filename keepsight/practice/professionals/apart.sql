-- What a worker keeps apart in supervision is theirs, and the leads' of their own agency: whoever else asks is shown nothing.
CREATE POLICY own_agency ON practice_kept_apart FOR SELECT USING (
  (SELECT access_sees_everything())
  OR by_id = (SELECT (access_sight() ->> 'user_id')::bigint)
  OR (
    agency_id = (SELECT access_sight() ->> 'agency') AND (SELECT access_sight() ->> 'role') = 'agency_lead'
  )
);
CREATE POLICY kept ON practice_kept_apart FOR INSERT WITH CHECK ((SELECT access_sees_everything()));
CREATE POLICY dropped ON practice_kept_apart FOR DELETE USING ((SELECT access_sees_everything()));
ALTER TABLE practice_kept_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice_kept_apart FORCE ROW LEVEL SECURITY;
GRANT DELETE ON practice_kept_apart TO keepsight_app;
