-- The agencies of a town of this size: schools and surgeries by streets, one of everything else. `as_at` is the day of
-- the last file that it sent.
CREATE TABLE agency AS
WITH homes AS (SELECT max(h) AS last FROM street),
named AS (
  SELECT DISTINCT sector, sector AS word, 0 AS place FROM maker WHERE sector NOT IN ('school', 'gp')
  UNION ALL SELECT 'school', 'primary-' || i, i FROM homes, LATERAL unnest(range(last // getvariable('homes_a_school') + 1)) AS t (i)
  UNION ALL SELECT 'school', 'secondary-' || i, i FROM homes, LATERAL unnest(range(last // getvariable('homes_a_secondary') + 1)) AS t (i)
  UNION ALL SELECT 'gp', 'surgery-' || i, i FROM homes, LATERAL unnest(range(last // getvariable('homes_a_surgery') + 1)) AS t (i)
)
SELECT row_number() OVER (ORDER BY sector, word) AS agency, sector, word,
       CASE word WHEN 'social_care' THEN 'social-care-999' ELSE replace(word, '_', '-') END AS code,
       place,
       CASE WHEN fallen_silent.days IS NOT NULL THEN getvariable('until') - fallen_silent.days::INTEGER
            WHEN sector IN ('school', 'gp') AND u(key_of(getvariable('root'), word), 'silent') < getvariable('silent')
              THEN getvariable('until') - any_of(u(key_of(getvariable('root'), word), 'for'), getvariable('silent_for_least'), getvariable('silent_for_most'))
            ELSE getvariable('until') END AS as_at,
       count(*) OVER (PARTITION BY sector) = 1 AS is_only
FROM named
LEFT JOIN fallen_silent USING (sector);
