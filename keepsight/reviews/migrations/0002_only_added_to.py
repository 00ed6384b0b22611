from django.db import migrations

# What was entered, read and stated is only ever added to: a correction is a later version.
TABLES = (
    "review",
    "facts",
    "reviewchild",
    "reviewstep",
    "given",
    "reviewdocument",
    "documentversion",
    "passage",
    "standing",
    "statement",
)
ONLY_ADDED_TO = "".join(f"CALL keepsight_only_added_to('reviews_{table}');\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(ONLY_ADDED_TO, migrations.RunSQL.noop)]
