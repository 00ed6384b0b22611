from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_audit")]
    operations = [migrations.AddField("auditline", "seal", models.BinaryField(null=True))]
