from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0007_picture_size"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="prediction", name="prediction_unfinished"),
        migrations.AddIndex(
            model_name="prediction",
            index=models.Index(
                condition=models.Q(("batch", None), ("finished_at", None)),
                fields=["enqueued_at"],
                name="prediction_waiting",
            ),
        ),
    ]
