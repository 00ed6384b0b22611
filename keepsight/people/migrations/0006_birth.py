from pathlib import Path

from django.db import migrations

BIRTH = (Path(__file__).parent.parent / "birth.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_expecting")]
    operations = [migrations.RunSQL(BIRTH, migrations.RunSQL.noop)]
