-- Records that may be about whoever these are about though no number says so: one index look-up for each rule, as the matcher's
-- blocks have it, but for most rules of an address, which the application may not read. A record is compared as its agency ever
-- described it, so a name or a date that was put right since still finds its others.
WITH here AS MATERIALIZED (
  SELECT DISTINCT
    record_id, surname_words, forename_words, surname_sound, forename_sound,
    CASE WHEN born_precision IN ('day', 'minute') AND born_from = born_to AND born_from > DATE '1901-01-01' THEN born_from END AS born
  FROM people_description WHERE record_id = ANY (%(ids)s::uuid[])
)
-- Born on one day, and one name, its sound or its first letter in common.
SELECT there.record_id
FROM here JOIN people_description AS there ON there.born_from = here.born AND there.born_precision IN ('day', 'minute')
WHERE here.surname_words <> '' AND there.surname_words = here.surname_words
   OR here.forename_words <> '' AND there.forename_words = here.forename_words
   OR here.surname_sound <> '' AND there.surname_sound = here.surname_sound
   OR here.forename_sound <> '' AND there.forename_sound = here.forename_sound
   OR here.forename_words <> '' AND left(there.forename_words, 1) = left(here.forename_words, 1)
UNION
-- Of one whole name, born within a month, in one year or on one day of another, or known to one agency.
SELECT there.record_id
FROM here
JOIN people_description AS there
  ON there.surname_words = here.surname_words AND there.forename_words = here.forename_words
JOIN people_record AS one ON one.id = here.record_id
JOIN people_record AS other ON other.id = there.record_id
WHERE here.surname_words <> '' AND here.forename_words <> ''
  AND (other.agency_code = one.agency_code OR abs(there.born_from - here.born) <= 31
       OR date_part('year', there.born_from) = date_part('year', here.born)
       OR to_char(there.born_from, 'MMDD') = to_char(here.born, 'MMDD'))
UNION
-- Forename and surname the wrong way round.
SELECT there.record_id
FROM here
JOIN people_description AS there
  ON there.surname_words = here.forename_words AND there.forename_words = here.surname_words
WHERE here.surname_words <> '' AND here.forename_words <> '' AND here.born IS NOT NULL AND there.born_from IS NOT NULL
UNION
-- Of one whole name, at one home.
SELECT people_at_home(%(ids)s::uuid[])
UNION
-- Both names sound alike, and one year of birth.
SELECT there.record_id
FROM here
JOIN people_description AS there
  ON there.surname_sound = here.surname_sound AND there.forename_sound = here.forename_sound
WHERE here.surname_sound <> '' AND here.forename_sound <> ''
  AND date_part('year', there.born_from) = date_part('year', here.born)
