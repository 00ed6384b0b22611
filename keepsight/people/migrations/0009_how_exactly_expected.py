from pathlib import Path

from django.db import migrations, models

PEOPLE = Path(__file__).parent.parent
KNOWN, BIRTH = ((PEOPLE / name).read_text(encoding="utf-8") for name in ("known.sql", "birth.sql"))


class Migration(migrations.Migration):
    dependencies = [("people", "0008_candidates")]
    operations = [
        migrations.AddField("description", "expected_to", models.DateField(null=True)),
        migrations.AddField("description", "expected_precision", models.TextField(null=True)),
        migrations.AddField("knownrecord", "expected_to", models.DateField(null=True)),
        migrations.AddField("knownrecord", "expected_precision", models.TextField(null=True)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RunSQL(BIRTH, migrations.RunSQL.noop),
    ]
