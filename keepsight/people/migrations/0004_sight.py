from pathlib import Path

from django.db import migrations

SIGHT = (Path(__file__).parents[1] / "sight.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_beside"), ("access", "0006_sight")]
    operations = [migrations.RunSQL(SIGHT, migrations.RunSQL.noop)]
