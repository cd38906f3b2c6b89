"""What was found, as its reader sees it now."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Post, User, Video
from app.search import lookups
from app.search.query import Kind
from app.search.score import Hit
from app.social import members, posts
from app.social.members import SeenMember
from app.social.posts import SeenPost
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member
from app.trending.facts import VideoFacts, facts_select

Found = VideoFacts | SeenPost | SeenMember | str


@dataclass(frozen=True, slots=True)
class Item:
    """A hit, and what it is: a video, a post, a member, or the name of a tag."""

    hit: Hit
    found: Found


def items(session: Session, reader: Reader, hits: Collection[Hit]) -> list[Item]:
    """The hits in their order, in at most four statements; what the reader does not see any more is left out."""
    found: dict[tuple[Kind, int | str], Found] = {
        **{(Kind.TAG, hit.key): str(hit.key) for hit in hits},
        **_videos(session, _keys(hits, Kind.VIDEO)),
        **_posts(session, reader, _keys(hits, Kind.POST)),
        **_people(session, reader, _keys(hits, Kind.PERSON)),
    }
    return [Item(hit, found[hit.kind, hit.key]) for hit in hits if (hit.kind, hit.key) in found]


def _keys(hits: Collection[Hit], kind: Kind) -> list[int]:
    return [int(hit.key) for hit in hits if hit.kind is kind]


def _videos(session: Session, keys: list[int]) -> dict[tuple[Kind, int | str], Found]:
    rows = session.execute(facts_select().where(Video.id.in_(keys))).all() if keys else []
    facts = lookups.facts(session, rows) if rows else []
    return {(Kind.VIDEO, row.key): one for row, one in zip(rows, facts, strict=True)}


def _posts(session: Session, reader: Reader, keys: list[int]) -> dict[tuple[Kind, int | str], Found]:
    if not keys:
        return {}
    rows = session.execute(posts.listed_select(reader, Surface.SEARCH).where(Post.id.in_(keys)))
    seen = (posts.seen_from(row, reader, Surface.SEARCH) for row in rows)
    return {(Kind.POST, one.post.id): one for one in seen}


def _people(session: Session, reader: Reader, keys: list[int]) -> dict[tuple[Kind, int | str], Found]:
    if not keys:
        return {}
    rows = members.seen_select(reader).where(User.id.in_(keys), sees_member(reader, Surface.SEARCH))
    return {(Kind.PERSON, row[0].id): SeenMember(*row) for row in session.execute(rows)}
