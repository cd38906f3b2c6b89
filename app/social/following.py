"""Following: whom a member reads, and the requests for it that private members approve."""

from typing import Literal

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, contains_eager

from app.accounts.viewers import Viewer
from app.models import Follow, FollowRequest, User
from app.social.locks import lock_members
from app.social.members import OnlyOthers, UnknownMember
from app.social.paging import Page, Window
from app.social.reader import Reader, Surface
from app.social.visibility import is_block_between, sees_member

State = Literal["following", "requested"]


class UnknownRequest(LookupError):
    """No such member waits for an approval."""

    def __init__(self) -> None:
        super().__init__("This member does not wait for your approval.")


def follow(session: Session, viewer: Viewer, target: User) -> State:
    """Follow a member, or ask a private one for it; done again it changes nothing.

    Raises `OnlyOthers`, and `UnknownMember` when one of the two has blocked the other.
    """
    if target.id == viewer.id:
        raise OnlyOthers("You cannot follow yourself.")
    lock_members(session, viewer.id, target.id)
    follows, waits = exists().where(_is_follow(viewer.id, target.id)), exists().where(_is_request(viewer.id, target.id))
    can_be_followed = and_(User.activated_at.is_not(None), ~is_block_between(viewer.id, target.id))
    row = session.execute(select(User.is_private, follows, waits).where(User.id == target.id, can_be_followed))
    match row.one_or_none():
        case None:
            raise UnknownMember(target.username)
        case (_, True, _):
            return "following"
        case (True, _, waiting):
            if not waiting:
                session.execute(insert(FollowRequest).values(requester_id=viewer.id, target_id=target.id))
            return "requested"
    session.execute(insert(Follow).values(follower_id=viewer.id, followed_id=target.id))
    return "following"


def unfollow(session: Session, viewer: Viewer, target: User) -> None:
    """Follow a member no longer, and ask them no longer either; done again it changes nothing."""
    lock_members(session, viewer.id, target.id)
    session.execute(delete(Follow).where(_is_follow(viewer.id, target.id)))
    session.execute(delete(FollowRequest).where(_is_request(viewer.id, target.id)))


def remove_follower(session: Session, viewer: Viewer, follower: User) -> None:
    """Have a member follow the viewer no longer, who is not told; done again it changes nothing."""
    lock_members(session, viewer.id, follower.id)
    session.execute(delete(Follow).where(_is_follow(follower.id, viewer.id)))


def requests(session: Session, reader: Reader, window: Window) -> Page[FollowRequest]:
    """Who waits for the reader's approval, with the members, the newest first."""
    rows = select(FollowRequest).join(FollowRequest.requester)
    rows = rows.where(FollowRequest.target_id == reader.id, sees_member(reader, Surface.DIRECT))
    taken = session.scalars(window.apply(rows.options(contains_eager(FollowRequest.requester)), FollowRequest.id))
    return window.page(taken.all())


def approve(session: Session, viewer: Viewer, requester_id: int) -> None:
    """Let somebody follow who has asked for it. Raises `UnknownRequest`."""
    decline(session, viewer, requester_id)
    approved = insert(Follow).values(follower_id=requester_id, followed_id=viewer.id)
    session.execute(approved.on_conflict_do_nothing())


def decline(session: Session, viewer: Viewer, requester_id: int) -> None:
    """Take a request away, of which nobody is told. Raises `UnknownRequest`."""
    lock_members(session, requester_id, viewer.id)
    ended = delete(FollowRequest).where(_is_request(requester_id, viewer.id)).returning(FollowRequest.id)
    if session.scalar(ended) is None:
        raise UnknownRequest


def approve_all(session: Session, user_id: int) -> None:
    """Let everybody follow who waits for it. The caller has locked the member, and changed none of their columns yet:
    the rows whose counts change are locked in the order of ids, as the triggers do for one follow."""
    waiting = select(FollowRequest.requester_id).where(FollowRequest.target_id == user_id)
    counted = select(User.id).where(or_(User.id == user_id, User.id.in_(waiting))).order_by(User.id)
    session.execute(counted.with_for_update(key_share=True))
    columns = [Follow.follower_id, Follow.followed_id]
    approved = select(FollowRequest.requester_id, FollowRequest.target_id).where(FollowRequest.target_id == user_id)
    session.execute(insert(Follow).from_select(columns, approved).on_conflict_do_nothing())
    session.execute(delete(FollowRequest).where(FollowRequest.target_id == user_id))


def sever(session: Session, one_id: int, other_id: int) -> None:
    """End every follow and request between two members. The caller has locked both."""
    session.execute(delete(Follow).where(or_(_is_follow(one_id, other_id), _is_follow(other_id, one_id))))
    session.execute(delete(FollowRequest).where(or_(_is_request(one_id, other_id), _is_request(other_id, one_id))))


def _is_follow(follower_id: int, followed_id: int) -> ColumnElement[bool]:
    return and_(Follow.follower_id == follower_id, Follow.followed_id == followed_id)


def _is_request(requester_id: int, target_id: int) -> ColumnElement[bool]:
    return and_(FollowRequest.requester_id == requester_id, FollowRequest.target_id == target_id)
