from pathlib import Path

from django.db import migrations

FIGURES = Path(__file__).parent.parent / "figures.sql"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0006_sight"), ("people", "0002_views_and_grants")]
    operations = [migrations.RunSQL(FIGURES.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
