"""Files of a batch, streamed into the private storage as they arrive: none is ever in memory whole."""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeAlias, cast
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from rest_framework.request import Request

from ml.expected import PatternRejected, expect
from ml.rejected import Rejected
from recognition import admission
from recognition.accounts.preferences import preferences_of, terms_of
from recognition.batches import contents, dispatch
from recognition.batches.zips import given_name
from recognition.models import Prediction
from recognition.models.batch import Batch, delete_files
from recognition.models.idempotency import Claim
from recognition.owners import Owner
from recognition.uploads import Refused, mode_of, threshold_of

log = logging.getLogger(__name__)

Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"
STATUS_OF_CODE = {"too_many": 413, "too_large": 413, "not_an_image": 415, "unsupported_format": 415}


class Spool(FileUploadHandler):
    """Writes the files of a request under the numbers in which they come, into the folder of the batch to be."""

    def __init__(self, request: HttpRequest, *, hashes: bool) -> None:
        super().__init__(request)
        self.batch = Batch(pk=uuid4())
        self.terms = terms_of(preferences_of(request))
        self.folder = Path(default_storage.path(self.batch.folder))
        self.kept = False
        self.claim: Claim | None = None  # under which the batch is to be kept once only
        self.digests: list[Any] = []  # of the files, where the request is to be known again
        self._hashes = hashes or "HTTP_IDEMPOTENCY_KEY" in request.META
        self._count = 0
        self._file: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._count == settings.BATCH_MAX_ITEMS:
            raise too_many()
        with room():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = (self.folder / str(self._count)).open("wb")
        if self._hashes:
            self.digests.append(hashlib.sha256())
        self._count += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._file  # noqa: S101 - new_file came first
        if self._hashes:
            self.digests[-1].update(raw_data)
        with room():
            self._file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        with room():
            self.close()
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)  # its bytes lie in the folder

    def upload_interrupted(self) -> None:
        self.close()

    def close(self) -> None:
        if self._file:
            self._file.close()


@contextmanager
def room() -> Iterator[None]:
    """Raises Refused where the disk takes no more."""
    try:
        yield
    except OSError:
        log.exception("a batch could not be stored")
        raise Refused.without_room() from None


def longest_body() -> int:
    """Bytes of a request: the files, and what stands around ten thousand of them."""
    return int(settings.BATCH_MAX_BYTES) + settings.BATCH_MAX_ITEMS * 1000


@contextmanager
def spooling(request: HttpRequest, *, hashes: bool = False) -> Iterator[None]:
    """Within, the request's files go to a spool; what does not become a batch is thrown away. With `hashes`, or a key
    in the header, the request can be known again."""
    spool = Spool(request, hashes=hashes)
    request.upload_handlers = [spool]
    try:
        yield
    finally:
        spool.close()
        if not spool.kept:
            delete_files([], spool.batch.folder)


def spool_of(request: HttpRequest | Request) -> Spool:
    [spool] = request.upload_handlers
    return cast("Spool", spool)


@dataclass(frozen=True, slots=True)
class Options:
    name: str
    mode: str
    expect: str
    threshold: float | None

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "Options":
        """From a form's fields. Raises Refused."""
        pattern = str(form.get("expect") or "").strip()
        try:
            expect(pattern)
        except PatternRejected as rejected:
            raise Refused(400, "no_pattern", str(rejected)) from None
        if len(pattern) > 80:
            raise Refused(400, "no_pattern", "The pattern is longer than 80 characters.")
        name = given_name(str(form.get("name") or "").strip(), "")[:120]
        threshold = form.get("threshold")
        chosen = None if threshold in (None, "") else threshold_of(threshold)
        return cls(name, mode_of(form.get("mode") or Prediction.Mode.AUTO), pattern, chosen)


