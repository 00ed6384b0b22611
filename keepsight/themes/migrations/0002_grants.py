from django.db import migrations

# Rows are only added. Three facts are added to a row later: that a coding ended, and what became of a proposal.
GRANTS = """
CALL keepsight_only_added_to('themes_code_version');
CALL keepsight_only_added_to('themes_blind_reading');
CALL keepsight_only_added_to('themes_passage_read');
CALL keepsight_only_added_to('themes_section_read');
CALL keepsight_only_added_to('themes_suggestion');
CALL keepsight_only_added_to('themes_suggestion_decided');
CALL keepsight_only_added_to('themes_review_code');
CALL keepsight_only_added_to('themes_review_code_passage');
GRANT UPDATE (ended_by_id, ended_at) ON themes_coding TO keepsight_app;
GRANT UPDATE (accepted, decided_by_id, decided_at) ON themes_proposed_code TO keepsight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("themes", "0001_initial"), ("store", "0001_initial")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
