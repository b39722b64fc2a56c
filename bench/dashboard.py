"""`python -m bench.dashboard`: how soon the dashboard answers with a million readings of one month, 20,000 of them
reviewed.

Makes a database of its own on the PostgreSQL of `--postgres` and drops it in the end; how PostgreSQL answered the
slowest queries goes to `--plans`.
"""

from pathlib import Path

from bench.history import run

PLANS = Path(__file__).parent / "dashboard-plans.txt"


def main() -> None:
    run("dashboard", str(__doc__), PLANS, rounds=5)


if __name__ == "__main__":
    main()
