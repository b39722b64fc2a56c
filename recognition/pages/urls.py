"""The pages' addresses."""

from django.urls import path

from recognition.pages import views

urlpatterns = [
    path("", views.draw, name="draw"),
    path("draw", views.draw_read, name="draw-read"),
    path("preview/<uuid:drawing>", views.draw_preview, name="draw-preview"),
    path("upload", views.upload, name="upload"),
    path("predictions/<uuid:prediction_id>", views.prediction, name="prediction"),
    path("predictions/<uuid:prediction_id>/reading", views.reading, name="prediction-reading"),
    path("predictions/<uuid:prediction_id>/picture", views.picture, name="prediction-picture"),
    path("predictions/<uuid:prediction_id>/glyphs", views.glyphs, name="prediction-glyphs"),
]
