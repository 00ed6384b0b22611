from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_sight")]
    operations = [
        migrations.AddIndex(
            model_name="description",
            index=models.Index(
                condition=models.Q(("expected_on__isnull", False)), fields=["record"], name="description_of_expected"
            ),
        )
    ]
