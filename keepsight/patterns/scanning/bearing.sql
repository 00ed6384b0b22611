-- Which entries bear on which children of the table `bucket`, and how near: chronology_bearing_on, said of columns.
-- Of what is not the current account of its matter nothing is read, nor of what may lie after $as_of (NULL: of everything), and
-- of sayings only those in the table `asked`; at_home: whether they are asked of a household too.
--
-- An entry about one record alone bears on the child whose record that is, and on them in one way: nobody need look twice. Of
-- all others, what is nearest is said.
CREATE OR REPLACE TEMP TABLE bearing AS
WITH entry AS NOT MATERIALIZED (
    SELECT *
    FROM entries
    WHERE NOT EXISTS (SELECT 1 FROM replaced WHERE replaced.entry = entries.entry)
        AND ($as_of IS NULL OR day_to <= $as_of)
),

about AS NOT MATERIALIZED (
    SELECT
        own.child, entry.records, entry.entry, entry.saying, entry.whose, entry.thread, entry.day_from, entry.day_to,
        entry."at", entry.recorded_on, CASE WHEN asked.role = 'child' THEN 0 ELSE 1000 END AS nearness
    FROM entry
    JOIN own_here AS own ON own.record = entry.record
    JOIN asked ON asked.saying = entry.saying
    WHERE asked.role = 'child' OR asked.at_home
),

several AS (
    SELECT
        child, entry, saying, whose, thread, day_from, day_to, "at", recorded_on, nearness
    FROM about
    WHERE records > 1
    UNION ALL
    SELECT
        home.child, entry.entry, entry.saying, entry.whose, entry.thread, entry.day_from, entry.day_to, entry."at",
        entry.recorded_on, 1 + home.nearness AS nearness
    FROM entry
    JOIN home_here AS home ON home.record = entry.record
    JOIN asked ON asked.saying = entry.saying
    WHERE asked.at_home
        AND asked.role <> 'professional'
        AND (home.from_on IS NULL OR entry.day_to IS NULL OR home.from_on <= entry.day_to)
        AND (home.to_on IS NULL OR entry.day_from IS NULL OR home.to_on >= entry.day_from)
),

nearest AS (
    SELECT child, entry, saying, whose, thread, day_from, day_to, "at", recorded_on, nearness
    FROM about
    WHERE records = 1
    UNION ALL
    SELECT
        child, entry, any_value(saying), any_value(whose), any_value(thread), any_value(day_from), any_value(day_to),
        any_value("at"), any_value(recorded_on), min(nearness)
    FROM several
    GROUP BY child, entry
)

-- Beside it, as far as any term asks for it, what the entry is: patterns are asked of these few combinations of words.
SELECT
    nearest.*,
    combined(
        nearest.saying,
        nearest.nearness,
        CASE WHEN asked.by_sector THEN whose.sector_number ELSE 0 END,
        CASE WHEN asked.by_age
            THEN age_number(age_on(childhood.born_from, childhood.born_to, nearest.day_from, nearest.day_to))
            ELSE 0
        END
    ) AS combination
FROM nearest
JOIN asked ON asked.saying = nearest.saying
JOIN origin AS whose ON whose.whose = nearest.whose
JOIN childhood ON childhood.child = nearest.child;
