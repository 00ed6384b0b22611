from pathlib import Path

from django.db import migrations

GUESSED = (Path(__file__).parents[1] / "guessed.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0011_retracted")]
    operations = [migrations.RunSQL(GUESSED, migrations.RunSQL.noop)]
