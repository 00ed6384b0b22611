from django.db import migrations

# What is asked of an agency is for its lead, whichever of its records stands under one of the two: its own, or one joined to them.
ASKED_OF = """
ALTER POLICY seen ON people_opinion USING (
  (SELECT access_sees_everything())
  OR (
    agency_id = (SELECT access_sight() ->> 'agency') AND (SELECT access_sight() ->> 'role') = 'agency_lead'
    AND EXISTS (
      SELECT 1 FROM people_question AS question
      JOIN people_link AS here ON here.record_id IN (question.record_a_id, question.record_b_id) AND here.ended_at IS NULL
      JOIN people_link AS there ON there.person_id = here.person_id AND there.ended_at IS NULL
      JOIN people_record AS theirs ON theirs.id = there.record_id
      WHERE question.id = question_id AND theirs.agency_code = agency_id
    )
  )
  OR EXISTS (
    SELECT 1 FROM people_question AS question
    JOIN people_record AS a ON a.id = question.record_a_id
    JOIN people_record AS b ON b.id = question.record_b_id
    WHERE question.id = question_id
  )
);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_model'),
    ]

    operations = [
        migrations.RunSQL(ASKED_OF, migrations.RunSQL.noop),
    ]
