import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0004_asked_domains"),
    ]

    operations = [
        migrations.AddField(
            model_name="membershipapplication",
            name="state_since",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
