-- The sight that this transaction works with, handed over by access.sight.seeing; NULL, which shows nothing, where nobody did.
-- Row-level security reads it here and nowhere else.
CREATE FUNCTION access_sight() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NULLIF(current_setting('keepsight.sight', true), '')::jsonb
$$;

CREATE FUNCTION access_sees_everything() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT COALESCE((access_sight() ->> 'everything')::boolean, false)
$$;

-- The ids of one of its sets: children, named, cell, restricted, sealed, conflicts, disclosed.
CREATE FUNCTION access_ids(called text) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_array_elements_text(access_sight() -> called)::uuid
$$;

-- A function of the asker's is for the application and for migrations, and for nobody else. The asker alone may say so.
CREATE PROCEDURE keepsight_for_the_app(called text) LANGUAGE plpgsql AS $$
BEGIN
  SET LOCAL ROLE keepsight_asker;
  EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', called);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO keepsight_app, keepsight_owner', called);
  SET LOCAL ROLE keepsight_owner;
END
$$;
