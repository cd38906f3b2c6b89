"""Small decks for tests: users with the same videos, and a store that needs no database."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from app.feed import deck_file
from app.feed.progress import MAX_USER_ID
from app.feed.served import Served
from app.feed.store import Store
from tests.feed.blocks import CHARTS, NOW, block


def write(
    decks: Path,
    users: Sequence[int] = (1, 2, 5),
    deck: Sequence[int] = range(1, 201),
    charts: Mapping[str, Sequence[int]] = CHARTS,
) -> Path:
    return deck_file.write(decks, [block(users, deck)], charts, NOW)


def store(
    decks: Path,
    home: int | None = None,
    charts: Mapping[str, Sequence[int]] | None = None,
    last_member: int = MAX_USER_ID,
) -> Store:
    """A store as another process would have it."""

    def recover(_: Served) -> None:
        pass

    return Store(decks, lambda _: home, lambda: charts or {}, recover, lambda: last_member)


def stored(store: Store) -> dict[str, bytes]:
    """All cells of the progress in all snapshots that are kept."""
    files = (store.decks / "progress").rglob("*s")
    return {str(file): file.read_bytes() for file in files if file.name in {"places", "masks"}}


def taken(store: Store, user_id: int, sizes: Collection[int]) -> list[int]:
    """The ids of so many pages."""
    return [video for size in sizes for video in store.take(user_id, size).ids]
