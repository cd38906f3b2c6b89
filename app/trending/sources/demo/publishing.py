"""What is published in the demo world on one day, decided by the seed number and that day alone."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from app.trending.sources.demo.geography import PLACES
from app.trending.sources.demo.phrasebook import Genre, Phrasebook, phrasebooks
from app.trending.sources.demo.traits import TRAITS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DemoVideo:
    source_id: str
    origin: str
    genre: Genre
    title: str
    channel_id: str
    channel_title: str
    published_at: datetime
    duration_seconds: int | None
    tags: tuple[str, ...]
    hides_likes: bool
    hides_comments: bool


def published_on(seed: int, day: int) -> list[DemoVideo]:
    """The videos of a day, counted from the Unix epoch in UTC, by origin and genre.

    Days do not depend on each other, so that a world seen an hour later continues the one seen before.
    """
    return [
        video
        for origin, book in phrasebooks().items()
        for genre in book.genres
        for video in _publish(seed, day, origin, book, genre)
    ]


def _publish(seed: int, day: int, origin: str, book: Phrasebook, genre: Genre) -> Iterator[DemoVideo]:
    phase = _chance(f"{seed}:{genre.key}").uniform(0, 1000)
    for batch in range(int(day * genre.rate + phase), int((day + 1) * genre.rate + phase)):
        chance = _chance(f"{seed}:{genre.key}:{batch}")
        channel = int(len(genre.channels) * chance.random() ** 1.4)
        start = EPOCH + timedelta(days=day, hours=_hour(chance, origin), seconds=chance.randrange(3600))
        for position in range(genre.batch):
            published_at = start + timedelta(seconds=position * 300)
            yield _video(seed, origin, book, genre, batch * genre.batch + position, channel, published_at)


def _chance(name: str) -> Random:
    """Chance that its name decides, whatever PYTHONHASHSEED is."""
    return Random(name)  # noqa: S311 (nothing secret comes of it)


def _hour(chance: Random, origin: str) -> int:
    """The UTC hour of publication: any hour for the world, mostly the local afternoon elsewhere."""
    if origin not in PLACES:
        return chance.randrange(23)
    local = round(chance.triangular(6, 22, 16))
    return min((local - PLACES[origin].utc_offset) % 24, 22)


def _video(
    seed: int, origin: str, book: Phrasebook, genre: Genre, number: int, channel: int, published_at: datetime
) -> DemoVideo:
    name = f"{seed}:{genre.key}:video:{number}"
    chance = _chance(name)
    shortest, longest = TRAITS[genre.category].minutes
    return DemoVideo(
        source_id=urlsafe_b64encode(sha256(name.encode()).digest())[:11].decode(),
        origin=origin,
        genre=genre,
        title=book.title(genre, number, genre.channels[channel], published_at),
        channel_id=f"demo-{seed}-{genre.key}-{channel + 1}",
        channel_title=genre.channels[channel],
        published_at=published_at,
        duration_seconds=None if genre.live else round(60 * chance.triangular(shortest, longest, shortest * 1.5)),
        tags=tuple(chance.sample(genre.tags, min(len(genre.tags), chance.randint(2, 4)))),
        hides_likes=chance.random() < 0.02,
        hides_comments=not genre.comments or chance.random() < 0.015,
    )
