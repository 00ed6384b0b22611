import django.db.models.deletion
from django.db import migrations, models

# Only a purge, which works as the owner, says that words were erased: the application reads it and may not.
GUARD = """
CALL keepsight_only_added_to('chronology_erased');
REVOKE INSERT ON chronology_erased FROM keepsight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("chronology", "0014_accounts")]
    operations = [
        migrations.CreateModel(
            name="Erased",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="chronology.entry"
                    ),
                ),
                ("purge", models.UUIDField(db_index=True)),
            ],
            options={"db_table": "chronology_erased"},
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
