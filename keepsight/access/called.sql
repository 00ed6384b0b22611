-- Whom somebody means who names an agency: by its code, its name, or what kind of agency it is where there is only one of
-- the kind. It is worked out when it is read, so that a file that names an agency may come before that agency's own.
CREATE FUNCTION access_called(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(lower(btrim(words)), '\s+', '-', 'g')
$$;

CREATE VIEW access_agency_called AS
  SELECT DISTINCT ON (called.said) called.said, called.code
  FROM (
    SELECT access_called(code) AS said, code, 1 AS nearness FROM access_agency
    UNION ALL
    SELECT access_called(name), code, 2 FROM access_agency
    UNION ALL
    SELECT access_called(sector), min(code), 3 FROM access_agency GROUP BY sector HAVING count(*) = 1
  ) AS called
  ORDER BY called.said, called.nearness, called.code;

GRANT SELECT ON access_agency_called TO keepsight_app, keepsight_asker;
