-- The block's entries as lines of agencies' tables: words for days, and which file each stands in. A file is an agency's, of
-- the time before `halfway` or since; a chronology of a home (`of_home`) is handed in once, whole. What is put right stood
-- otherwise in the first file; what stands twice stands twice in one.
CREATE OR REPLACE TEMP TABLE line AS
WITH told AS (
  SELECT entry.*, agency.as_at, agency.as_at < getvariable('halfway') OR entry.recorded_on <= getvariable('halfway') AS is_first,
         entry.about = 'parent' OR (entry.sector = 'social_care' AND entry.h IN (FROM family_file)) AS is_of_home,
         CASE WHEN NOT entry.is_threaded THEN NULL
              WHEN chain.in_census THEN 'cin|' || getvariable('child_id') || entry.n || '|' || referral.day || '|' || referral.source
              ELSE chain.name || '-' || to_hex(entry.chain_key) END AS thread
  FROM entry
  JOIN agency ON agency.agency = entry.agency
  JOIN step ON step.step = entry.step
  JOIN chain ON chain.chain = step.chain
  LEFT JOIN entry AS referral ON chain.in_census AND referral.chain_key = entry.chain_key AND referral.in_census
    AND referral.kind = 'referral.received'
  WHERE NOT entry.in_census
),
put_right AS (
  SELECT *, is_first AND NOT is_of_home AND as_at >= getvariable('halfway') AND precision = 'day'
              AND u(entry_key, 'put right') < getvariable('put_right') AS is_put_right
  FROM told
),
placed AS (
  SELECT *, is_first AS in_first, 0 AS days_wrong FROM put_right WHERE NOT is_put_right
  UNION ALL SELECT *, true, 3 FROM put_right WHERE is_put_right
  UNION ALL SELECT *, false, 0 FROM put_right WHERE is_put_right
)
SELECT placed.h, placed.agency, CASE WHEN placed.is_of_home THEN placed.h END AS of_home, placed.in_first OR placed.is_of_home AS in_first,
       placed.whom, placed.sector, placed.day, placed.entry_key,
       CASE placed.precision
         WHEN 'month' THEN strftime(placed.day, '%B %Y')
         WHEN 'uncertain' THEN '?' || strftime(placed.day, '%d/%m/%Y')
         WHEN 'unknown' THEN 'not known'
         ELSE strftime(placed.day - placed.days_wrong, '%d/%m/%Y')
       END AS date,
       printf('%02d:%02d', placed.minute // 60, placed.minute % 60) AS time,
       strftime(placed.recorded_on, '%d/%m/%Y') AS recorded,
       to_hex(placed.entry_key) AS reference, placed.thread, placed.kind, placed.source AS from_agency, placed.service,
       CASE WHEN placed.kind = 'child.voice' THEN child_words.words END AS voice,
       way.* EXCLUDE (way, step, least, most) REPLACE (replace(way.basis, '_', ' ') AS basis),
       u(placed.entry_key, 'twice') < getvariable('line_twice') AND NOT placed.is_of_home AS is_twice
FROM placed
JOIN way ON way.way = placed.way
JOIN child_words ON u(placed.key, 'words') >= child_words.least AND u(placed.key, 'words') < child_words.most;
