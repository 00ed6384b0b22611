from django.db import migrations, models

# One function for every table that is only ever added to. Triggers, and not only privileges, because the owner of a
# table may do anything that no trigger forbids: TRUNCATE included.
REFUSE = """
CREATE FUNCTION keepsight_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: it is only ever added to', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Append a correction that supersedes the row.';
END
$$;
CREATE PROCEDURE keepsight_only_added_to(kept regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %s
                  FOR EACH ROW EXECUTE FUNCTION keepsight_refuse_change()', kept);
  EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s
                  FOR EACH STATEMENT EXECUTE FUNCTION keepsight_refuse_change()', kept);
END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("marked_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunSQL(REFUSE, "DROP PROCEDURE keepsight_only_added_to; DROP FUNCTION keepsight_refuse_change"),
    ]
