from django.db import migrations

# What was decided, done and judged is only ever added to.
TABLES = ("recommendation", "action", "request", "step", "measure", "training")
ONLY_ADDED_TO = "".join(f"CALL keepsight_only_added_to('assurance_{table}');\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(ONLY_ADDED_TO, migrations.RunSQL.noop)]
