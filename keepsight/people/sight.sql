-- The second hand that turns sight into rows: row-level security on whoever is known. It reads the same plain data as
-- `in_sight.py` and works it out by itself. Its functions are the asker's, so that they may look at what they then withhold.

-- Who these persons are now: themselves, or whoever holds the last records of one who was joined to others.
CREATE FUNCTION people_now(persons uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT link.person_id FROM people_link AS link WHERE link.person_id = ANY (persons) AND link.ended_at IS NULL
  UNION
  SELECT heir.person_id
  FROM people_link AS past
  JOIN people_link AS heir ON heir.record_id = past.record_id AND heir.ended_at IS NULL
  WHERE past.person_id = ANY (persons)
    AND past.ended_at = (SELECT max(ended_at) FROM people_link WHERE person_id = past.person_id)
    AND NOT EXISTS (SELECT 1 FROM people_link AS own WHERE own.person_id = past.person_id AND own.ended_at IS NULL)
$$;

CREATE FUNCTION people_ids(called text) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT people_now(ARRAY (SELECT access_ids(called)))
$$;

-- Persons who do not exist for whoever asks: family and their children, and children whose level keeps them out.
CREATE FUNCTION people_hidden() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT kept FROM people_ids('sealed') AS kept WHERE kept NOT IN (SELECT people_ids('cell'))
  UNION
  SELECT kept FROM people_ids('restricted') AS kept
  WHERE access_sight() ->> 'reach' = 'all' AND kept NOT IN (SELECT people_ids('children'))
  UNION
  SELECT people_ids('conflicts')
  UNION
  SELECT home.child_id FROM people_household AS home WHERE home.person_id = ANY (ARRAY (SELECT people_ids('conflicts')))
$$;

-- The same, worked out once for a transaction and a sight, and kept in a setting of that transaction: one page asks for it some
-- forty times, because each of the views of who lives with whom reads links many times over.
CREATE FUNCTION people_hidden_once() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  whose text := md5(COALESCE(current_setting('keepsight.sight', true), ''));
  kept text := current_setting('keepsight.hidden', true);
BEGIN
  IF kept IS NULL OR left(kept, length(whose)) <> whose THEN
    kept := whose || ARRAY (SELECT people_hidden())::text;
    PERFORM set_config('keepsight.hidden', kept, true);
  END IF;
  RETURN substr(kept, length(whose) + 1)::uuid[];
END
$$;

-- Children in sight, where they can be listed: for a role that sees every child they cannot, and `people_sees` says.
CREATE FUNCTION people_seen() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT seen FROM (
    SELECT people_ids('children') AS seen
    UNION
    SELECT link.person_id
    FROM people_record AS record
    JOIN people_link AS link ON link.record_id = record.id AND link.ended_at IS NULL
    WHERE access_sight() ->> 'reach' = 'agency' AND record.agency_code = access_sight() ->> 'agency'
  ) AS reached
  WHERE seen <> ALL ((SELECT people_hidden_once())::uuid[])
$$;

-- Whether one child is in sight.
CREATE FUNCTION people_sees(child uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT access_sees_everything()
      OR (access_sight() ->> 'reach' = 'all' AND child <> ALL (people_hidden_once()))
      OR (access_sight() ->> 'reach' <> 'all' AND child IN (SELECT people_seen()))
$$;

-- The records whose descriptions may be read: of children in sight, and of whoever stands beside a child that was opened.
CREATE FUNCTION people_records_seen() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT link.record_id FROM people_link AS link
  WHERE link.ended_at IS NULL AND link.person_id IN (SELECT people_seen())
  UNION
  SELECT link.record_id FROM people_link AS link
  WHERE link.ended_at IS NULL AND link.person_id = ANY (
    NULLIF(current_setting('keepsight.beside', true), '')::uuid[]
  )
$$;

CREATE FUNCTION people_records_hidden() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT link.record_id FROM people_link AS link WHERE link.person_id = ANY ((SELECT people_hidden_once())::uuid[])
$$;

-- Whether a role sees every child who is not hidden.
CREATE FUNCTION people_sees_all() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT COALESCE(access_sight() ->> 'reach' = 'all', false)
$$;

DO $$
DECLARE
  ours text;
BEGIN
  FOREACH ours IN ARRAY ARRAY['people_hidden()', 'people_hidden_once()', 'people_seen()', 'people_sees(uuid)', 'people_records_seen()',
                              'people_records_hidden()'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO keepsight_asker', ours);
    CALL keepsight_for_the_app(ours);
  END LOOP;
END
$$;

-- A link to somebody hidden is no link: so the hidden stand in no household, no list and no entry's people.
CREATE POLICY seen ON people_link FOR SELECT USING (
  (SELECT access_sees_everything())
  OR ((SELECT access_sight()) IS NOT NULL AND person_id <> ALL ((SELECT people_hidden_once())::uuid[]))
);
CREATE POLICY seen ON people_record FOR SELECT USING (
  (SELECT access_sees_everything())
  OR ((SELECT people_sees_all()) AND id NOT IN (SELECT people_records_hidden()))
  OR id IN (SELECT people_records_seen())
);
CREATE POLICY seen ON people_description FOR SELECT USING (
  (SELECT access_sees_everything())
  OR ((SELECT people_sees_all()) AND record_id NOT IN (SELECT people_records_hidden()))
  OR record_id IN (SELECT people_records_seen())
);

-- What is added or ended is decided by actions, which work with the machine's sight.
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['people_link', 'people_record', 'people_description'] LOOP
    EXECUTE format('CREATE POLICY added ON %I FOR INSERT WITH CHECK ((SELECT access_sees_everything()))', kept);
    EXECUTE format('CREATE POLICY changed ON %I FOR UPDATE USING ((SELECT access_sees_everything()))', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
  END LOOP;
END
$$;
