"""A batch's files to its items, a turn at a time. A turn that is cut off is taken again, and nothing doubles."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ml import headers
from recognition import contents, dispatch
from recognition.batch import Batch, delete_files
from recognition.contents import Piece
from recognition.models import Prediction, failed, picture_path
from recognition.owners import Owner
from recognition.sources import Problem

TURN_SECONDS = 1.5  # then somebody else's chunks have theirs
TOGETHER = 256  # rows a transaction
GAVE_UP = Problem("gave_up", "Unpacking it broke several times, so we stopped. Please save the file again.")
TOO_MANY = Problem("too_many", "The batch is full: what comes from here on was left out. Please split it.")


def unpack(batch_id: UUID) -> None:
    """One turn. Does nothing for a batch that is unpacked, over, gone, or in another worker's hands."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None or not batch.begin_unpacking():
        return
    batch.refresh_from_db()
    owner = Owner(batch.owner_id, batch.visitor)
    if take_turn(batch, owner) and batch.end_unpacking():
        delete_files([], batch.folder)
        batch.finish()
    batch.release_unpacking()
    dispatch.fill(owner)


def take_turn(batch: Batch, owner: Owner) -> bool:
    """True when nothing is left to unpack."""
    deadline = time.monotonic() + TURN_SECONDS
    # After a turn that broke, each item is kept at once: so the one that breaks it is found.
    together = TOGETHER if batch.unpack_attempts == 1 else 1
    pieces = found(batch)
    while some := list(islice(pieces, together)):
        if not keep(batch, some):
            return False
        dispatch.fill(owner)
        if time.monotonic() > deadline:
            return False
    return True


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
    items = [piece for piece in pieces if piece.content is not None]
    rows = [item(batch, position, piece) for position, piece in enumerate(items, batch.made)]
    with transaction.atomic():
        left_out = batch.left_out + len(pieces) - len(items)
        kept = batch.advance(batch.made + len(rows), left_out, pieces[-1].after)
        if kept:
            Prediction.objects.bulk_create(rows)
    if not kept:
        there = set(Prediction.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        delete_files(str(row.picture) for row in rows if row.picture and row.pk not in there)
    return kept


def item(batch: Batch, position: int, piece: Piece) -> Prediction:
    row = Prediction(
        pk=batch.item_id(position),
        owner_id=batch.owner_id,
        visitor=batch.visitor,
        batch=batch,
        position=position,
        page=piece.page,
        channel=batch.channel,
        source=piece.name[-255:],
        mode=batch.mode,
        threshold=batch.threshold,
        enqueued_at=None,
    )
    row.forget_at = row.created_at + timedelta(days=batch.keep_days) if batch.keep_days else None
    if isinstance(piece.content, bytes):
        store(row, piece.content)
    elif piece.content is not None:
        fields = failed(piece.content.code, piece.content.sentence)
        for name, value in {**fields, "finished_at": timezone.now()}.items():
            setattr(row, name, value)
    return row


def store(row: Prediction, data: bytes) -> None:
    """Under the row's own id, so that a turn taken again writes over what it left behind."""
    kind = headers.kind(data)
    row.picture_format = kind.name if kind else ""
    row.picture.name = picture_path(row, "")
    path = Path(default_storage.path(row.picture.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
