"""Which model this process reads with: the active one, exchanged while the process works."""

import logging
import threading
from functools import cache

from django.db import DatabaseError, close_old_connections

from ml.reader import Reader
from ml.registry import ModelBroken
from recognition.models import ModelVersion

log = logging.getLogger(__name__)
LOOK_SECONDS = 2.0


class Serving:
    """One Reader at a time. A new one is loaded and warmed beside it, then takes its place whole."""

    def __init__(self) -> None:
        self.problem = ""
        self._sha256 = ""
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            self.look()
        if self._reader is None:  # the database is away, or the active model is broken: read all the same
            self._reader = warmed(Reader.load())
        return self._reader

    @property
    def description(self) -> str:
        """The model in use, and what is wrong with the one that should be."""
        name = f"{self.reader.card.name} {self.reader.card.version}"
        return f"{name}; {self.problem}" if self.problem else name

    def catch_up(self) -> None:
        """Change to the active model, if it is another. One that cannot be served leaves everything as it is."""
        active = ModelVersion.active()
        if active is None or active.sha256 == self._sha256:
            return
        try:
            active.verify()
            self._reader = warmed(Reader.load(active.path))
            self._sha256, problem = active.sha256, ""
        except ModelBroken as broken:
            problem = f"{active} cannot be served: {broken.sentence}"
        if problem != self.problem or not problem:
            log.log(logging.ERROR if problem else logging.INFO, "%s", problem or f"reading with {active}")
        self.problem = problem
        active.report(problem)

    def follow(self) -> None:
        """Look for a newly activated model now and then, for as long as the process lives."""
        pause = threading.Event()
        while not pause.wait(LOOK_SECONDS):
            try:
                close_old_connections()
                self.look()
            except Exception:  # whatever it is, the model that is active next may be sound
                log.exception("the active model could not be looked for; what is loaded stays")

    def look(self) -> None:
        """Catch up, unless the database is away: then what is loaded stays."""
        try:
            self.catch_up()
        except DatabaseError as error:
            log.warning("the active model is not known, the database is away: %s", error)


def warmed(reader: Reader) -> Reader:
    reader.warm()
    return reader


@cache
def serving() -> Serving:
    """This process's. Ask for it only after the fork: a session does not survive one."""
    return Serving()


def load() -> None:
    """Before any work is taken."""
    _ = serving().reader


def keep_up() -> None:
    """From then on, in a thread of its own."""
    threading.Thread(target=serving().follow, name="model", daemon=True).start()
