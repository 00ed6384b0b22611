from pathlib import Path

from django.db import migrations

SEVERAL = (Path(__file__).parents[1] / "several.sql").read_text(encoding="utf-8")
BACK = "DROP FUNCTION chronology_open_each(uuid[]); DROP INDEX chronology_entry_told_of"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0015_erased")]
    operations = [migrations.RunSQL(SEVERAL, BACK)]
