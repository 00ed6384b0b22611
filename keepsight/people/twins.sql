-- Records of somebody born on one day with these, of a surname or a part of one, and of another forename: as twins are.
WITH here AS MATERIALIZED (
  SELECT DISTINCT surname_words, surname_sound, forename_words, born_from
  FROM people_description
  WHERE record_id = ANY (%(ids)s::uuid[])
    AND born_precision IN ('day', 'minute') AND born_from = born_to AND born_from > DATE '1901-01-01' AND surname_words <> '' AND forename_words <> ''
)
SELECT there.record_id
FROM here JOIN people_description AS there ON there.born_from = here.born_from AND there.born_precision IN ('day', 'minute')
WHERE there.forename_words NOT IN ('', here.forename_words)
  AND (there.surname_words = here.surname_words
       OR there.surname_sound = here.surname_sound AND there.surname_sound <> ''
       OR string_to_array(there.surname_words, ' ') && string_to_array(here.surname_words, ' '))
