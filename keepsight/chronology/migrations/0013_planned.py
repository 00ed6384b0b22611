from pathlib import Path

from django.db import migrations

PLANNED = (Path(__file__).parents[1] / "planned.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0012_guessed")]
    operations = [migrations.RunSQL(PLANNED, "DROP FUNCTION chronology_bearing(uuid)")]
