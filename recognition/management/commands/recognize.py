"""`manage.py recognize PATH…`: read files in this process, without the queue and the database."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from ml.expected import PatternRejected, expect
from ml.pictures import PictureRejected
from ml.reader import Mode, Reader
from recognition import sources
from recognition.batches.problem import Problem
from recognition.exports import csv_line
from recognition.management.progress_bar import ProgressBar
from recognition.sources import Found

Answer = dict[str, Any]
COLUMNS = ("source", "text", "number", "confidence", "decision", "reason", "error_code", "error")


class Command(BaseCommand):
    help = (
        "Read digits and numbers from pictures, TIFFs and PDFs of several pages, folders, ZIPs and .jsonl[.gz] of "
        "strokes, one line out for each. What "
        "cannot be read is a line with an error. The status is 0, or 1 when there was nothing that could be read."
    )
    requires_system_checks = ()  # they ask about databases and queues, and this needs neither

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--mode", choices=("auto", "digit", "number"), default="auto")
        parser.add_argument("--format", choices=tuple(FORMATS), default="text")
        parser.add_argument("--expect", help=r"what a number looks like: its length (5, 4-6) or a pattern (\d{5})")

    def handle(self, *args: Any, **options: Any) -> None:
        pattern = options["expect"]
        try:
            expect(pattern or "")
        except PatternRejected as rejected:
            raise CommandError(str(rejected)) from None
        written, found, read = FORMATS[options["format"]], 0, 0
        if options["format"] == "csv":
            self.stdout.write(_unended(COLUMNS))
        bar = ProgressBar(sum(map(sources.count, options["paths"])))
        try:
            for answer in answers(options["paths"], options["mode"], pattern):
                self.stdout.write(written(answer))
                found += 1
                read += "error" not in answer
                bar.step()
        except BrokenPipeError:  # whoever reads us, `head` for one, has enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        finally:
            bar.close()
        if not found:
            self.stderr.write("There is no picture, no PDF, no ZIP and no .jsonl of strokes in there.")
        if not read:
            sys.exit(1)


def answers(paths: list[Path], mode: Mode, pattern: str | None) -> Iterator[Answer]:
    """A reading, or `source` and `error`, for every item."""
    reader = Reader.load()
    for path in paths:
        for item in sources.walk(path, settings.MAX_PIXELS):
            yield _answer(reader, item, mode, pattern)


def _answer(reader: Reader, item: Found, mode: Mode, pattern: str | None) -> Answer:
    problem = item.content
    if not isinstance(problem, Problem):
        try:
            return reader.read(problem, mode, settings.MAX_PIXELS, pattern).as_json(item.source)
        except PictureRejected as rejected:
            problem = Problem.of(rejected)
    return {"source": item.source, "error": {"code": problem.code, "sentence": problem.sentence}}


def _line(answer: Answer) -> str:
    """For people: what was read, how sure, and from where."""
    if "error" in answer:
        return f"{answer['source']}\terror\t{answer['error']['sentence']}"
    text = answer["text"].replace("\n", " / ") or "-"
    why = f" ({answer['reason']})" if answer["reason"] else ""
    return f"{answer['source']}\t{text}\t{answer['confidence']:.1%} {answer['decision']}{why}"


def _row(answer: Answer) -> str:
    error = answer.get("error")
    if isinstance(error, dict):
        answer = {**answer, "error_code": error["code"], "error": error["sentence"]}
    return _unended(answer.get(column, "") for column in COLUMNS)


def _unended(cells: Iterable[Any]) -> str:
    """A line that ends as all lines of a command do, not as those of a download."""
    return csv_line(cells).removesuffix("\r\n")


def _json(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False)


FORMATS: dict[str, Callable[[Answer], str]] = {"text": _line, "jsonl": _json, "csv": _row}
