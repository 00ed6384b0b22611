-- The relation `entry` of columns.md, with a row for each combination of words that occurs in `bearing`, named by its number. The
-- text of `hit` is asked of these few, and never of every entry; what no term asks of a kind is NULL.
SELECT
    NULL::INTEGER AS child, there.combination AS entry, asked.kind, as_of.as_of AS day_from, as_of.as_of AS day_to,
    NULL::TIMESTAMPTZ AS "at", NULL::DATE AS recorded_on, NULL::VARCHAR AS agency, NULL::VARCHAR AS service, sector.sector,
    NULL::UUID AS thread, bearer.scope, bearer.role, age.age, asked.* EXCLUDE (saying, kind, role, at_home, by_sector, by_age)
FROM (SELECT DISTINCT combination FROM bearing) AS there
CROSS JOIN as_of
JOIN asked ON asked.saying = there.combination // (1024 * 128 * 8)
JOIN bearer ON bearer.nearness = there.combination // (128 * 8) % 1024
LEFT JOIN (SELECT DISTINCT sector_number AS number, sector::VARCHAR AS sector FROM origin) AS sector
    ON sector.number = there.combination // 8 % 128
LEFT JOIN age ON age.number = there.combination % 8
