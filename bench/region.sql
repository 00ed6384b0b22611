-- A region of invented children, made where it is to stand: as the server's own user, so that no row is asked for its rights, and
-- without looking up what each row points to, which is right as it is made here. Everything else holds: seals, hashes, triggers of
-- the tables that are only added to. `source` and `saying` are filled by region.py: who writes what, and in which words.
--
-- child      one row a child: the family it is of, and how many entries are about it
-- place      one row a record: whose, and with which agency
CREATE TEMP TABLE child AS
SELECT n, gen_random_uuid() AS id, n / 2 AS family,
       CASE n WHEN 0 THEN 50 WHEN 2 THEN 500 WHEN 4 THEN 5000
              -- Four sorts of children, 100 entries each on the average.
              ELSE (%(mean)s * CASE WHEN n %% 20 < 8 THEN 0.3 WHEN n %% 20 < 16 THEN 0.8 WHEN n %% 20 < 19 THEN 2 ELSE 5.2 END)::int
       END AS entries,
       'Child' || translate(n::text, '0123456789', 'abcdefghij') AS forename,
       'Family' || translate((n / 2)::text, '0123456789', 'abcdefghij') AS surname,
       %(today)s::date - CASE WHEN n < 6 THEN 3300 ELSE 400 + (n * 37) %% 5600 END AS born
-- Whoever stands beside the three children of a given size has no entries: so theirs are all that their pages show.
FROM generate_series(0, %(children)s - 1) AS n;
UPDATE child SET entries = 0 WHERE n IN (1, 3, 5);

CREATE TEMP TABLE place AS
SELECT gen_random_uuid() AS record, child.id AS person, child.family, child.n, 'child' AS role, source.agency, child.forename,
       child.surname, child.born
FROM child JOIN source ON CASE source.agency
  WHEN 'social-care' THEN child.family %% 3 = 0 OR child.n < 6
  WHEN 'police' THEN child.family %% 4 = 0
  WHEN 'early-help' THEN child.family %% 5 = 1
  WHEN 'health-visiting' THEN child.born > %(today)s::date - 2000
  WHEN 'school-' || lpad((child.n / 2 %% %(schools)s)::text, 2, '0') THEN child.born <= %(today)s::date - 1600
  ELSE source.agency IN ('hospital', 'gp')
END;
INSERT INTO place
SELECT gen_random_uuid(), grown.person, grown.family, NULL, 'parent', source.agency, grown.forename, grown.surname, grown.born
FROM (
  SELECT gen_random_uuid() AS person, family, CASE which WHEN 0 THEN 'Mother' ELSE 'Father' END AS forename, min(surname) AS surname,
         %(today)s::date - 11000 - family %% 4000 AS born
  FROM child CROSS JOIN generate_series(0, 1) AS which GROUP BY family, which
) AS grown JOIN source ON source.agency = 'hospital' OR (source.agency IN ('social-care', 'police') AND grown.family %% 12 = 0);

INSERT INTO people_record (id, agency_code, key, received_at) SELECT record, agency, record::text, %(now)s FROM place;
INSERT INTO people_person (id, made_at) SELECT DISTINCT person, %(now)s::timestamptz FROM place;
INSERT INTO people_childhood (record_id, said_at) SELECT record, %(now)s FROM place WHERE role = 'child';
INSERT INTO people_link (id, record_id, person_id, made_at, made_by, rule, evidence)
SELECT gen_random_uuid(), record, person, %(now)s, 'rule', 'made', '[]' FROM place;
INSERT INTO people_description (id, record_id, as_at, receipt_id, content_hash, forename, surname, forename_words, surname_words,
  born_from, born_to, born_precision, born_raw, address_protected, disabilities, raw)
SELECT gen_random_uuid(), place.record, %(today)s, source.receipt, place.record::text, place.forename, place.surname,
       lower(place.forename), lower(place.surname), place.born, place.born, 'day', place.born::text, false, '[]', '{}'
