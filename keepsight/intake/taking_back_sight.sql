-- That a file is being taken back is for the agency that handed it in, and for the worker that does it.
CREATE POLICY own ON intake_taking_back USING (
  (SELECT access_sees_everything()) OR receipt_id IN (
    SELECT id FROM intake_receipt WHERE agency_id = (SELECT access_sight() ->> 'agency')
  )
);
ALTER TABLE intake_taking_back ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_taking_back FORCE ROW LEVEL SECURITY;
GRANT UPDATE ON intake_taking_back TO keepsight_app;
