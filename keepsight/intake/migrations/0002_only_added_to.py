from django.db import migrations

ONLY_ADDED_TO = """
CALL keepsight_only_added_to('intake_receipt');
CALL keepsight_only_added_to('intake_refusedrow');
CALL keepsight_only_added_to('intake_coverage');
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(ONLY_ADDED_TO, migrations.RunSQL.noop)]
