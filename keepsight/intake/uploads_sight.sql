-- A file on its way is for the agency that hands it in, and for the worker that takes it in.
CREATE POLICY own ON intake_upload USING (
  (SELECT access_sees_everything()) OR agency_id = (SELECT access_sight() ->> 'agency')
);
ALTER TABLE intake_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_upload FORCE ROW LEVEL SECURITY;
GRANT UPDATE ON intake_upload TO keepsight_app;
