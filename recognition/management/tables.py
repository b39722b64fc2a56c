"""For commands that read or write rows: where there are no tables yet, one sentence instead of a traceback."""

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


class TablesCommand(BaseCommand):
    requires_migrations_checks = True

    def check_migrations(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from None
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "The database is empty or older than this program: start the system (make run), or manage.py migrate."
            )
