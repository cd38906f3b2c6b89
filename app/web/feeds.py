"""Atom documents (RFC 4287): what they hold, and their answers."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import request
from werkzeug.wrappers import Response

from app.web import documents

CACHE_SECONDS = 300

NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without entries was updated: the format wants a time, and one that stays lets readers get a 304."""

_AUTHORITY = re.compile(r"[a-z0-9.-]+")


@dataclass(slots=True)
class Entry:
    """One thing that happened. `id` is a tag URI that never changes; `author` is None for Upswell itself."""

    id: str
    title: str
    url: str
    happened_at: datetime
    summary: str
    author: str | None = None
    category: str | None = None


@dataclass(slots=True)
class Feed:
    """A list as it changes, the newest entry first. `page_url` is the page that shows the same; `updated_at` is
    None where that is the time of the newest entry."""

    id: str
    title: str
    subtitle: str
    self_url: str
    page_url: str
    entries: list[Entry]
    updated_at: datetime | None = None


def tag(*parts: str) -> str:
    """A tag URI (RFC 4151) of this site's host without its port; of `upswell` where that is no name."""
    host = request.host.lower().partition(":")[0]
    return f"tag:{host if _AUTHORITY.fullmatch(host) else 'upswell'},2026:{'/'.join(parts)}"


def moment(at: datetime) -> str:
    """A time as a part of a tag."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def answer(feed: Feed) -> Response:
    """The feed; who has it gets 304."""
    updated_at = feed.updated_at or max((entry.happened_at for entry in feed.entries), default=NOTHING_YET)
    return documents.xml("outward/feed.xml", "application/atom+xml", CACHE_SECONDS, feed=feed, updated_at=updated_at)
