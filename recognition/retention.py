"""What is kept no longer: pictures whose time is over, files without a row, and sessions, failures and keys that
have ended.

Each run is bounded and may stop anywhere without harm: the next one goes on.
"""

import logging
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from recognition.accounts.models import LoginFailures
from recognition.models import IdempotencyKey, Prediction
from recognition.models.batch import FOLDER, Batch, delete_files

log = logging.getLogger(__name__)

AT_ONCE = 500
FOLDERS = 256  # of two letters; see models.picture_path
BEING_HANDED_IN = timedelta(hours=1)  # the file comes before the row


def tidy() -> None:
    now = timezone.now()
    cancel_paused(now)
    forgotten = sum(row.forget() for row in due(now)[:AT_ONCE])
    swept = sweep_folder(f"{int(time.time() / settings.TIDY_SECONDS) % FOLDERS:02x}", now - BEING_HANDED_IN)
    swept += sweep_spools(now - BEING_HANDED_IN)
    if forgotten or swept:
        log.info("tidy: %d pictures forgotten, %d files that nobody needs deleted", forgotten, swept)
    LoginFailures.objects.filter(ends_at__lte=now).delete()
    IdempotencyKey.objects.filter(ends_at__lte=now).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def due(now: datetime) -> QuerySet[Prediction]:
    """Finished rows whose owner's time, or this site's, is over."""
    over = Q(forget_at__lte=now)
    if settings.RETENTION_DAYS:
        over |= Q(forgotten_at=None, created_at__lte=now - timedelta(days=settings.RETENTION_DAYS))
    return Prediction.objects.filter(over, finished_at__isnull=False).only("picture").order_by()


def cancel_paused(now: datetime) -> None:
    """Pausing is no way to keep a picture longer: what nobody has read by then never will be, and is then `due`."""
    paused = Batch.objects.filter(finished_at=None, paused_at__isnull=False).order_by("created_at")
    for batch in paused.iterator():
        end = kept_until(batch)
        if end and end <= now and batch.cancel():
            log.info("tidy: batch %s was paused for as long as pictures are kept", batch.pk)


def kept_until(batch: Batch) -> datetime | None:
    """When the first picture of an unfinished batch that nobody has read is to go; None: none is."""
    days = {settings.RETENTION_DAYS, 0 if batch.unpacked_at else batch.keep_days} - {0}
    times = [batch.created_at + timedelta(days=kept) for kept in days]
    first: datetime | None = batch.unfinished().aggregate(first=Min("forget_at"))["first"]
    return min([*times, first] if first else times, default=None)


def sweep_folder(folder: str, before: datetime) -> int:
    """Delete the files in one folder that no row names: a process died between the file and its row."""
    storage = Prediction.picture.field.storage
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    ids = {UUID(name): f"{folder}/{name}" for name in names if is_ours(folder, name)}
    orphans = set(ids.values()) - set(named(list(ids)))
    old = [path for path in orphans if last_written(Path(storage.path(path))) < before]
    for path in old:
        storage.delete(path)
    return len(old)


def named(ids: list[UUID]) -> list[str]:
    """The files that rows name, asked for in portions that any database takes."""
    portions = (ids[start : start + 500] for start in range(0, len(ids), 500))
    rows = (Prediction.objects.filter(pk__in=portion).values_list("picture", flat=True) for portion in portions)
    return [str(name) for portion in rows for name in portion]


def sweep_spools(before: datetime) -> int:
    """Delete the uploads that no batch waits to unpack: its web process died, or it was cancelled meanwhile."""
    root = Path(default_storage.path(FOLDER))
    old = {UUID(folder.name): folder for folder in spools(root) if last_written(folder) < before}
    needed = Batch.objects.filter(pk__in=old, unpacked_at=None, finished_at=None).values_list("pk", flat=True)
    unneeded = old.keys() - set(needed)
    for pk in unneeded:
        delete_files([], Batch(pk=pk).folder)
    return len(unneeded)


def spools(root: Path) -> list[Path]:
    found = root.iterdir() if root.is_dir() else ()
    return [folder for folder in found if is_ours(folder.name[:2], folder.name)]


def last_written(path: Path) -> datetime:
    """A file, or a folder and what lies in it: a file that grows does not touch its folder. Now, for what somebody else
    deletes meanwhile."""
    try:
        inside = path.iterdir() if path.is_dir() else ()
        return datetime.fromtimestamp(max(one.stat().st_mtime for one in (path, *inside)), UTC)
    except FileNotFoundError:
        return datetime.now(UTC)


def is_ours(folder: str, name: str) -> bool:
    """Ours, by its name; whatever else may lie there is left alone."""
    return len(name) == 32 and name.startswith(folder) and all(letter in "0123456789abcdef" for letter in name)
