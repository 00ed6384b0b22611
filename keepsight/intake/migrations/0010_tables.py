from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0009_taking_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='receipt',
            name='tables',
            field=models.JSONField(default=dict),
        ),
    ]
