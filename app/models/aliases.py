"""Aliases of tables that all statements share: to make one for each request took most of the time of a statement."""

from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import aliased

M = TypeVar("M")


def shared_alias(model: type[M], name: str) -> type[M]:
    """An alias that threads may begin to use at once.

    SQLAlchemy notes which column of an alias stands for which of the table when it is first asked, and without a lock:
    a thread that comes upon half of the notes would put the table beside the alias, for as long as the process lives.
    """
    made = aliased(model, name=name)
    entity = inspect(made)
    entity.selectable.corresponding_column(entity.mapper.local_table.columns[0])
    return made
