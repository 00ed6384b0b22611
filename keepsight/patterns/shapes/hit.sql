-- hit: the entries that a set of terms selects. Everything else reads hits, never entries.
--
-- A set is matched once, however many patterns ask for it. A list in a sheet ("no further action or signposted") comes as
-- one row of `term` for each word, so a match is plain equality; a NULL in a term asks nothing of that column, and an
-- unknown in an entry (NULL) meets no term that asks for it: unknown is never a yes.
--
-- The line marked "each asked detail" is written out once for every detail of the vocabulary that patterns may ask of.
-- It is the only line of any shape that is not read as it stands.
--
-- What a term asks besides a kind stands in one CASE. Beside each other, PostgreSQL takes each condition for one that few rows
-- meet, expects one hit where there are hundreds, and reads every list of parts anew for each of them.
SELECT DISTINCT -- two terms of one set may select the same entry: it is in the set once
    term.set_id,
    entry.child,
    entry.entry,
    COALESCE(term.counts_as, entry.kind) AS counts_as,
    entry.day_from,
    entry.day_to,
    entry."at" AS at_moment,
    entry.recorded_on,
    entry.agency,
    entry.service,
    entry.sector,
    entry.thread
FROM entry
JOIN term ON term.kind = entry.kind
CROSS JOIN as_of
WHERE entry.day_from IS NOT NULL
    -- An entry that may yet lie ahead has not certainly happened; one without a day never has. Neither is read.
    AND entry.day_to <= as_of.as_of
    AND CASE
        WHEN (term.sector IS NULL OR term.sector = entry.sector)
            AND term.scope = entry.scope
            AND (term.role IS NULL OR term.role = entry.role)
            AND (term.age IS NULL OR term.age = entry.age)
            AND (term.basis IS NULL OR term.basis = entry.basis)
            AND (term.{detail} IS NULL OR term.{detail} = entry.{detail}) -- each asked detail
            THEN 1
        ELSE 0
    END > 0
