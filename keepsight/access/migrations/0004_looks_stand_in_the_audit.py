from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0003_called"), ("store", "0002_audit")]
    operations = [migrations.DeleteModel(name="Look")]
