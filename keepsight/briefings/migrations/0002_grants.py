from django.db import migrations

# What was written and what is lacking are only ever added to; that somebody has told is noted on their seat.
GRANTS = """
CALL keepsight_only_added_to('briefings_session');
CALL keepsight_only_added_to('briefings_reflection');
CALL keepsight_only_added_to('briefings_lack');
GRANT UPDATE (told_lacks_at) ON briefings_seat TO keepsight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
