from pathlib import Path

from django.db import migrations

RETRACTED = (Path(__file__).parents[1] / "retracted.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0010_restricted")]
    operations = [migrations.RunSQL(RETRACTED, migrations.RunSQL.noop)]
