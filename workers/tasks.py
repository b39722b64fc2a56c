"""Celery's side of the system: ids in, one call, nothing decided here."""

from typing import Any
from uuid import UUID

from recognition import sweeper
from workers import reader, replies
from workers.celery import app


@app.task(name="workers.tasks.read", ignore_result=True)
def read(prediction_id: str) -> None:
    """Lane interactive: somebody may be waiting."""
    reader.answer(UUID(prediction_id))


@app.task(name="workers.tasks.preview", ignore_result=True)
def preview(drawing: str, token: str, strokes: Any, mode: str) -> None:
    """Lane interactive: somebody draws on. The one message that carries its work, for there is no row to name."""
    reader.answer_preview(drawing, token, strokes, mode)


@app.task(name="workers.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Lane maintenance, from beat: send again what nobody finished."""
    sweeper.sweep()


@app.task(name="workers.tasks.probe", ignore_result=True)
def probe(token: str) -> None:
    """Lane interactive: prove to `/readyz` that a worker with a network in memory takes messages."""
    model = reader.load().card
    replies.announce(token, f"{model.name} {model.version}")
