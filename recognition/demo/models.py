"""The demo's two models: the baseline that read first, and the shipped one that took over from it."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta

from ml import registry
from ml.card import Card
from ml.reader import Reader
from ml.reading import Reading
from recognition.models import Activation, ModelVersion, Prediction, Rereading
from recognition.shadow import ask
from workers.reader import read

FIRST = registry.MODELS / "seed"
CHANGED_DAYS_AGO = 16
BEFORE = timedelta(days=28)
SHADOWED = 150  # of the first model's readings, which the other made beside it
Shadowed = tuple[Prediction, Reading]
BECAUSE = "A part of the demo's history."


def readers() -> tuple[Reader, Reader]:
    """The one that read first, and the one that ships with the project."""
    return Reader.load(FIRST), Reader.load()


def shadowed(read_by_first: Sequence[Prediction], present: Reader) -> list[Shadowed]:
    """What the present model made of the latest of them."""
    readable = [row for row in read_by_first if row.has_reading]
    return [(row, read(row, present)[0]) for row in readable[-SHADOWED:]]


def keep_past(changed: datetime, beside: Sequence[Shadowed], card: Card) -> None:
    """How the present model came to be active: published, in the shadow for some days, then activated.

    Left out where the first one has been published here already: its past is not the demo's to tell.
    """
    shipped = ModelVersion.objects.get(name=card.name, version=card.version)
    baseline = registry.read_card(FIRST)
    if ModelVersion.objects.filter(name=baseline.name, version=baseline.version).exists():
        return
    first = ModelVersion.publish(FIRST)
    ModelVersion.objects.filter(pk=first.pk).update(state=ModelVersion.State.RETIRED, published_at=changed - BEFORE)
    Activation.objects.create(version=first, at=changed - BEFORE, reason=BECAUSE)
    Activation.objects.create(version=shipped, previous=first, at=changed, reason=BECAUSE)
    ask((row.pk for row, _ in beside), shipped, Rereading.Purpose.SHADOW)
    asked = {one.prediction_id: one for one in shipped.rereadings.filter(prediction__in=[row.pk for row, _ in beside])}
    for row, reading in beside:
        asked[row.pk].complete(reading)


def forget_past() -> None:
    """Without its activations the first model was never here."""
    mine = Activation.objects.filter(reason=BECAUSE)
    for version in ModelVersion.objects.filter(activations__in=mine, folder__gt="").distinct():
        if version.state == ModelVersion.State.RETIRED and not version.activations.exclude(reason=BECAUSE).exists():
            version.delete()
            shutil.rmtree(version.path, ignore_errors=True)
    mine.delete()
