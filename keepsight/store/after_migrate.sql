-- Tables of the libraries we stand on: the application must be able to use up a one-time code and to finish a job.
-- Run as the owner after every migration, because their tables come and go with their releases.
DO $$
DECLARE
  kept text;
BEGIN
  FOR kept IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND (tablename = 'otp_totp_totpdevice' OR tablename LIKE 'procrastinate\_%')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO keepsight_app', kept);
  END LOOP;
END
$$;

-- A backup reads where each sequence stands, too.
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO keepsight_asker;
