-- Of each record, what its agency last said of each fact; of two files of one day, the greater hash. An exact day
-- of birth, or on which one is expected, is not taken back by a vaguer one. An address once called protected stays so.
CREATE OR REPLACE VIEW people_known WITH (security_invoker = true) AS
  SELECT record_id, as_at, forename, surname, label, forename_words, surname_words,
         CASE WHEN born ->> 'born_precision' IN ('day', 'minute') AND born ->> 'born_from' = born ->> 'born_to'
              THEN (born ->> 'born_from')::date END AS born_on,
         (born ->> 'born_from')::date AS born_from,
         (born ->> 'born_to')::date AS born_to,
         born ->> 'born_precision' AS born_precision,
         born ->> 'born_raw' AS born_raw,
         expected_on, died_on, sex, nhs_number, upn, ethnicity, disabilities, address_protected,
         expected_to, expected_precision
  FROM (
    SELECT
      record_id,
      max(as_at) AS as_at,
      (array_agg(forename ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE forename_words <> ''))[1] AS forename,
      (array_agg(surname ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE surname_words <> ''))[1] AS surname,
      (array_agg(label ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE label <> ''))[1] AS label,
      COALESCE((array_agg(forename_words ORDER BY as_at DESC, content_hash DESC)
                FILTER (WHERE forename_words <> ''))[1], '') AS forename_words,
      COALESCE((array_agg(surname_words ORDER BY as_at DESC, content_hash DESC)
                FILTER (WHERE surname_words <> ''))[1], '') AS surname_words,
      (array_agg(jsonb_build_object('born_from', born_from, 'born_to', born_to, 'born_precision', born_precision,
                                    'born_raw', born_raw)
                 ORDER BY born_precision IN ('day', 'minute') DESC, as_at DESC, content_hash DESC)
       FILTER (WHERE born_from IS NOT NULL))[1] AS born,
      (array_agg(expected_on ORDER BY expected_precision IS NULL DESC, as_at DESC, content_hash DESC)
       FILTER (WHERE expected_on IS NOT NULL))[1] AS expected_on,
      (array_agg(died_on ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE died_on IS NOT NULL))[1] AS died_on,
      (array_agg(sex ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE sex IS NOT NULL))[1] AS sex,
      (array_agg(nhs_number ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE nhs_number IS NOT NULL))[1]
        AS nhs_number,
      (array_agg(upn ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE upn IS NOT NULL))[1] AS upn,
      (array_agg(ethnicity ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE ethnicity IS NOT NULL))[1]
        AS ethnicity,
      (array_agg(disabilities ORDER BY as_at DESC, content_hash DESC) FILTER (WHERE disabilities <> '[]'))[1]
        AS disabilities,
      (array_agg(expected_to ORDER BY expected_precision IS NULL DESC, as_at DESC, content_hash DESC)
       FILTER (WHERE expected_on IS NOT NULL))[1] AS expected_to,
      (array_agg(expected_precision ORDER BY expected_precision IS NULL DESC, as_at DESC, content_hash DESC)
       FILTER (WHERE expected_on IS NOT NULL))[1] AS expected_precision,
      bool_or(address_protected) AS address_protected
    FROM people_description
    GROUP BY record_id
  ) AS last_said;
