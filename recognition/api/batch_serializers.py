"""What goes over the wire about batches, described for the OpenAPI document; batch_documents.py writes it."""

from typing import Any

from rest_framework import serializers

from recognition.api.serializers import MODE, PredictionSerializer, SentFile, threshold_field
from recognition.models import Prediction
from recognition.models.batch import Batch


class ProgressSerializer(serializers.Serializer[Any]):
    """Items by what became of them; `rate` is items a second. Until all is unpacked, `expected` is a guess."""

    expected = serializers.IntegerField()
    finished = serializers.IntegerField()
    accepted = serializers.IntegerField()
    uncertain = serializers.IntegerField()
    rejected = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    rate = serializers.FloatField()
    seconds_left = serializers.IntegerField(allow_null=True)


class BatchLinksSerializer(serializers.Serializer[Any]):
    self = serializers.CharField()
    items = serializers.CharField()
    page = serializers.CharField()
    csv = serializers.CharField()
    json = serializers.CharField()
    jsonl = serializers.CharField()
    zip = serializers.CharField(help_text="The glyphs, sorted by digit.")


class BatchSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=Batch.State.choices)
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, help_text="As asked for.")
    expect = serializers.CharField(allow_null=True, help_text="As asked for.")
    threshold = serializers.FloatField(allow_null=True, help_text="As asked for; null: the model's own.")
    left_out = serializers.IntegerField(help_text="Files in ZIPs that are no pictures by name or content.")
    progress = ProgressSerializer()
    created_at = serializers.DateTimeField()
    unpacked_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    links = BatchLinksSerializer()


class ItemSerializer(PredictionSerializer):
    position = serializers.IntegerField(help_text="Its place in the batch, from 0.")


class ExportedSerializer(PredictionSerializer):
    """An item as a file has it, which may be read where this site is unknown: without `links`."""

    links = None  # type: ignore[assignment]


class ItemsSerializer(serializers.Serializer[Any]):
    items = ItemSerializer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="`after` of the next page.")


class BatchUploadSerializer(serializers.Serializer[Any]):
    files = serializers.ListField(child=SentFile(), help_text="Pictures, ZIPs of them, TIFFs of several pages, PDFs.")
    paths = serializers.CharField(required=False, help_text="JSON list: the files' names with their folders.")
    name = serializers.CharField(required=False, max_length=120, help_text="Else as the files are called.")
    mode = serializers.ChoiceField(
        choices=Prediction.Mode.choices, default=Prediction.Mode.AUTO, help_text=MODE.replace("it", "each picture", 1)
    )
    expect = serializers.CharField(required=False, help_text=r"A number's length (5, 4-6) or pattern (\d{5}).")
    threshold = threshold_field()
