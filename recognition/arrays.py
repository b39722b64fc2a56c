"""Many rows by one statement, as PostgreSQL does it soonest: the values come beside the statement, an array for each
column. Written into it, as Django's cursor does, they took the server three times as long: most of it was parsing."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.db import connection, models

Fields: TypeAlias = "Sequence[models.Field[Any, Any]]"


def table(fields: Fields) -> str:
    """To select from: a row called `new` for each of the values that `execute` is given."""
    arrays = ", ".join(f"{place(field)}[]" for field in fields)
    return f"unnest({arrays}) AS new({', '.join(str(field.column) for field in fields)})"


def place(field: "models.Field[Any, Any]") -> str:
    """For a value of this field. Without a length, so that what is too long is refused and not cut."""
    return f"%s::{str(field.db_type(connection)).partition('(')[0]}"


def execute(statement: str, rows: Sequence[Sequence[Any]], shared: Sequence[Any] = ()) -> int:
    """With `shared` values in its first places, and a table of `rows` in the others; how many were changed."""
    values = [*shared, *(list(column) for column in zip(*rows, strict=True))]
    psycopg: Any = connection.Database  # type: ignore[attr-defined]  # not of every backend; imported where it is in use
    with (
        connection.cursor() as opened,
        connection.wrap_database_errors,
        psycopg.Cursor(opened.connection) as cursor,
    ):
        cursor.execute(statement, values)
        return int(cursor.rowcount)
