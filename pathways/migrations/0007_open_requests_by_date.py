from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0006_publications"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="expertrequest",
            index=models.Index(
                condition=models.Q(("next_action_at__isnull", False)),
                fields=["next_action_at", "id"],
                name="requests_open",
            ),
        ),
    ]
