-- The three database roles of a store, and what each may do by default.
-- The embedded server runs this by itself. On a partnership's own server its administrator runs it once,
-- connected to the new database, and gives the three roles passwords or certificates of their own.
--
--   keepsight_owner  makes and migrates the tables; the application never connects as this role
--   keepsight_app    adds and reads; owns nothing, and may change or remove only what a migration grants by name
--   keepsight_asker  only reads, past row-level security: patterns, the projection, backup
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keepsight_owner') THEN
    CREATE ROLE keepsight_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keepsight_app') THEN
    CREATE ROLE keepsight_app LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keepsight_asker') THEN
    CREATE ROLE keepsight_asker LOGIN BYPASSRLS;
  END IF;
END
$$;

ALTER SCHEMA public OWNER TO keepsight_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO keepsight_app, keepsight_asker;
-- The asker owns the functions through which patterns read (SECURITY DEFINER); the owner makes them over to it.
GRANT CREATE ON SCHEMA public TO keepsight_asker;
-- It may become the asker, and is not one by itself: PostgreSQL 15 knows that of a role, and not yet of one membership.
ALTER ROLE keepsight_owner NOINHERIT;
GRANT keepsight_asker TO keepsight_owner;

ALTER DEFAULT PRIVILEGES FOR ROLE keepsight_owner IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO keepsight_app;
ALTER DEFAULT PRIVILEGES FOR ROLE keepsight_owner IN SCHEMA public GRANT USAGE ON SEQUENCES TO keepsight_app;
ALTER DEFAULT PRIVILEGES FOR ROLE keepsight_owner IN SCHEMA public GRANT SELECT ON TABLES TO keepsight_asker;
