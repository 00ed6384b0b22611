-- Which entries bear on each of several children, in one question and planned once for a connection, as `chronology_bearing` is.
-- Asked child by child it would look up anew for each of them all that was opened.
CREATE FUNCTION chronology_bearing_each(children uuid[])
RETURNS TABLE (child uuid, entry uuid, scope text, role text) LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT one.child, one.entry, one.scope, one.role FROM chronology_bearing_on(children) AS one;
END
$$;
