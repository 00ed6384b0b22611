-- Everyone whom some file or entry called a child, the days between which they were born, and the day expected.
SELECT child.person_id AS child, birth.born_from, birth.born_to, birth.expected_on
FROM people_child AS child
LEFT JOIN people_birth AS birth ON birth.person_id = child.person_id
