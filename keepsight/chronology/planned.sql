-- Which entries bear on one child, for what is asked of one child at a time: chronology_bearing_on, planned once for a connection.
-- Who lives with whom is a view of views, each with its rows kept back: to plan it takes longer than to answer it.
CREATE FUNCTION chronology_bearing(child uuid)
RETURNS TABLE (entry uuid, scope text, role text) LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT one.entry, one.scope, one.role FROM chronology_bearing_on(ARRAY[chronology_bearing.child]) AS one;
END
$$;

-- What opens one child is planned for any child, too, rather than anew for each of the first five.
DO $$
BEGIN
  SET LOCAL ROLE keepsight_asker;
  ALTER FUNCTION chronology_open(uuid) SET plan_cache_mode = force_generic_plan;
  SET LOCAL ROLE keepsight_owner;
END
$$;
