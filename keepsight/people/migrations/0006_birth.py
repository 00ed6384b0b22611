from django.db import migrations


class Migration(migrations.Migration):
    """When people were born: what `birth.sql` made here reads since 0009 how exactly a birth is expected, and is made there."""

    dependencies = [("people", "0005_expecting")]
    operations = []
