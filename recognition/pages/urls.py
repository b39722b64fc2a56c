"""The pages' addresses."""

from django.urls import path, re_path

from recognition.pages import feedback, history, views

urlpatterns = [
    path("", views.draw, name="draw"),
    path("draw", views.draw_read, name="draw-read"),
    path("preview/<uuid:drawing>", views.draw_preview, name="draw-preview"),
    path("upload", views.upload, name="upload"),
    path("history", history.history, name="history"),
    re_path(r"^history/export\.(?P<extension>csv|json|jsonl)$", history.export, name="history-export"),
    re_path(r"^history/delete/(?P<what>all|selected)$", history.delete, name="history-delete"),
    path("predictions/<uuid:prediction_id>", views.prediction, name="prediction"),
    path("predictions/<uuid:prediction_id>/reading", views.reading, name="prediction-reading"),
    path("predictions/<uuid:prediction_id>/picture", views.picture, name="prediction-picture"),
    path("predictions/<uuid:prediction_id>/glyphs", views.glyphs, name="prediction-glyphs"),
    path("predictions/<uuid:prediction_id>/review", feedback.review, name="prediction-review"),
]
