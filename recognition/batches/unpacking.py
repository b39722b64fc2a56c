"""A batch's files to its items, a turn at a time. A turn that is cut off is taken again, and nothing doubles."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ml import headers
from recognition import statements
from recognition.batches import contents, dispatch
from recognition.batches.contents import Piece
from recognition.batches.problem import Problem
from recognition.models import Prediction, failed, path_of
from recognition.models.batch import Batch, delete_files
from recognition.owners import Owner

log = logging.getLogger(__name__)
TURN_SECONDS = 1.5  # then somebody else's chunks have theirs
TOGETHER = 256  # rows a transaction
CHANGING = ("owner", "visitor", "keep_days")  # by a login or the settings, also while a turn lasts
GAVE_UP = Problem("gave_up", "Unpacking it broke several times, so we stopped. Please save the file again.")
TOO_MANY = Problem("too_many", "The batch is full: what comes from here on was left out. Please split it.")


class NoRoom(Exception):
    """The disk takes no more."""


def unpack(batch_id: UUID) -> None:
    """One turn. Does nothing for a batch that is unpacked, over, gone, or in another worker's hands. Where the disk is
    full it waits: the sweeper has the turn taken again."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None or not batch.begin_unpacking():
        return
    batch.refresh_from_db()
    try:
        complete = take_turn(batch)
    except NoRoom:
        log.exception("batch %s cannot be unpacked before there is room", batch_id)
        batch.wait_for_room()
        return
    if complete and batch.end_unpacking():
        delete_files([], batch.folder)
        batch.finish()
    batch.release_unpacking()
    dispatch.fill(owner_of(batch))


def take_turn(batch: Batch) -> bool:
    """True when nothing is left to unpack."""
    deadline = time.monotonic() + TURN_SECONDS
    # After a turn that broke, each item is kept at once: so the one that breaks it is found.
    together = TOGETHER if batch.unpack_attempts == 1 else 1
    pieces = found(batch)
    while some := list(islice(pieces, together)):
        if not keep(batch, some):
            return False
        dispatch.fill(owner_of(batch))
        if time.monotonic() > deadline:
            return False
    return True


def owner_of(batch: Batch) -> Owner:
    return Owner(batch.owner_id, batch.visitor)


def found(batch: Batch) -> Iterator[Piece]:
    """The pieces from where the last turn ended, as far as the batch has room."""
    place = batch.place or [0, 0, 0]
    if batch.unpack_attempts > settings.MAX_ATTEMPTS:
        file, member, _ = place
        place = [file, member + 1, 0]
        yield Piece(batch.files[file], GAVE_UP, place)
    room = settings.BATCH_MAX_ITEMS - batch.made
    for piece in contents.pieces(batch.folder, batch.files, place):
        if not room:
            yield Piece(piece.name, TOO_MANY, [len(batch.files), 0, 0], piece.page)
            return
        room -= piece.content is not None
        yield piece


def keep(batch: Batch, pieces: list[Piece]) -> bool:
    """Their files, then their rows. False, and nothing kept, when the batch is over, gone, or ahead of us."""
    found = [piece for piece in pieces if piece.content is not None]
    rows = [item(batch, position, piece) for position, piece in enumerate(found, batch.made)]
    with transaction.atomic():
        left_out = batch.left_out + len(pieces) - len(found)
        kept = batch.advance(batch.made + len(rows), left_out, pieces[-1].after)
        if kept and rows:
            batch.refresh_from_db(fields=CHANGING)
            statements.insert_all(pattern(batch), [row | {"forget_at": forget_at(batch, row)} for row in rows])
    if not kept:
        there = set(Prediction.objects.filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True))
        delete_files(row["picture"] for row in rows if row["picture"] and row["id"] not in there)
    return kept


def forget_at(batch: Batch, row: dict[str, Any]) -> datetime | None:
    came: datetime = row["created_at"]
    return came + timedelta(days=batch.keep_days) if batch.keep_days else None


def pattern(batch: Batch) -> Prediction:
    """What all its items have in common."""
    return Prediction(
        owner_id=batch.owner_id,
        visitor=batch.visitor,
        batch=batch,
        channel=batch.channel,
        mode=batch.mode,
        threshold=batch.threshold,
        enqueued_at=None,
    )


def item(batch: Batch, position: int, piece: Piece) -> dict[str, Any]:
    """What is its own in the row of an item. Its file is stored under the row's id, so that a turn taken again writes
    over what it left behind."""
    now = timezone.now()
    row: dict[str, Any] = {
        "id": batch.item_id(position),
        "position": position,
        "page": piece.page,
        "source": piece.name[-255:],
        "picture": "",
        "picture_format": "",
        "created_at": now,
        "status": Prediction.Status.QUEUED,
        "finished_at": None,
        "error_code": "",
        "error": "",
    }
    if isinstance(piece.content, bytes):
        kind = headers.kind(piece.content)
        name = path_of(row["id"])
        store(Path(default_storage.path(name)), piece.content)
        return row | {"picture": name, "picture_format": kind.name if kind else ""}
    assert piece.content  # noqa: S101 - of what is no picture there is no item
    return row | failed(piece.content.code, piece.content.sentence) | {"finished_at": now}


def store(path: Path, data: bytes) -> None:
    """Raises NoRoom; then half a file may lie there, which the next turn writes over."""
    try:
        try:
            path.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise NoRoom from error
