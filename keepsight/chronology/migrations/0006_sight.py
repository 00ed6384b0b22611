from pathlib import Path

from django.db import migrations

SIGHT = (Path(__file__).parents[1] / "sight.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0005_sealed"), ("people", "0004_sight")]
    operations = [migrations.RunSQL(SIGHT, migrations.RunSQL.noop)]
