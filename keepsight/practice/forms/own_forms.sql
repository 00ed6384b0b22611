-- A form is for people of the agency that made it, or of every agency; whoever makes one makes it for whom their role may.
CREATE POLICY offered ON practice_form_edition FOR SELECT USING (
  (SELECT access_sees_everything())
  OR agency_id = (SELECT access_sight() ->> 'agency')
  OR (agency_id IS NULL AND (SELECT access_sight() ->> 'agency') <> '')
);
CREATE POLICY made ON practice_form_edition FOR INSERT WITH CHECK (
  (SELECT access_sees_everything())
  OR (agency_id = (SELECT access_sight() ->> 'agency') AND (SELECT access_sight() ->> 'role') = 'agency_lead')
  OR (agency_id IS NULL AND (SELECT access_sight() ->> 'role') = 'hub_coordinator')
);
ALTER TABLE practice_form_edition ENABLE ROW LEVEL SECURITY;
ALTER TABLE practice_form_edition FORCE ROW LEVEL SECURITY;
CALL keepsight_only_added_to('practice_form_edition');
