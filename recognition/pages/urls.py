"""The pages' addresses."""

from django.urls import path, re_path

from recognition.batches.actions import VERBS
from recognition.batches.exports import FORMATS
from recognition.pages import batches, feedback, history, model, views

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns = [
    path("", views.draw, name="draw"),
    path("draw", views.draw_read, name="draw-read"),
    path("preview/<uuid:drawing>", views.draw_preview, name="draw-preview"),
    path("upload", views.upload, name="upload"),
    path("history", history.history, name="history"),
    re_path(r"^history/export\.(?P<extension>csv|json|jsonl)$", history.export, name="history-export"),
    re_path(r"^history/delete/(?P<what>all|selected)$", history.delete, name="history-delete"),
    path("batches", batches.batches, name="batches"),
    path("batches/<uuid:batch_id>", batches.batch, name="batch"),
    path("batches/<uuid:batch_id>/delete", batches.delete, name="batch-delete"),
    re_path(rf"^batches/(?P<batch_id>{ID})/(?P<verb>{'|'.join(VERBS)})$", batches.act, name="batch-action"),
    re_path(
        rf"^batches/(?P<batch_id>{ID})/export\.(?P<kind>{'|'.join(FORMATS)})$", batches.export, name="batch-export"
    ),
    path("model", model.model, name="model"),
    path("model/<str:name>/<str:version>", model.model, name="model-version"),
    path("model/<str:name>/<str:version>/mistakes.png", model.mistakes, name="model-mistakes"),
    path("predictions/<uuid:prediction_id>", views.prediction, name="prediction"),
    path("predictions/<uuid:prediction_id>/reading", views.reading, name="prediction-reading"),
    path("predictions/<uuid:prediction_id>/picture", views.picture, name="prediction-picture"),
    path("predictions/<uuid:prediction_id>/glyphs", views.glyphs, name="prediction-glyphs"),
    path("predictions/<uuid:prediction_id>/review", feedback.review, name="prediction-review"),
]
