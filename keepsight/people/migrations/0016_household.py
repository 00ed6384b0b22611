from pathlib import Path

from django.db import migrations

HOUSEHOLD = (Path(__file__).parents[1] / "household.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Who lives with one child is told without working out who lives with everybody else."""

    dependencies = [("people", "0015_places")]
    operations = [migrations.RunSQL(HOUSEHOLD, migrations.RunSQL.noop)]
