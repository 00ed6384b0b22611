-- Whom each record is about now.
SELECT record.id, link.person_id AS person
FROM people_record AS record
LEFT JOIN people_open_link AS link ON link.record_id = record.id
