from pathlib import Path

from django.db import migrations

IN_STEP = Path(__file__).parent.parent / "in_step.sql"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0003_age")]
    operations = [migrations.RunSQL(IN_STEP.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
