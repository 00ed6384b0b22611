from pathlib import Path

from django.db import migrations, models

SOUND = (Path(__file__).parent.parent / "sound.sql").read_text(encoding="utf-8")


def _sound_of(words: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=models.Func(models.F(words), function="people_sound"), output_field=models.TextField(), db_persist=True
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0006_birth")]
    operations = [
        migrations.RunSQL(SOUND, migrations.RunSQL.noop),
        migrations.AddField("description", "forename_sound", _sound_of("forename_words")),
        migrations.AddField("description", "surname_sound", _sound_of("surname_words")),
        migrations.AddField("question", "weight", models.FloatField(null=True)),
        migrations.AddField("question", "parts", models.JSONField(default=dict)),
        migrations.AddIndex(
            "description",
            models.Index(
                condition=models.Q(("born_precision__in", ["day", "minute"])),
                fields=["born_from"],
                name="description_by_birth",
            ),
        ),
        migrations.AddIndex(
            "description",
            models.Index(fields=["surname_sound", "forename_sound"], name="description_by_sound"),
        ),
    ]
