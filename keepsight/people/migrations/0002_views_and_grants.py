from pathlib import Path

from django.db import migrations

VIEWS = (Path(__file__).parent.parent / "views.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(VIEWS)]
