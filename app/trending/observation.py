"""What a source hands over: videos as its charts held them, and what may be done with its counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Source(Protocol):
    """Where captures come from."""

    name: str
    """Stored with each capture and video; 20 characters at most."""

    derives: bool
    """Whether its terms let us derive metrics, such as growth, from its counts."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One video in one region's chart at one time. What the source does not tell, or hides, is None; never 0."""

    region_code: str
    captured_at: datetime
    source_id: str
    title: str
    rank: int | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    channel_id: str | None = None
    channel_title: str | None = None
    category_id: int | None = None
    language: str | None = None
    published_at: datetime | None = None
    duration_seconds: int | None = None
    thumbnail_url: str | None = None
    tags: tuple[str, ...] = ()
