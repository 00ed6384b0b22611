from pathlib import Path

from django.db import migrations

DISPUTED = Path(__file__).parent.parent / "disputed.sql"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0007_figures")]
    operations = [migrations.RunSQL(DISPUTED.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
