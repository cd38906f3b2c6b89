"""Whom a reader might follow, and why.

Nothing is counted over all members: of the reader the newest follows are looked at and of each of those again, and of
the site its newest follows. So the work is bounded however large the site is.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Integer, Select, and_, exists, func, literal, null, select, true
from sqlalchemy.orm import Session

from app.models import Follow, FollowRequest, User
from app.models.aliases import shared_alias
from app.social import visibility
from app.social.members import SeenMember, seen_select
from app.social.reader import Reader, Surface

READER, FRIEND = shared_alias(User, "reader"), shared_alias(User, "friend")
MINE, THEIRS = shared_alias(Follow, "mine"), shared_alias(Follow, "theirs")
MAX_FRIENDS, MAX_OF_EACH, MAX_LATELY = 100, 50, 500
"""How many that the reader follows are looked at, how many follows of each, and how many new follows of the site."""


class Reason(StrEnum):
    """Why somebody is suggested: people you follow follow them, they live in your home region, or many follow them."""

    FOLLOWED_BY = "followed_by"
    HOME_REGION = "home_region"
    MOST_FOLLOWED = "most_followed"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member to follow. With `FOLLOWED_BY`, `who` is one whom the reader follows and who follows the member, and
    `others` tells how many more do."""

    member: SeenMember
    reason: Reason
    who: str | None = None
    others: int = 0


def suggested(session: Session, reader: Reader, limit: int) -> list[Suggestion]:
    """At most `limit` members, those with the best reason first; at most one statement for each reason.

    Never whom the reader follows, has asked, blocks, mutes or is blocked by, and nobody private.
    """
    found: list[Suggestion] = []
    for reason, candidates in _sources(reader).items():
        wanted = limit - len(found)
        if wanted > 0:
            named = candidates.subquery("candidates")
            taken = [one.member.user.id for one in found]
            rows = seen_select(reader, named.c.who, named.c.others).join(named, named.c.id == User.id)
            rows = rows.where(_is_new_to(reader), User.id.not_in(taken))
            rows = rows.order_by(named.c.others.desc(), User.followers_count.desc(), User.id.desc()).limit(wanted)
            found += [
                Suggestion(SeenMember(*seen), reason, who, others) for *seen, who, others in session.execute(rows)
            ]
    return found


def _sources(reader: Reader) -> dict[Reason, Select[int, str | None, int]]:
    """Rows of a member's id, who follows them, and how many others do."""
    if reader.id is None:
        return {Reason.MOST_FOLLOWED: _followed_lately(true())}
    home = select(READER.home_region).where(READER.id == reader.id).scalar_subquery()
    return {
        Reason.FOLLOWED_BY: _followed_by_followed(reader),
        Reason.HOME_REGION: _followed_lately(User.home_region == home),
        Reason.MOST_FOLLOWED: _followed_lately(true()),
    }


def _followed_by_followed(reader: Reader) -> Select[int, str | None, int]:
    friends = (
        select(FRIEND.id, FRIEND.username)
        .join(MINE, MINE.followed_id == FRIEND.id)
        .where(MINE.follower_id == reader.id, visibility.sees_member(reader, Surface.HOME, FRIEND))
        .order_by(MINE.id.desc())
        .limit(MAX_FRIENDS)
        .subquery("friends")
    )
    of_each = (
        select(THEIRS.followed_id.label("id"))
        .where(THEIRS.follower_id == friends.c.id)
        .order_by(THEIRS.id.desc())
        .limit(MAX_OF_EACH)
        .lateral("of_each")
    )
    others = (func.count() - 1).cast(Integer).label("others")
    rows = select(of_each.c.id, func.min(friends.c.username).label("who"), others)
    return rows.select_from(friends).join(of_each, true()).group_by(of_each.c.id)


def _followed_lately(condition: ColumnElement[bool]) -> Select[int, str | None, int]:
    newest = select(Follow.followed_id.label("id")).order_by(Follow.id.desc()).limit(MAX_LATELY).subquery("newest")
    rows = select(newest.c.id, null().label("who"), literal(0).label("others")).distinct()
    return rows.join(User, User.id == newest.c.id).where(condition)


def _is_new_to(reader: Reader) -> ColumnElement[bool]:
    requested = exists().where(FollowRequest.requester_id == reader.id, FollowRequest.target_id == User.id)
    is_open = and_(visibility.sees_member(reader, Surface.HOME), ~User.is_private)
    return and_(is_open, ~visibility.follows(reader, User.id), ~requested, User.id.is_distinct_from(reader.id))
