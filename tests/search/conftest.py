"""Titles and posts to be found, by the cast: alice and bob write, charlie reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.search.query import Kind, parse
from app.search.results import Results, search
from app.social.reader import Reader
from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.cast import alice, bob, charlie
from tests.trending.worlds import GivenSource

__all__ = ["alice", "bob", "charlie"]

NOW = whole_hour(datetime.now(UTC))
Find = Callable[..., Results]
Publish = Callable[..., None]


@pytest.fixture
def publish(session: Session) -> Publish:
    """Makes videos with these titles, which are also their ids where they may be, as one chart of a region."""

    def publish(*titles: str, region: str = "PL", **told: object) -> None:
        facts = {"views": 1000, "category_id": 24, "published_at": NOW - timedelta(days=3)} | told
        chart = [
            Observation(region, NOW, f"{region}-{abs(hash(title))}", title, rank=rank, **facts)  # type: ignore[arg-type]
            for rank, title in enumerate(titles, 1)
        ]
        take_in(session, GivenSource(), chart)
        session.commit()

    return publish


@pytest.fixture
def find(session: Session) -> Find:
    """Searches for a text, ranking all kinds."""

    def find(text: str, reader: Reader | None = None, kinds: tuple[Kind, ...] = tuple(Kind)) -> Results:
        return search(session, reader or Reader(NOW), parse(text), kinds)

    return find
