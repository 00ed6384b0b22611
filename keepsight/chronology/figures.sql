-- The planner's figures for the tables that a chronology is read from, taken anew inside an import's own transaction: until
-- then it knows nothing of the rows that came with it, and ties everybody to everybody before it asks of one child.
CREATE FUNCTION chronology_take_figures() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  ANALYZE people_record, people_link, people_relationship, people_childhood, people_description, chronology_entry,
          chronology_entry_person, chronology_entry_stated, chronology_words;
END
$$;
ALTER FUNCTION chronology_take_figures() OWNER TO keepsight_owner;
REVOKE ALL ON FUNCTION chronology_take_figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chronology_take_figures() TO keepsight_app;
