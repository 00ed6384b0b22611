import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from pathlib import Path

RESTRICTED = Path(__file__).parent.parent / "restricted.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("chronology", "0009_documents_sight"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.UUIDField(db_index=True)),
                ("holds", models.BooleanField()),
                ("because", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={"db_table": "chronology_restriction"},
        ),
        migrations.RunSQL(RESTRICTED.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
