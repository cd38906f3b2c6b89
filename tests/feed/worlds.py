"""Small worlds for builds: charts of regions, what the cast does with their videos, and the decks that come of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed import builder
from app.feed.members import Database
from app.feed.reasons import Reason
from app.feed.snapshots import open_snapshot
from app.models import REGIONS, Follow, User, Video, VideoLike
from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.trending.worlds import GivenSource

NOW = whole_hour(datetime.now(UTC))
OLD = NOW - timedelta(days=90)
REGION_CODES = list(REGIONS)


class Placed(NamedTuple):
    """An item of a deck: the source's id of its video, and why it is there."""

    video: str
    reason: Reason
    context: int


def publish(session: Session, region: str, *videos: str, published_at: datetime = OLD, **told: object) -> None:
    """One chart of a region with these videos, each of a channel of its own unless it is told."""
    facts = {"views": 1000, "published_at": published_at, "language": REGIONS[region].language}
    chart = [
        Observation(
            region, NOW, video, f"Title of {video}", rank=rank, **{"channel_id": f"of-{video}", **facts, **told}
        )  # type: ignore[arg-type]
        for rank, video in enumerate(videos, 1)
    ]
    take_in(session, GivenSource(), chart)
    session.commit()


def key(session: Session, source_id: str) -> int:
    return session.scalars(select(Video.id).where(Video.source_id == source_id)).one()


def video(session: Session, source_id: str) -> Video:
    return session.scalars(select(Video).where(Video.source_id == source_id)).one()


def like(session: Session, user: User, *source_ids: str, days_ago: float = 1) -> None:
    at = NOW - timedelta(days=days_ago)
    session.add_all(VideoLike(user_id=user.id, video_id=key(session, one), created_at=at) for one in source_ids)
    session.commit()


def follow(session: Session, follower: User, followed: User) -> None:
    session.add(Follow(follower_id=follower.id, followed_id=followed.id))
    session.commit()


def settle_in(session: Session, user: User, region: str | None) -> None:
    user.home_region = region
    session.commit()


def build(session: Session, decks: Path, seed: int = 1) -> Path:
    """A snapshot of what the test's transaction holds."""
    session.flush()
    return builder.write(Database(session.connection(), NOW), decks, NOW, seed, lambda *_: None).folder


def deck(session: Session, decks: Path, user: User, seed: int = 1) -> list[Placed]:
    """The deck that a build makes for a member now."""
    snapshot = open_snapshot(build(session, decks, seed))
    names = dict(session.execute(select(Video.id, Video.source_id)).all())
    told = snapshot.ids_of(user.id), snapshot.reasons_of(user.id), snapshot.contexts_of(user.id)
    return [Placed(names[one], Reason(reason), context) for one, reason, context in zip(*told, strict=True)]


def reasons(placed: list[Placed], *videos: str) -> list[tuple[Reason, int] | None]:
    """Why these videos are there, with the context; None for one that is not."""
    found = {one.video: (one.reason, one.context) for one in placed}
    return [found.get(one) for one in videos]
