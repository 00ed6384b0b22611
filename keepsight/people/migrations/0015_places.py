from pathlib import Path

from django.db import migrations, models

PLACES = (Path(__file__).parent.parent / "places.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0014_asked_of")]
    operations = [
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.AddIndex(
            "address",
            models.Index(models.Func(models.F("postcode"), function="people_post"), name="address_by_post"),
        ),
        migrations.AddIndex(
            "address",
            models.Index(condition=models.Q(("protected", True)), fields=["record"], name="address_protected"),
        ),
        migrations.AddIndex(
            "description",
            models.Index(condition=models.Q(("address_protected", True)), fields=["record"], name="description_protected"),
        ),
    ]
