-- Whether records live, or have lived, at one home: told by signs that mean nothing outside one answer. Nobody learns an address here,
-- neither from a sign nor by asking twice. A protected address has none, nor has another's record of the same home.

-- A postcode and the numbers of an address in the form in which they are compared, as `matching/standard.sql` has them. NULL: not known,
-- or a code for having none.
CREATE FUNCTION people_post(postcode text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT NULLIF(code, '') FROM (SELECT upper(regexp_replace(postcode, '[^0-9A-Za-z]', '', 'g')) AS code) AS bare
  WHERE code NOT IN ('ZZ993VZ', 'ZZ993WZ', 'ZZ993CZ')
$$;
CREATE FUNCTION people_line(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT trim(regexp_replace(lower(address), '[^[:alnum:]]+', ' ', 'g'))
$$;
CREATE FUNCTION people_door(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT COALESCE(string_agg(number[1], ' ' ORDER BY place), '')
  FROM regexp_matches(people_line(address), '\m[0-9]+[a-z]?\M', 'g') WITH ORDINALITY AS found (number, place)
$$;

-- Records of which any file ever said that the address is protected.
CREATE VIEW people_kept AS
  SELECT record_id FROM people_description WHERE address_protected
  UNION SELECT record_id FROM people_address WHERE protected;
REVOKE ALL ON people_kept FROM PUBLIC, keepsight_app;
ALTER VIEW people_kept OWNER TO keepsight_asker;

-- Homes that are nobody's secret. The application reads none of them.
CREATE VIEW people_home AS
  SELECT home.record_id, home.as_at, people_door(home.address) AS door, people_post(home.postcode) AS post, people_line(home.address) AS line
  FROM people_address AS home
  WHERE people_post(home.postcode) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM people_kept AS kept WHERE kept.record_id = home.record_id)
    AND NOT EXISTS (
      SELECT 1 FROM people_address AS other
      JOIN people_kept AS kept ON kept.record_id = other.record_id
      WHERE people_post(other.postcode) = people_post(home.postcode)
        AND (people_door(home.address) = '' OR people_door(other.address) IN ('', people_door(home.address)))
    );
REVOKE ALL ON people_home FROM PUBLIC, keepsight_app;
ALTER VIEW people_home OWNER TO keepsight_asker;

CREATE FUNCTION people_places(records uuid[]) RETURNS TABLE (record uuid, as_at date, kind text, sign text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public AS $$
  WITH salt AS MATERIALIZED (SELECT gen_random_uuid()::text AS word)
  SELECT home.record_id, home.as_at, signs.kind, md5(salt.word || signs.kind || signs.said)
  FROM people_home AS home
  CROSS JOIN salt
  CROSS JOIN LATERAL (
    VALUES ('door', NULLIF(home.door, '') || ' ' || home.post), ('postcode', home.post), ('line', NULLIF(home.line, '')),
           ('district', substring(home.post FROM '^(.+)[0-9][A-Z]{2}$'))
  ) AS signs (kind, said)
  WHERE home.record_id = ANY (records) AND signs.said IS NOT NULL
$$;

-- Records of one whole name and one home with one of these: whoever is told of without a birth date is found so, or not at all.
CREATE FUNCTION people_at_home(records uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT said.record_id
  FROM people_home AS here
  JOIN people_description AS named ON named.record_id = here.record_id AND named.forename_words <> '' AND named.surname_words <> ''
  JOIN people_home AS there ON there.post = here.post AND there.door = here.door
  JOIN people_description AS said
    ON said.record_id = there.record_id AND said.forename_words = named.forename_words AND said.surname_words = named.surname_words
  WHERE here.record_id = ANY (records) AND here.door <> ''
$$;

-- Records that may be at the home of one of these whose address is protected: what they had in common with others, they have no longer.
CREATE FUNCTION people_beside_kept(records uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT there.record_id
  FROM people_address AS here
  JOIN people_kept AS kept ON kept.record_id = here.record_id
  JOIN people_address AS there ON people_post(there.postcode) = people_post(here.postcode)
  WHERE here.record_id = ANY (records)
$$;

REVOKE ALL ON FUNCTION people_places(uuid[]), people_at_home(uuid[]), people_beside_kept(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_places(uuid[]), people_at_home(uuid[]), people_beside_kept(uuid[]) TO keepsight_app, keepsight_owner;
ALTER FUNCTION people_places(uuid[]) OWNER TO keepsight_asker;
ALTER FUNCTION people_at_home(uuid[]) OWNER TO keepsight_asker;
ALTER FUNCTION people_beside_kept(uuid[]) OWNER TO keepsight_asker;
