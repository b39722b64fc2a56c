from itertools import islice
from typing import Any

from django.db import migrations

from recognition.models.opinions import worth
from recognition.models.reviews import standing

AT_ONCE = 500


def weigh(apps: Any, schema_editor: Any) -> None:
    """What was read before there was a queue joins it, in transactions of 500 rows."""
    predictions = apps.get_model("recognition", "Prediction").objects
    waiting = predictions.filter(status="succeeded", forgotten_at=None, worth=None).only("digits", "reason")
    rows = waiting.prefetch_related("reviews").iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        for row in some:
            row.worth = worth(row.pk, row.digits, row.reason, standing(row.reviews.all()))
        predictions.bulk_update(some, ["worth"])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("recognition", "0010_review_queue")]
    operations = [migrations.RunPython(weigh, migrations.RunPython.noop)]
