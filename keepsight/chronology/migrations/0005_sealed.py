from pathlib import Path

from django.db import migrations

SEALED = Path(__file__).parent.parent / "sealed.sql"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0004_in_step"), ("store", "0003_seal")]
    operations = [migrations.RunSQL(SEALED.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
