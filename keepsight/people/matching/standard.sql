-- From `told`, records as agencies wrote them, to `standard`, the form in which they are compared. What was written stays in `told`.

CREATE OR REPLACE TEMP MACRO latin(word) AS CASE WHEN regexp_matches(word, '\p{Latin}') THEN strip_accents(word) ELSE word END;

-- The words of a name as `standard.py` has them: small, without accents or apostrophes; '' for a word that says that it is not known.
CREATE OR REPLACE TEMP MACRO bare_words(name) AS trim(regexp_replace(latin(translate(
  replace(replace(replace(replace(lower(nfc_normalize(COALESCE(name, ''))), 'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'),
  'łøđðıａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ''’‘ʼ`´′', 'loddiabcdefghijklmnopqrstuvwxyz'
)), '[^\p{L}\p{M}\p{N}]+', ' ', 'g'));
CREATE OR REPLACE TEMP MACRO unless_unknown(words) AS
  CASE WHEN list_contains(getvariable('not_names'), words) OR regexp_full_match(words, getvariable('named_by_mother')) THEN '' ELSE words END;

-- How a name sounds, roughly, in whichever way it is brought into English letters: its consonants, doubled ones once.
CREATE OR REPLACE TEMP MACRO one_spelling(word) AS
  replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(word,
    'ph', 'f'), 'sh', 's'), 'ch', 'c'), 'ck', 'k'), 'kh', 'k'), 'x', 'ks'), 'q', 'k'), 'c', 'k'), 'z', 's'), 'ow', 'au');
CREATE OR REPLACE TEMP MACRO consonants(words) AS regexp_replace(
  regexp_replace(replace(one_spelling(replace(words, ' ', '')), 'w', 'v'), '^[aeiouy]+', '0'), '[aeiouyh]', '', 'g');
CREATE OR REPLACE TEMP MACRO once(letters) AS array_to_string(
  list_filter(letters, lambda letter, place: place = 1 OR letter <> letters[place - 1]), '');

-- The check digit of an NHS number and the check letter of a pupil number, as `intake/identifiers.py` has them.
CREATE OR REPLACE TEMP MACRO bare_number(written) AS upper(regexp_replace(COALESCE(written, ''), '[^0-9A-Za-z]', '', 'g'));
CREATE OR REPLACE TEMP MACRO nhs_check(digits) AS
  (11 - list_sum(list_transform(range(1, 10), lambda place: CAST(digits[place] AS INTEGER) * (11 - place))) % 11) % 11;
CREATE OR REPLACE TEMP MACRO nhs_number(digits) AS CASE
  WHEN regexp_full_match(digits, '[0-9]{10}') AND replace(digits, digits[1], '') <> '' AND nhs_check(digits) = CAST(digits[10] AS INTEGER)
  THEN digits END;
CREATE OR REPLACE TEMP MACRO upn_value(letters, place) AS CASE
  WHEN regexp_full_match(letters[place], '[0-9]') THEN CAST(letters[place] AS INTEGER)
  ELSE strpos(getvariable('upn_letters'), letters[place]) - 1 END;
CREATE OR REPLACE TEMP MACRO upn_check(letters) AS
  getvariable('upn_letters')[CAST(list_sum(list_transform(range(2, 14), lambda place: upn_value(letters, place) * place)) % 23 AS INTEGER) + 1];
CREATE OR REPLACE TEMP MACRO upn(letters) AS CASE
  WHEN regexp_full_match(letters, '[A-Z][0-9]{11}[0-9A-Z]') AND upn_value(letters, 13) >= 0 AND upn_check(letters) = letters[1]
  THEN letters END;

-- A home: the numbers of its address ("flat 3, 15" is 3 15) with its postcode. An address without a number is no home.
CREATE OR REPLACE TEMP MACRO door(words) AS array_to_string(regexp_extract_all(words, '\b[0-9]+[a-z]?\b'), ' ');
-- Two postcodes say that none is known, or that somebody has no fixed abode.
CREATE OR REPLACE TEMP MACRO post(code) AS CASE WHEN code NOT IN ('', 'ZZ993VZ', 'ZZ993WZ', 'ZZ993CZ') THEN code END;

