"""Events that only staff may see (R19)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="is_internal",
            field=models.BooleanField(default=False, verbose_name="kun for forvaltningen"),
        ),
    ]
