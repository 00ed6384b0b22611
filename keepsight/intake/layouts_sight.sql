-- What an agency's people said of their own table is for that agency, and for the worker that reads its files.
CREATE POLICY own ON intake_layout_version USING (
  (SELECT access_sees_everything()) OR agency_id = (SELECT access_sight() ->> 'agency')
);
ALTER TABLE intake_layout_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_layout_version FORCE ROW LEVEL SECURITY;
CALL keepsight_only_added_to('intake_layout_version');
