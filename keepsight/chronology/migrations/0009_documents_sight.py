from pathlib import Path

from django.db import migrations

DOCUMENTS_SIGHT = Path(__file__).parent.parent / "documents_sight.sql"


class Migration(migrations.Migration):
    dependencies = [("chronology", "0008_disputed"), ("intake", "0003_documents")]
    operations = [migrations.RunSQL(DOCUMENTS_SIGHT.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
