"""`manage.py demo`: a made-up history, so that history, dashboard and review can be seen at work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError

from recognition.demo import filling
from recognition.management.tables import TablesCommand

FEWEST = 10  # fewer come to no day of the last weeks


class Command(TablesCommand):
    help = "Fill the database with a few weeks of made-up readings by made-up people, or take them out again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--readings", type=int, default=1200, help="about how many (default: 1,200)")
        parser.add_argument("--seed", type=int, default=1, help="another history (default: 1)")
        parser.add_argument("--among-real", action="store_true", help="although there are real readings")
        parser.add_argument("--remove", action="store_true", help="take the demo out; what is real stays")

    def handle(self, *args: Any, readings: int, seed: int, among_real: bool, remove: bool, **options: Any) -> None:
        if remove:
            self.stdout.write(f"{filling.remove()} readings of the demo are gone, and its people with them.")
        elif there := filling.there():
            self.stdout.write(f"The demo is here already, {there} readings; --remove takes it out.")
        else:
            if readings < FEWEST:
                raise CommandError(f"So few make no history: write --readings with at least {FEWEST}.")
            try:
                if not among_real:
                    filling.refuse_real()
                made = filling.fill(seed, readings, self.stdout.write)
            except filling.DemoRefused as refused:
                raise CommandError(str(refused)) from None
            self.stdout.write(f"{made} readings; nobody can log in as one of the demo's people. --remove takes it out.")
