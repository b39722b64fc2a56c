"""Statements that run for every reading, written by hand: Django's compiler took a third of a worker's processor time.

Fields are converted as Django does it, and the database's errors come as Django's. A model that is finished here has
an `id`, `attempts`, `started_at` and `finished_at`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, models

from recognition import arrays

Model: TypeAlias = type[models.Model]
Fields: TypeAlias = "Sequence[models.Field[Any, Any]]"


def insert(row: models.Model) -> None:
    """A new row, with every field as it stands in `row`."""
    statement, fields = _insertion(type(row))
    values = [_prepared(field, field.pre_save(row, True)) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    row._state.adding = False  # noqa: SLF001 - what Django's save() says of a row that is there
    row._state.db = connection.alias  # noqa: SLF001


def insert_all(pattern: models.Model, rows: Sequence[Mapping[str, Any]]) -> None:
    """A new row for each of `rows`, with what it says, all of the same fields; the others are as `pattern` has them."""
    varying = tuple(rows[0])
    shared = {
        field.name: _prepared(field, field.pre_save(pattern, True))
        for field in _insertion(type(pattern))[1]
        if field.name not in varying
    }
    given = {name: value for name, value in shared.items() if value is not None}
    statement, fields = _insertions(type(pattern), varying, tuple(given), connection.vendor)
    values = [[_prepared(field, value) for field, value in zip(fields, row.values(), strict=True)] for row in rows]
    if connection.vendor == "postgresql":
        arrays.execute(statement, values, list(given.values()))
    else:
        with connection.cursor() as cursor:
            cursor.executemany(statement, [[*row, *given.values()] for row in values])


def begin(row: models.Model, at: datetime, most: int, needed: tuple[str, ...]) -> bool:
    """One attempt more, unless it has had `most` or is finished; then `row` has what stands in the `needed` fields."""
    statement, fields = _beginning(type(row), needed)
    key = row._meta.pk.get_db_prep_value(row.pk, connection)  # noqa: SLF001 - `_meta` is Django's documented name
    with connection.cursor() as cursor:
        cursor.execute(statement, [connection.ops.adapt_datetimefield_value(at), key, most])
        found = cursor.fetchall()
    for field, value in zip(fields, found[0] if found else (), strict=False):
        read = getattr(field, "from_db_value", None)
        setattr(row, field.attname, read(value, None, connection) if read else value)
    return bool(found)


def begin_all(model: Model, ids: Collection[UUID], at: datetime, needed: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """One attempt more of those that were sent and that nobody has begun or finished; their `needed` fields, as the
    database has them."""
    key = model._meta.pk  # noqa: SLF001
    keys = [_prepared(key, pk) for pk in ids]
    statement = (
        f"UPDATE {model._meta.db_table} SET attempts = attempts + 1, started_at = %s "  # noqa: S608, SLF001 - our names
        f"WHERE id IN ({', '.join(['%s'] * len(keys))}) AND started_at IS NULL AND finished_at IS NULL "
        f"AND enqueued_at IS NOT NULL RETURNING {_names(_fields(model, needed))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [connection.ops.adapt_datetimefield_value(at), *keys])
        return list(cursor.fetchall())


def finish(model: Model, rows: Sequence[tuple[UUID, Mapping[str, Any]]]) -> int:
    """Each (id, fields) whose row is not finished yet, all of the same fields in the same order; how many were not."""
    together = len(rows) > 1 and connection.vendor == "postgresql"
    statement, fields = _finishing(model, tuple(rows[0][1]), together)
    values = [
        [_prepared(field, value) for field, value in zip(fields, (*new.values(), pk), strict=True)] for pk, new in rows
    ]
    if together:
        return arrays.execute(statement, values)
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
        return int(cursor.rowcount)


@cache
def _insertion(model: Model) -> tuple[str, Fields]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({_names(fields)}) VALUES ({places})", fields  # noqa: S608, SLF001 - our names


@cache
def _insertions(model: Model, varying: tuple[str, ...], shared: tuple[str, ...], vendor: str) -> tuple[str, Fields]:
    new, same = _fields(model, varying), _fields(model, shared)
    if vendor == "postgresql":
        rows = f"SELECT {', '.join(['new.*', *map(arrays.place, same)])} FROM {arrays.table(new)}"  # noqa: S608 - our names
    else:
        rows = f"VALUES ({', '.join(['%s'] * len([*new, *same]))})"
    return f"INSERT INTO {model._meta.db_table} ({_names([*new, *same])}) {rows}", new  # noqa: SLF001


@cache
def _beginning(model: Model, needed: tuple[str, ...]) -> tuple[str, Fields]:
    fields = _fields(model, needed)
    return (
        f"UPDATE {model._meta.db_table} SET attempts = attempts + 1, started_at = %s "  # noqa: S608, SLF001 - our names
        f"WHERE id = %s AND finished_at IS NULL AND attempts < %s RETURNING {_names(fields)}"
    ), fields


@cache
def _finishing(model: Model, names: tuple[str, ...], together: bool) -> tuple[str, Fields]:
    fields = _fields(model, (*names, "id"))
    *changed, key = fields
    table = model._meta.db_table  # noqa: SLF001
    if together:
        changes = ", ".join(f"{field.column} = new.{field.column}" for field in changed)
        which = f"FROM {arrays.table(fields)} WHERE {table}.{key.column} = new.{key.column}"
    else:
        changes, which = ", ".join(f"{field.column} = %s" for field in changed), f"WHERE {key.column} = %s"
    return f"UPDATE {table} SET {changes} {which} AND {table}.finished_at IS NULL", fields  # noqa: S608 - our names


def _prepared(field: "models.Field[Any, Any]", value: Any) -> Any:
    """As the database's driver takes it. Most of a row's fields are still empty, and NULL in every type."""
    return None if value is None else field.get_db_prep_save(value, connection)


def _names(fields: Fields) -> str:
    return ", ".join(str(field.column) for field in fields)


def _fields(model: Model, names: tuple[str, ...]) -> Fields:
    columns = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001
    return [columns[name] for name in names]
