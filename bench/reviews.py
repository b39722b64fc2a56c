"""`python -m bench.reviews`: how soon a reviewer's page and the admin's lists answer with a million predictions.

Makes a database of its own on the PostgreSQL of `--postgres`, fills it as `bench.history` does, measures each address
through Django's test client and drops the database in the end.
"""

import argparse
import os
import tempfile

from bench.history import database

DESK = "/admin/recognition/prediction/review"
LIST = "/admin/recognition/prediction/"
ADDRESSES = {
    "desk: one at a time": DESK,
    "desk: many at once": f"{DESK}?view=grid",
    "list": LIST,
    "list, page 20": f"{LIST}?p=20",
    "list: rejected (1 in 1,000)": f"{LIST}?decision__exact=rejected",
    "list: failed (none)": f"{LIST}?status__exact=failed",
    "list: a number nobody wrote": f"{LIST}?q=99999999",
    "list: a file name": f"{LIST}?q=scan-999999",
    "list: of a version": f"{LIST}?model=1",
    "reviews": "/admin/recognition/review/",
    "reviews: corrected": "/admin/recognition/review/?verdict__exact=corrected",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reviews", description=__doc__)
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with database(options.postgres) as url, tempfile.TemporaryDirectory(prefix="digits-bench-") as folder:
        os.environ.update(DATABASE_URL=url, VAR_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings")
        from bench.history_rows import fill, measure_addresses  # noqa: PLC0415 - reads its settings when imported

        fill(options.rows)
        measure_addresses(ADDRESSES, options.rounds)


if __name__ == "__main__":
    main()
