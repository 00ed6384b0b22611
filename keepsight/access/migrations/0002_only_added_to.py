from django.db import migrations

# What the application may change of what it has added: nothing else, and nothing is ever removed.
GRANTS = """
CALL keepsight_only_added_to('access_look');
GRANT UPDATE (password, last_login, is_active) ON access_user TO keepsight_app;
GRANT UPDATE (to_on) ON access_involvement TO keepsight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
