from pathlib import Path

from django.db import migrations

OPENING = (Path(__file__).parents[1] / "opening.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """A chronology is opened by asking once of each account whether it may be read."""

    dependencies = [("chronology", "0017_bearing_each"), ("people", "0017_sees")]
    operations = [migrations.RunSQL(OPENING, migrations.RunSQL.noop)]
