-- What of several children sight may read, opened at once: of each exactly what `chronology_open` opens of it alone, by that function.
CREATE FUNCTION chronology_open_each(children uuid[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  one uuid;
  opened uuid[] := '{}';
  beside uuid[] := '{}';
BEGIN
  FOREACH one IN ARRAY children LOOP
    PERFORM chronology_open(one);
    opened := opened || current_setting('keepsight.opened')::uuid[];
    beside := beside || current_setting('keepsight.beside')::uuid[];
  END LOOP;
  PERFORM set_config('keepsight.opened', opened::text, true);
  PERFORM set_config('keepsight.beside', beside::text, true);
  RETURN cardinality(opened);
END
$$;
ALTER FUNCTION chronology_open_each(uuid[]) OWNER TO keepsight_asker;
CALL keepsight_for_the_app('chronology_open_each(uuid[])');

-- What was told of one kind, by the day: so that whoever sees many children is told of the few whom it concerns now.
CREATE INDEX chronology_entry_told_of ON chronology_entry (kind, occurred_to);