FROM place JOIN source USING (agency);
INSERT INTO people_relationship (id, record_a_id, kind, record_b_id, said_by, as_at, receipt_id, raw, content_hash)
SELECT gen_random_uuid(), grown.record, tie.kind, young.record, 'hospital', %(today)s, source.receipt, '',
       tie.kind || grown.record || young.record
FROM place AS grown
JOIN place AS young ON young.family = grown.family AND young.role = 'child' AND young.agency = 'hospital'
JOIN source ON source.agency = 'hospital'
CROSS JOIN (VALUES ('parent_of'), ('lives_with')) AS tie (kind)
WHERE grown.role = 'parent' AND grown.agency = 'hospital';
CREATE INDEX ON place (person);
ANALYZE child, place, people_record, people_link, people_childhood, people_description, people_relationship;

-- Each entry is told by one of the agencies that know the child, on a day of the last eight years or since birth.
CREATE TEMP TABLE told AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS said, known.records[drawn.which] AS record, known.agencies[drawn.which] AS agency,
       child.family, drawn.number,
       %(today)s::date - floor(random() * least(2900, %(today)s::date - child.born))::int AS day, random() AS by_chance
FROM child
JOIN (
  SELECT person, array_agg(record ORDER BY agency) AS records, array_agg(agency ORDER BY agency) AS agencies FROM place GROUP BY person
) AS known ON known.person = child.id
CROSS JOIN LATERAL (
  SELECT number, 1 + floor(random() * cardinality(known.records))::int AS which
  FROM generate_series(1, child.entries) AS number
) AS drawn;

CREATE TEMP TABLE written AS
SELECT told.*, source.receipt, saying.kind, saying.details,
       'Made up: ' || saying.kind || ', number ' || told.number || ' of this child. One or two sentences stand here, as long as those that a '
       || 'busy person writes at the end of a day, and they say nothing of anybody.' AS narrative,
       'Worker ' || (told.number %% 40) AS professional, to_char(told.day, 'DD/MM/YYYY') AS raw_when,
       CASE saying.kind WHEN 'child.voice' THEN 'I like it at my nan''s.' END AS child_words, uuid_send(gen_random_uuid()) AS salt,
       row_number() OVER (PARTITION BY told.agency) AS place
FROM told
JOIN source USING (agency)
JOIN saying ON saying.agency = told.agency AND saying.number = floor(told.by_chance * source.sayings)::int;

INSERT INTO chronology_entry (id, kind, occurred_from, occurred_to, precision, recorded_on, recorded_how, received_at, agency_id, level,
  receipt_id, "row", identity, content_hash, words_hash)
SELECT id, kind, day, day, 'day', day, 'assumed', %(now)s, agency, 'standard', receipt, place, said, said,
       sha256(salt || convert_to(
         '{"child_words":' || COALESCE('"' || child_words || '"', 'null') || ',"details":' || details
         || ',"guessed_by":null,"hindsight":null,"narrative":"' || narrative || '","professional":"' || professional
         || '","raw_when":"' || raw_when || '","significance":null}', 'UTF8'))
FROM written;
INSERT INTO chronology_words (entry_id, salt, raw_when, narrative, details, child_words, professional)
SELECT id, salt, raw_when, narrative, details::jsonb, child_words, professional FROM written;
INSERT INTO chronology_entry_person (entry_id, record_id, role) SELECT id, record, 'child' FROM written;
-- One in four of what the hospital, social care and the police tell is of a parent, too.
INSERT INTO chronology_entry_person (entry_id, record_id, role)
SELECT written.id, place.record, 'parent'
FROM written
JOIN place ON place.family = written.family AND place.agency = written.agency AND place.role = 'parent' AND place.forename = 'Mother'
WHERE written.number %% 4 = 0;
INSERT INTO chronology_entry_stated (entry_id, as_at, receipt_id) SELECT id, %(today)s, receipt FROM written;
ANALYZE;
