from pathlib import Path

from django.db import migrations

ACCOUNTS = (Path(__file__).parents[1] / "accounts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("chronology", "0013_planned")]
    operations = [migrations.RunSQL(ACCOUNTS, "DROP FUNCTION chronology_accounts(uuid[])")]
