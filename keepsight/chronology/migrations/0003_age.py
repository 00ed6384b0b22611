from pathlib import Path

from django.db import migrations

AGE = Path(__file__).parent.parent / "age.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_called"),
        ("chronology", "0002_log"),
        ("people", "0002_views_and_grants"),
    ]
    operations = [migrations.RunSQL(AGE.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
