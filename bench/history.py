"""`python -m bench.history`: how soon the history answers with a million rows, 200,000 of them one person's.

Makes a database of its own on the PostgreSQL of `--postgres`, fills it, measures each filter through Django's test
client and prints its figures; how PostgreSQL chose the rows goes to `--plans`. Drops the database in the end.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

PLANS = Path(__file__).parent / "history-plans.txt"


@contextmanager
def database(server: str) -> Iterator[str]:
    name = f"digits_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> None:
    run("history", str(__doc__), PLANS, rounds=9)


def run(name: str, description: str, plans: Path, rounds: int) -> None:
    """`python -m bench.<name>`: fills a database by bench.<name>_rows, measures, keeps the plans."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}", description=description)
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--plans", type=Path, default=plans)
    options = parser.parse_args()
    with database(options.postgres) as url, tempfile.TemporaryDirectory(prefix="digits-bench-") as folder:
        os.environ.update(DATABASE_URL=url, VAR_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings")
        filled = import_module(f"bench.{name}_rows")  # only now: Django reads its settings when it is imported
        filled.fill(options.rows)
        options.plans.write_text(filled.measure(options.rounds))


if __name__ == "__main__":
    main()
