from pathlib import Path

from django.db import migrations

LOG = Path(__file__).parent.parent / "log.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("chronology", "0001_initial"),
        ("people", "0002_views_and_grants"),
        ("store", "0001_initial"),
    ]
    operations = [migrations.RunSQL(LOG.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
