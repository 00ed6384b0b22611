from pathlib import Path

from django.db import migrations, models

AUDIT = (Path(__file__).parents[1] / "audit.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditLine',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('user', models.BigIntegerField(null=True)),
                ('agency', models.TextField(null=True)),
                ('role', models.TextField(null=True)),
                ('act', models.TextField()),
                ('page', models.TextField(null=True)),
                ('child', models.UUIDField(null=True)),
                ('about', models.TextField(null=True)),
                ('answer', models.SmallIntegerField(null=True)),
                ('count', models.IntegerField()),
                ('mac', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['child', 'seq'], name='store_audit_child_465e17_idx'), models.Index(fields=['user', 'seq'], name='store_audit_user_0a7e32_idx')],
            },
        ),
        migrations.RunSQL(AUDIT, migrations.RunSQL.noop),
    ]
