"""Logins that last: begun, listed for their owner, ended one by one or all at once."""

import re
from datetime import datetime, timedelta
from ipaddress import ip_interface, ip_network
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.models import User, UserSession

Kind = Literal["page", "api"]

PAGE_LIFE = timedelta(days=1)
REMEMBERED_LIFE = timedelta(days=60)
API_LIFE = timedelta(days=30)
"""From the login, and for the interface from the latest refresh."""

SEEN_EVERY = timedelta(minutes=1)
MAX_SEEN = 20_000

_seen: dict[UUID, datetime] = {}
"""When this process last noted a session, so that most requests ask the database nothing."""

MAX_DEVICE_LENGTH = 80

_FAMILIES = (  # in this order, for most browsers also claim to be the ones below them
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iOS", r"iPhone|iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def begin(
    session: Session, user: User, kind: Kind, device: str, address: str, remember: bool, now: datetime
) -> UserSession:
    """A new session of `user`. Of `address` only the network is kept."""
    life = API_LIFE if kind == "api" else REMEMBERED_LIFE if remember else PAGE_LIFE
    begun = UserSession(
        user_id=user.id,
        kind=kind,
        version=user.session_version,
        device=device[:MAX_DEVICE_LENGTH],
        address=coarse(address),
        is_remembered=remember,
        created_at=now,
        last_seen_at=now,
        expires_at=now + life,
    )
    session.add(begun)
    session.flush()
    return begun


def mine(session: Session, user_id: int, now: datetime) -> list[UserSession]:
    """The sessions of a user that are good, the one seen last first."""
    good = select(UserSession).join(User).where(*_good(now), UserSession.version == User.session_version)
    order = UserSession.last_seen_at.desc(), UserSession.id
    return list(session.scalars(good.where(User.id == user_id).order_by(*order)))


def revoke(session: Session, user_id: int, session_id: UUID, now: datetime) -> bool:
    """End one session of a user; False when there is no such good one."""
    row = session.get(UserSession, session_id, with_for_update=True, populate_existing=True)
    if row is None or row.user_id != user_id or row.revoked_at is not None or row.expires_at <= now:
        return False
    row.revoked_at = now
    return True


def revoke_all(session: Session, user: User, now: datetime, keep: UUID | None = None) -> None:
    """End every session and token of a user but the session `keep`, by raising the user's version."""
    session.flush()  # or the refresh would undo what the caller has changed
    session.refresh(user, with_for_update=True)
    user.session_version += 1
    for row in session.scalars(select(UserSession).where(*_good(now), UserSession.user_id == user.id)):
        if row.id == keep:
            row.version = user.session_version
        else:
            row.revoked_at = now


def touch(session: Session, session_id: UUID, now: datetime) -> bool:
    """Note that a session was seen, at most once a minute; whether there is something to commit."""
    if now - _seen.get(session_id, now - SEEN_EVERY) < SEEN_EVERY:
        return False
    if len(_seen) >= MAX_SEEN:
        _seen.clear()
    _seen[session_id] = now
    before = UserSession.id == session_id, UserSession.last_seen_at <= now - SEEN_EVERY
    noted = session.scalar(update(UserSession).where(*before).values(last_seen_at=now).returning(UserSession.id))
    return noted is not None


def device_of(user_agent: str) -> str:
    """Enough of a `User-Agent` to know a device again: `Firefox on Linux`, or the name a program gives itself."""
    family = _first_of(_FAMILIES, user_agent)
    system = _first_of(_SYSTEMS, user_agent)
    if family:
        return f"{family} on {system}" if system else family
    program = re.match(r"[A-Za-z][\w.+-]*", user_agent)
    return program[0][:MAX_DEVICE_LENGTH] if program else "Unknown device"


def coarse(address: str) -> str:
    """The network of an IP address: /24 of IPv4, /48 of IPv6; empty for what is no address."""
    try:
        ip = ip_interface(address).ip
    except ValueError:
        return ""
    mapped = ip.ipv4_mapped if ip.version == 6 else None
    ip = mapped or ip
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def _good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return UserSession.revoked_at.is_(None), UserSession.expires_at > now


def _first_of(named: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for name, pattern in named if re.search(pattern, text)), None)
