-- The relation `entry` of columns.md, out of `bearing`: every column in its own word.
SELECT
    childhood.id AS child, bearing.entry, asked.kind, bearing.day_from, bearing.day_to, bearing."at", bearing.recorded_on,
    whose.agency, whose.service, whose.sector, bearing.thread, bearer.scope, bearer.role,
    age_on(childhood.born_from, childhood.born_to, bearing.day_from, bearing.day_to) AS age,
    asked.* EXCLUDE (saying, kind, role, at_home, by_sector, by_age)
FROM bearing
JOIN childhood ON childhood.child = bearing.child
JOIN asked ON asked.saying = bearing.saying
JOIN whose ON whose.whose = bearing.whose
JOIN bearer ON bearer.nearness = bearing.nearness