def parts(spool: Spool, files: Files, form: Mapping[str, Any]) -> list[Any]:
    """What makes it another request. Raises Refused."""
    digests = [digest.hexdigest() for digest in spool.digests]
    return ["batch", *astuple(Options.of(form)), _names(_given(files), form), digests]


def receive(spool: Spool, files: Files, form: Mapping[str, Any], owner: Owner, channel: str) -> Batch:
    """The batch, kept and on its way to the workers. Raises Refused when there is nothing in it that can be read, and
    Taken where the same was handed in under the same claim meanwhile."""
    given = _given(files)
    if not given:
        raise Refused(
            400, "missing", "There is no file. Please choose pictures, a ZIP, a TIFF or a PDF (field “files”)."
        )
    options = Options.of(form)
    batch = spool.batch
    batch.files = _names(given, form)
    batch.announced = _judged(spool.folder, batch.files)
    admission.admit_batch(owner, batch.announced)
    batch.owner_id, batch.visitor, batch.channel = owner.user_id, owner.visitor, channel
    batch.name = options.name or _title(batch.files)
    batch.mode, batch.expect, batch.keep_days = options.mode, options.expect, spool.terms.keep_days
    batch.threshold = spool.terms.threshold if options.threshold is None else options.threshold
    _keep(spool, owner)
    return batch


def _keep(spool: Spool, owner: Owner) -> None:
    """The batch's row; after that, its owner's share of the lane is filled."""

    def send() -> None:
        dispatch.fill(owner)

    try:
        with transaction.atomic():
            if spool.claim:
                spool.claim.take(batch=spool.batch)
            spool.batch.save(force_insert=True)
            transaction.on_commit(send, robust=True)
    except (OperationalError, InterfaceError):
        spool.kept = True  # the row may be committed, and only the answer lost; without one the sweep takes the files
        raise
    spool.kept = True


def _given(files: Files) -> "list[UploadedFile[bytes]]":
    return [file for _, files_of_field in files.lists() for file in files_of_field]


def _names(files: "list[UploadedFile[bytes]]", form: Mapping[str, Any]) -> list[str]:
    """As given. A browser drops a folder's path from the names; our script sends the paths beside them."""
    try:
        paths = json.loads(form.get("paths") or "[]")
    except (ValueError, RecursionError):
        paths = []
    if not isinstance(paths, list) or len(paths) != len(files):
        paths = [file.name for file in files]
    return [given_name(str(path)) for path in paths]


def _judged(folder: Path, names: list[str]) -> int:
    """How many items there seem to be. Raises Refused when there are none, or too many."""
    items = size = 0
    problem: Rejected | None = None
    broken = 0
    for number, name in enumerate(names):
        try:
            with (folder / str(number)).open("rb") as file:
                found = contents.judge(file, name)
            items, size = items + found.items, size + found.bytes
        except Rejected as refused:
            items, broken, problem = items + 1, broken + 1, problem or refused
    if problem and broken == len(names):
        more = " Or a ZIP of them, or a PDF." if STATUS_OF_CODE.get(problem.code) == 415 else ""
        raise Refused(STATUS_OF_CODE.get(problem.code, 400), problem.code, f"{problem.sentence}{more}")
    if items > settings.BATCH_MAX_ITEMS:
        raise too_many()
    if size > settings.BATCH_MAX_BYTES:
        raise Refused(413, "too_large", f"The batch has more than {settings.BATCH_MAX_MB} MB. Please split it.")
    return items


def too_many() -> Refused:
    return Refused(413, "too_many", f"The batch has more than {settings.BATCH_MAX_ITEMS:,} items. Please split it.")


def _title(names: list[str]) -> str:
    """The folder that holds them all, else the first file and how many more."""
    folder = PurePosixPath(names[0]).parts[0]
    if all(len(PurePosixPath(name).parts) > 1 and PurePosixPath(name).parts[0] == folder for name in names):
        return folder[:120]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{PurePosixPath(names[0]).name[-100:]}{more}"
