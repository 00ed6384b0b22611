from django.db import migrations

# Prompts are computed from the log and may be computed anew: the application keeps them up to date.
GRANTS = """
GRANT UPDATE ON prompts_prompt TO keepsight_app;
GRANT DELETE ON prompts_prompt_entry TO keepsight_app;
GRANT UPDATE, DELETE ON prompts_openclock TO keepsight_app;
"""


class Migration(migrations.Migration):
    dependencies = [("prompts", "0001_initial")]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
