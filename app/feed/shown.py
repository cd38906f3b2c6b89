"""Writes down what decks have shown, before other decks take their place and positions begin anew."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ARRAY, Integer, bindparam, column, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.feed import fallback, settings
from app.feed.deck_parts import Refused
from app.feed.progress import POSITION
from app.feed.served import Reached, Served
from app.feed.snapshots import numbers, open_snapshot
from app.models import DeckPosition, DeckSeen, TasteSettings, User, Video

_BLOCK = 2000


def settle(session: Session, decks: Path, since: datetime | None) -> Iterator[int]:
    """Mark as seen what was shown to members in their decks and the charts behind, if they moved after `since`.

    Gives how many videos were new to the ledger after each block of members, which the caller commits. What was
    settled before stays as it is, so it may be ended and begun again at any time.
    """
    opened: dict[int, Served | None] = {}
    kept, last = numbers(decks), 0
    while True:
        moved = (DeckPosition.snapshot, DeckPosition.position, DeckPosition.mask, DeckPosition.updated_at)
        rows = select(DeckPosition.user_id, *moved, User.home_region, TasteSettings.languages)
        rows = rows.join(User, User.id == DeckPosition.user_id)
        rows = rows.outerjoin(TasteSettings, TasteSettings.user_id == User.id)
        rows = rows.where(DeckPosition.user_id > last, or_(DeckPosition.position > 0, DeckPosition.mask != b""))
        if since is not None:
            rows = rows.where(DeckPosition.updated_at > since)
        found = session.execute(rows.order_by(DeckPosition.user_id).limit(_BLOCK)).all()
        if not found:
            return
        last = found[-1].user_id
        seen = [
            (row.user_id, video_id, row.updated_at) for row in found for video_id in _shown(decks, kept, row, opened)
        ]
        yield _mark(session, seen) if seen else 0


def _opened(decks: Path, number: int, opened: dict[int, Served | None]) -> Served | None:
    if number not in opened:
        try:
            opened[number] = Served(decks, open_snapshot(decks / str(number)))
        except Refused:  # it is gone, and what was shown of it is not known any more
            opened[number] = None
    return opened[number]


def _shown(decks: Path, kept: list[int], row: Any, opened: dict[int, Served | None]) -> set[int]:
    """What a member came past and was not masked, for then it was passed over, or the snapshot before had shown it.

    The charts stood in the order of their home unless this machine knows better.
    """
    home = fallback.region_index(settings.home_from(row.home_region, row.languages))

    def reached(number: int) -> Reached | None:
        served = _opened(decks, number, opened)
        return None if served is None else served.reached(row.user_id, lambda _: home)

    there = reached(row.snapshot)
    if there is None:
        return set()
    there = replace(there, place=there.place & ~POSITION | row.position, mask=int.from_bytes(row.mask, "little"))
    former = reached(max((number for number in kept if number < row.snapshot), default=0)) if row.mask else None
    return there.shown(former)


def _mark(session: Session, seen: list[tuple[int, int, datetime]]) -> int:
    given: dict[str, Any] = dict(zip(("users", "videos", "times"), map(list, zip(*seen, strict=True)), strict=True))
    pairs = func.unnest(
        bindparam("users", given["users"], ARRAY(Integer)),
        bindparam("videos", given["videos"], ARRAY(Integer)),
        bindparam("times", given["times"], ARRAY(DeckSeen.seen_at.type)),
    ).table_valued(column("user_id", Integer), column("video_id", Integer), column("at", DeckSeen.seen_at.type))
    pairs = pairs.render_derived(name="pairs")
    rows = (
        select(pairs.c.user_id, pairs.c.video_id, pairs.c.at)
        .join(User, User.id == pairs.c.user_id)
        .join(Video, Video.id == pairs.c.video_id)
    )
    marked = insert(DeckSeen).from_select(["user_id", "video_id", "seen_at"], rows).on_conflict_do_nothing()
    return session.connection().execute(marked, execution_options={"preserve_rowcount": True}).rowcount
