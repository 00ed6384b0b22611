from pathlib import Path

from django.db import migrations

BESIDE = (Path(__file__).parent.parent / "beside.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_views_and_grants")]
    operations = [migrations.RunSQL(BESIDE, migrations.RunSQL.noop)]