CREATE OR REPLACE TEMP TABLE bare AS
SELECT
  record, agency, born_on, expected_on, address_protected, is_child,
  list_transform(kin, lambda name: unless_unknown(bare_words(name))) AS kin,
  bare_words(forename) AS forename, bare_words(surname) AS surname, bare_words(address) AS address, upper(sex[1]) AS sex,
  bare_number(nhs_number) AS nhs_number, bare_number(upn) AS upn, bare_number(uprn) AS uprn, bare_number(postcode) AS postcode
FROM told
WHERE NOT kept_apart;

CREATE OR REPLACE TEMP TABLE plain AS
SELECT
  record, agency,
  unless_unknown(forename) AS forename,
  unless_unknown(surname) AS surname,
  string_split(consonants(unless_unknown(forename)), '') AS forename_consonants,
  string_split(consonants(unless_unknown(surname)), '') AS surname_consonants,
  CASE WHEN born_on > DATE '1901-01-01' AND born_on < DATE '2200-01-01' THEN born_on END AS born_on,
  expected_on,
  expected_on IS NOT NULL AND born_on IS NULL OR forename LIKE 'unborn%' AS unborn,
  CASE WHEN sex IN ('F', 'M') THEN sex END AS sex,
  nhs_number(nhs_number) AS nhs_number,
  upn(upn) AS upn,
  NULLIF(ltrim(uprn, '0'), '') AS uprn,
  NULLIF(address, '') AS address,
  NULLIF(door(address), '') AS door,
  post(postcode) AS postcode,
  address_protected,
  is_child,
  -- "Sarah", or "Mrs Marsh", is half a name: it says too little of whose family this is. A family that names nobody is not known.
  CASE WHEN len(list_filter(kin, lambda name: contains(name, ' '))) > 0
       THEN list_filter(kin, lambda name: contains(name, ' ')) END AS kin
FROM bare;

-- A protected address takes part in nothing, not even where another agency holds it without saying that it is protected.
CREATE OR REPLACE TEMP TABLE kept_home AS
SELECT DISTINCT uprn, door, postcode FROM plain WHERE address_protected;

-- A number on so many records is a placeholder: it tells nobody from anybody.
CREATE OR REPLACE TEMP TABLE placeholder AS
SELECT nhs_number AS number FROM plain GROUP BY ALL HAVING count(*) > getvariable('most_records_of_a_number')
UNION ALL SELECT upn FROM plain GROUP BY ALL HAVING count(*) > getvariable('most_records_of_a_number');

CREATE OR REPLACE TABLE standard AS
WITH placed AS (
  SELECT *, address_protected
    OR COALESCE(uprn IN (SELECT uprn FROM kept_home WHERE uprn IS NOT NULL), false)
    OR COALESCE(postcode IN (SELECT postcode FROM kept_home WHERE postcode IS NOT NULL)
                AND (door IS NULL OR (door, postcode) IN (SELECT (door, postcode) FROM kept_home)), false) AS unplaced
  FROM plain
),
formed AS (
  SELECT forms.name, list(DISTINCT forms.meaning ORDER BY forms.meaning) AS forms FROM form AS forms GROUP BY ALL
)
SELECT
  record, agency,
  NULLIF(forename, '') AS forename,
  NULLIF(split_part(forename, ' ', 1), '') AS first_name,
  NULLIF(once(forename_consonants), '') AS forename_sound,
  COALESCE(formed.forms, []) AS forename_forms,
  NULLIF(surname, '') AS surname,
  NULLIF(once(surname_consonants), '') AS surname_sound,
  list_filter(string_split(surname, ' '), lambda part: length(part) > 2) AS surname_parts,
  born_on, CAST(born_on AS VARCHAR) AS born, expected_on, unborn, sex,
  CASE WHEN nhs_number NOT IN (SELECT number FROM placeholder WHERE number IS NOT NULL) THEN nhs_number END AS nhs_number,
  CASE WHEN upn NOT IN (SELECT number FROM placeholder WHERE number IS NOT NULL) THEN upn END AS upn,
  CASE WHEN NOT unplaced THEN uprn END AS uprn,
  CASE WHEN NOT unplaced THEN address END AS address,
  CASE WHEN NOT unplaced THEN door END AS door,
  CASE WHEN NOT unplaced THEN postcode END AS postcode,
  CASE WHEN NOT unplaced THEN NULLIF(regexp_extract(postcode, '^(.+)[0-9][A-Z]{2}$', 1), '') END AS district,
  is_child, kin
FROM placed
LEFT JOIN formed ON formed.name = split_part(forename, ' ', 1);
