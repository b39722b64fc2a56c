"""`python -m bench.dashboard`: how soon the dashboard answers with a million readings of one month, 20,000 of them
reviewed.

Makes a database of its own on the PostgreSQL of `--postgres` and drops it in the end; how PostgreSQL answered the
slowest queries goes to `--plans`.
"""

import argparse
import os
import tempfile
from pathlib import Path

from bench.history import database

PLANS = Path(__file__).parent / "dashboard-plans.txt"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.dashboard", description=__doc__)
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plans", type=Path, default=PLANS)
    options = parser.parse_args()
    with database(options.postgres) as url, tempfile.TemporaryDirectory(prefix="digits-bench-") as folder:
        os.environ.update(DATABASE_URL=url, VAR_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings")
        from bench.dashboard_rows import fill, measure  # noqa: PLC0415 - Django reads its settings when it is imported

        fill(options.rows)
        options.plans.write_text(measure(options.rounds))


if __name__ == "__main__":
    main()
