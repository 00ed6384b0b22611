from pathlib import Path

from django.db import migrations

BEARING = (Path(__file__).parents[1] / "bearing_each.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0016_several")]
    operations = [migrations.RunSQL(BEARING, "DROP FUNCTION chronology_bearing_each(uuid[])")]
