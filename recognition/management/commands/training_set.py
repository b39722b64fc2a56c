"""`manage.py training_set FOLDER`: the reviewed digits, for `python -m ml compare --reviews` and for training."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from recognition.management.tables import TablesCommand
from recognition.review.training_set import write


class Command(TablesCommand):
    help = "Write the digits that people have reviewed: reviews.npz, PNGs by label, and index.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            teach, judge = write(folder)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{teach} digits to learn from, {judge} of people held out, in {folder}")
