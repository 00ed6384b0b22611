-- Who each agency knows: a row for each of a block's children and mothers at each agency that wrote of them.
CREATE OR REPLACE TEMP TABLE family_file AS
SELECT DISTINCT entry.h
FROM entry
JOIN step ON step.step = entry.step
JOIN chain ON chain.chain = step.chain
WHERE chain.family_file AND entry.sector = 'social_care' AND NOT entry.in_census;

-- Homes of which somebody keeps a key: whose mother and whose sisters and brothers are known to be theirs.
CREATE OR REPLACE TEMP TABLE keyed_home AS
SELECT h FROM family_file
UNION
SELECT h FROM entry WHERE about = 'parent';

CREATE OR REPLACE TEMP TABLE known AS
WITH met AS (SELECT DISTINCT h, whom, about, agency FROM entry)
SELECT row_number() OVER (ORDER BY met.h, met.whom, met.agency) AS place, met.h, met.whom, met.about, met.agency,
       as_uuid(key_of(coalesce(child.key, home.key), 'record ' || agency.word), met.about) AS id,
       as_uuid(child.key, 'person') AS person -- NULL for a mother: nobody has said that two agencies know one
FROM met
JOIN home ON home.h = met.h
LEFT JOIN child ON child.n = met.whom
JOIN agency ON agency.agency = met.agency;
