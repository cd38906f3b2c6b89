"""Pages of a member's deck: what the store holds, told with facts and reasons, and without what is out by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false
from sqlalchemy.orm import Session

from app.feed import contexts, exclusions, standing
from app.feed.contexts import Stated
from app.feed.cursor import Place
from app.feed.deck_parts import DECK_LENGTH
from app.feed.reasons import Reason
from app.feed.served import DeckItem, Reached
from app.feed.settings import DeckSettings
from app.feed.store import NoDeck, Store
from app.feed.taste import Traits
from app.models import Video
from app.social.reader import Reader, Surface
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now

DEFAULT_SIZE, MAX_SIZE = 25, 50


@dataclass(frozen=True, slots=True)
class Item:
    """A video at its position in a deck, and why it is there."""

    position: int
    video: VideoFacts
    stated: Stated


@dataclass(frozen=True, slots=True)
class Page:
    """Items in the order of the deck. `place` is what a cursor holds, whose end is where the next page begins; None
    where there is neither a deck nor a chart yet.

    `is_caught_up` tells that there is no next page: the deck ends here, however many charts there are. `chosen` is how
    many positions hold what was chosen for the member; those behind go on with charts.
    """

    items: list[Item]
    place: Place | None
    is_caught_up: bool
    chosen: int = 0

    @property
    def following(self) -> Place | None:
        """What a cursor to the next page holds."""
        return None if self.is_caught_up else self.place


def page(
    session: Session, store: Store, reader: Reader, theirs: DeckSettings, size: int, after: Place | None = None
) -> Page:
    """The next `size` items where the member is, or after a page that was given; changes nothing. Raises `DeckGone`."""
    try:
        reached = store.reached(_member(reader), after.snapshot if after else None)
    except NoDeck:
        return Page([], None, True)
    begin = after.end if after else reached.position
    found: list[tuple[DeckItem, Any]] = []
    position = begin if begin < DECK_LENGTH else None
    while position is not None and len(found) < size:
        held, position = _held(reached, position)
        found += _shown(session, reader, theirs, held, reached.number)
    more = len(found) > size or position is not None
    found = found[:size]
    end = found[-1][0].position + 1 if more else DECK_LENGTH
    return Page(_items(session, reader, found), Place(reached.number, begin, end), not more, reached.chosen)


def _member(reader: Reader) -> int:
    if reader.id is None:
        raise ValueError("only members have decks")
    return reader.id


def _held(reached: Reached, position: int) -> tuple[list[DeckItem], int | None]:
    held, following = reached.items(position, min(MAX_SIZE, DECK_LENGTH - position))
    held = [one for one in held if one.position < DECK_LENGTH]  # passing over masked ones leads further
    return held, following if following is not None and following < DECK_LENGTH else None


def _shown(
    session: Session, reader: Reader, theirs: DeckSettings, held: list[DeckItem], number: int
) -> Iterator[tuple[DeckItem, Any]]:
    """Those that are not out by now, with the rows of their facts."""
    since = standing.built_at(number)
    out = exclusions.is_out(_member(reader), since)
    pattern = reader.hiding_pattern(Surface.HOME)
    muted = Video.folded.regexp_match(pattern) if pattern else false()
    columns = (Video.channel_id.label("channel_key"), Video.tags, (out | muted).label("out"))
    rows = session.execute(facts_select(*columns).where(Video.id.in_([one.video_id for one in held])))
    by_key = {row.key: row for row in rows}
    for one in held:
        row = by_key.get(one.video_id)
        if row is not None and not row.out and not exclusions.is_unwanted(_traits(row), one, theirs, since):
            yield one, row


def _traits(row: Any) -> Traits:
    return Traits(
        row.key,
        row.source_id,
        row.title,
        row.channel_key,
        row.channel_title,
        row.category_id,
        row.category,
        tuple(row.tags),
        row.language,
    )


def _items(session: Session, reader: Reader, found: list[tuple[DeckItem, Any]]) -> list[Item]:
    regions = regions_now(session, {row.key for _, row in found})
    held = [(one.video_id, Reason(one.reason), one.context) for one, _ in found]
    return [
        Item(one.position, facts_from(row, regions.get(row.key, [])), stated)
        for (one, row), stated in zip(found, contexts.stated(session, reader, held), strict=True)
    ]
