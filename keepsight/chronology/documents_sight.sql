-- Row-level security on what files said that is no entry: documents and what they offer go with the entry that says they came,
-- and rows that were set aside are for the agency that sent them.
CREATE POLICY opened ON intake_document FOR SELECT USING (
  (SELECT access_sees_everything()) OR EXISTS (
    SELECT 1 FROM chronology_entry AS told WHERE told.receipt_id = intake_document.receipt_id AND told.kind = 'document.received'
  )
);
CREATE POLICY opened ON intake_passage FOR SELECT USING (
  (SELECT access_sees_everything()) OR document_id IN (SELECT id FROM intake_document)
);
CREATE POLICY opened ON intake_offeredfact FOR SELECT USING (
  (SELECT access_sees_everything()) OR document_id IN (SELECT id FROM intake_document)
);
CREATE POLICY opened ON intake_factdecision FOR SELECT USING (
  (SELECT access_sees_everything()) OR fact_id IN (SELECT id FROM intake_offeredfact)
);
CREATE POLICY sent ON intake_refusedrow FOR SELECT USING (
  (SELECT access_sees_everything())
  OR receipt_id IN (SELECT id FROM intake_receipt WHERE agency_id = (SELECT access_sight() ->> 'agency'))
);

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['intake_document', 'intake_passage', 'intake_offeredfact', 'intake_factdecision',
                              'intake_refusedrow'] LOOP
    EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK ((SELECT access_sees_everything()))', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END
$$;
