"""Celery's side of the system: ids in, one call, nothing decided here."""

from typing import Any
from uuid import UUID

from recognition import retention, shadow, sweeper
from recognition.batches import unpacking
from recognition.models import tallies
from workers import chunks, lateness, previewing, reader, replies, rereading
from workers.celery import app
from workers.serving import serving


@app.task(name="workers.tasks.read", ignore_result=True)
def read(prediction_id: str, deadline: float | None = None) -> None:
    """Lane interactive: somebody may be waiting, but not after `deadline` (as time.time() counts)."""
    if not lateness.step_aside(UUID(prediction_id), deadline):
        reader.answer(UUID(prediction_id))


@app.task(name="workers.tasks.preview", ignore_result=True)
def preview(drawing: str, token: str, strokes: Any, mode: str) -> None:
    """Lane interactive: somebody draws on. The one message that carries its work, for there is no row to name."""
    previewing.answer(drawing, token, strokes, mode)


@app.task(name="workers.tasks.read_chunk")
def read_chunk(ids: list[str]) -> dict[str, float]:
    """Lane batch: a chunk of one batch's items. Its counts and timings are kept for a day; progress is in the rows."""
    return chunks.answer(ids)


@app.task(name="workers.tasks.unpack", ignore_result=True)
def unpack(batch_id: str) -> None:
    """Lane batch: a turn at making a batch's items of its files."""
    unpacking.unpack(UUID(batch_id))


@app.task(name="workers.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Lane maintenance, from beat: send again what nobody finished."""
    sweeper.sweep()


@app.task(name="workers.tasks.tidy", ignore_result=True)
def tidy() -> None:
    """Lane maintenance, from beat: let go what is kept no longer, count the days that are over."""
    retention.tidy()
    tallies.settle_some()


@app.task(name="workers.tasks.rescue", ignore_result=True)
def rescue(prediction_ids: list[str]) -> None:
    """Lane maintenance, from a worker whose child died: send again what it was reading."""
    sweeper.rescue([UUID(prediction_id) for prediction_id in prediction_ids])


@app.task(name="workers.tasks.reread", ignore_result=True)
def reread() -> None:
    """Lane maintenance, from beat: what is to be read by another model too."""
    shadow.follow_in_shadow()
    rereading.reread()


@app.task(name="workers.tasks.probe", ignore_result=True)
def probe(token: str) -> None:
    """Queue of the probes: prove to `/readyz` that a worker with a network in memory takes messages."""
    replies.announce(token, serving().description)
