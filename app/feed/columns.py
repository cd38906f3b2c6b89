"""Rows of the database as arrays: PostgreSQL packs each column, and NumPy reads it as it is."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Double, Integer, Select, SmallInteger, cast, func, select

Arrays = dict[str, NDArray[Any]]
_HEADER_BYTES = 20
_CELLS = {Integer: ">i4", SmallInteger: ">i2", Double: ">f8"}


def columns(connection: Connection, rows: Select[*tuple[Any, ...]] | Any) -> Arrays:
    """The columns of a query by name. Each is an Integer, SmallInteger or Double and never NULL.

    All of them are in memory at once: the caller bounds the rows.
    """
    found = rows.subquery("found")
    packed = select(*(func.array_send(func.array_agg(column)) for column in found.c))
    compiled = packed.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  (it is open)
    with driver.cursor(binary=True) as cursor:
        cursor.execute(str(compiled), compiled.params)
        answer = cursor.fetchone()
    return {column.name: _unpacked(sent, column) for column, sent in zip(found.c, answer, strict=True)}


def seconds(moment: Any) -> ColumnElement[float]:
    """A time as seconds since 1970."""
    return cast(func.extract("epoch", moment), Double)


def whole(column: Any) -> ColumnElement[int]:
    """A number as `columns` takes it."""
    return cast(column, Integer)


def _unpacked(sent: bytes | None, column: ColumnElement[Any]) -> NDArray[Any]:
    """The elements of an array in PostgreSQL's binary form: after its header each has its length and its bytes."""
    cell = next(_CELLS[kind] for kind in type(column.type).__mro__ if kind in _CELLS)
    if sent is None:
        return np.zeros(0, np.dtype(cell).newbyteorder("="))
    elements = np.frombuffer(sent, [("length", ">i4"), ("value", cell)], offset=_HEADER_BYTES)
    return elements["value"].astype(np.dtype(cell).newbyteorder("="))
