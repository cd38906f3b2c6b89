"""Titles of categories and channels: read from the rows of a table, and written over the older ones."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Category, Channel
from app.trending.captures import Stored
from app.trending.sources.files import fields
from app.trending.sources.files.families import GROWTH_CHANNELS, Titles
from app.trending.sources.files.fields import FieldError
from app.trending.sources.files.line import Line

Title = tuple[int | str, str]
"""A category's number or a channel's source id, and its title."""

_BATCH = 5_000
_NUMBER = re.compile(r"[0-9]{1,9}")


def read(family: Titles, header: Sequence[str], rows: Iterable[Line[str]]) -> Iterator[Line[Title]]:
    """A line for each row after the header, in order."""
    id_at, title_at = header.index(family.id), header.index(family.title)
    for row in rows:
        try:
            if row.reason or len(row.raw) < len(header) or any(row.raw[len(header) :]):
                raise FieldError(row.reason or "wrong number of fields")
            title = fields.title(row.raw[title_at])
            key = _key(family, row.raw[id_at].strip())
        except FieldError as error:
            yield Line(row.number, row.raw, reason=str(error))
        else:
            yield Line(row.number, row.raw, ((key, title),), repaired=title != row.raw[title_at].strip())


def _key(family: Titles, text: str) -> int | str:
    if not _NUMBER.fullmatch(text):
        raise FieldError("id that is not a number")
    if family.of == "channels":
        return GROWTH_CHANNELS + text
    if int(text) >= 2**15:
        raise FieldError("id that is not a number")
    return int(text)


def store(session: Session, of: str, titles: Sequence[Title]) -> Stored:
    """Write titles whose ids differ, making what did not exist; nothing is committed."""
    stored = Stored()
    for start in range(0, len(titles), _BATCH):
        _store_batch(session, of, dict(titles[start : start + _BATCH]), stored)
    return stored


def _store_batch(session: Session, of: str, titles: dict[int | str, str], stored: Stored) -> None:
    table: type[Category] | type[Channel] = Category if of == "categories" else Channel
    key = table.id if table is Category else Channel.source_id
    known = dict(session.execute(select(key, table.title).where(key.in_(titles))).all())
    changed = [{key.key: id_, "title": title} for id_, title in titles.items() if known.get(id_) != title]
    stored.unchanged += len(titles) - len(changed)
    stored.updated += sum(row[key.key] in known for row in changed)
    stored.new += sum(row[key.key] not in known for row in changed)
    if changed:
        write = insert(table).values(changed)
        session.execute(write.on_conflict_do_update(index_elements=[key], set_={"title": write.excluded.title}))
