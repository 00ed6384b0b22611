from pathlib import Path

from django.db import migrations

CALLED = (Path(__file__).parents[1] / "called.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_only_added_to")]
    operations = [migrations.RunSQL(CALLED, migrations.RunSQL.noop)]
