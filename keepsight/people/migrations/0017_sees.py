from pathlib import Path

from django.db import migrations

SEES = (Path(__file__).parents[1] / "sees.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Whether a child is in sight is asked of that child, and no longer looked for among all whom an agency knows."""

    dependencies = [("people", "0016_household")]
    operations = [migrations.RunSQL(SEES, migrations.RunSQL.noop)]
