"""Hiding members from each other: blocks, that both notice, and mutes, of which only the muter knows."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, contains_eager

from app.accounts.viewers import Viewer
from app.models import Block, Mute, User
from app.models.aliases import shared_alias
from app.social import following
from app.social.locks import lock_members
from app.social.members import OnlyOthers, UnknownMember, is_named
from app.social.paging import Page, Window
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member

MUTE = shared_alias(Mute, "mute")


def find(session: Session, reader: Reader, named: int | str) -> User:
    """The member whom the reader sees, or does not because they block them. Raises `UnknownMember`."""
    blocks = exists().where(Block.blocker_id == reader.id, Block.blocked_id == User.id)
    user = session.scalar(select(User).where(is_named(named), or_(sees_member(reader, Surface.DIRECT), blocks)))
    if user is None:
        raise UnknownMember(named)
    return user


def block(session: Session, viewer: Viewer, target: User) -> None:
    """Keep a member and the viewer apart, and end what was between them; done again it changes nothing.

    Raises `OnlyOthers`.
    """
    if target.id == viewer.id:
        raise OnlyOthers("You cannot block yourself.")
    lock_members(session, viewer.id, target.id)
    following.sever(session, viewer.id, target.id)
    session.execute(insert(Block).values(blocker_id=viewer.id, blocked_id=target.id).on_conflict_do_nothing())


def unblock(session: Session, viewer: Viewer, target: User) -> None:
    """Block a member no longer, who does not follow again by that; done again it changes nothing."""
    session.execute(delete(Block).where(Block.blocker_id == viewer.id, Block.blocked_id == target.id))


def mute(session: Session, viewer: Viewer, target: User, expires_at: datetime | None) -> None:
    """Keep a member out of the viewer's lists until then, or for good; done again the new time holds.

    Raises `OnlyOthers`.
    """
    if target.id == viewer.id:
        raise OnlyOthers("You cannot mute yourself.")
    muted = insert(Mute).values(muter_id=viewer.id, muted_id=target.id, expires_at=expires_at)
    session.execute(
        muted.on_conflict_do_update(index_elements=["muter_id", "muted_id"], set_={"expires_at": expires_at})
    )


def unmute(session: Session, viewer: Viewer, target: User) -> None:
    """Mute a member no longer; done again it changes nothing."""
    session.execute(delete(Mute).where(Mute.muter_id == viewer.id, Mute.muted_id == target.id))


def blocked(session: Session, viewer: Viewer, window: Window) -> Page[Block]:
    """Whom the viewer blocks, with the members, the newest block first."""
    rows = select(Block).join(Block.blocked).where(Block.blocker_id == viewer.id)
    rows = rows.options(contains_eager(Block.blocked))
    return window.page(session.scalars(window.apply(rows, Block.id)).all())


def muted(session: Session, reader: Reader, window: Window) -> Page[Mute]:
    """Whom the reader mutes now, with the members, the newest mute first; those who block the reader are left out."""
    is_on = or_(MUTE.expires_at.is_(None), MUTE.expires_at > reader.now)
    rows = select(MUTE).join(MUTE.muted).where(MUTE.muter_id == reader.id, is_on)
    rows = rows.where(sees_member(reader, Surface.DIRECT)).options(contains_eager(MUTE.muted))
    return window.page(session.scalars(window.apply(rows, MUTE.id)).all())
