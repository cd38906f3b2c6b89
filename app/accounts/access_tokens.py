"""What programs prove themselves with: access tokens of minutes, and refresh tokens that are good once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.secrets import hash_secret, new_secret
from app.infra import signing
from app.models import RefreshToken, User, UserSession

ALGORITHM = "HS256"
ISSUER = "upswell"
AUDIENCE = "upswell-api"
LIFE = timedelta(minutes=15)
SKEW = timedelta(minutes=2)
"""How far behind the clock of the machine that checks may be. A token never lives longer for it."""

_PURPOSE = "access token"


class BadToken(Exception):
    """The access token is not one of ours, or it was changed."""


class ExpiredToken(BadToken):
    """The access token was good until `exp`."""


class BadRefreshToken(Exception):
    """Nobody was given this refresh token, or it is too old, or its session has ended."""


class ReusedToken(BadRefreshToken):
    """The refresh token had been used: somebody copied it, so its session was ended. Commit that."""


class BusyToken(Exception):
    """The refresh token is being used by another request at this moment, whose answer has the next one."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`expires_in` is the life of the access token in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int = int(LIFE.total_seconds())


class Claims(BaseModel):
    """What an access token says of its bearer: the user, the session, the user's session version, its own id."""

    model_config = ConfigDict(frozen=True)

    sub: int
    sid: UUID
    ver: int
    jti: UUID
    iat: datetime
    exp: datetime


def issue(session: Session, user: User, device: str, address: str, now: datetime) -> Tokens:
    """Begin a session of `user` and give out its first tokens."""
    begun = sessions.begin(session, user, "api", device, address, remember=True, now=now)
    return _give_out(session, begun, now)


def rotate(session: Session, refresh_token: str, now: datetime) -> Tokens:
    """Trade a refresh token for new tokens. Raises `BadRefreshToken`, `ReusedToken` or `BusyToken`."""
    family = _session_of(session, _taken(session, hash_secret(refresh_token)), now)
    family.last_seen_at, family.expires_at = now, now + sessions.API_LIFE
    return _give_out(session, family, now)


def verify(token: str, now: datetime) -> Claims:
    """What a token says, once it is known to be ours and of this time. Raises `BadToken` or `ExpiredToken`.

    Whether its session still stands is another question: see `viewers.of_session`.
    """
    try:
        claims = Claims.model_validate(_signed_content(token))
    except (jwt.PyJWTError, ValidationError, ValueError):
        raise BadToken from None
    if claims.iat > now + SKEW:
        raise BadToken
    if claims.exp <= now:
        raise ExpiredToken
    return claims


def _signed_content(token: str) -> dict[str, Any]:
    key = signing.keys(_PURPOSE).get(jwt.get_unverified_header(token).get("kid", ""))
    if key is None:
        raise BadToken
    options: Any = {"require": ["iss", "aud", *Claims.model_fields], "verify_exp": False, "verify_iat": False}
    return jwt.decode(token, key, algorithms=[ALGORITHM], issuer=ISSUER, audience=AUDIENCE, options=options)


def _taken(session: Session, token_hash: bytes) -> RefreshToken:
    """The refresh token, locked until the transaction ends."""
    wanted = select(RefreshToken).where(RefreshToken.token_hash == token_hash)
    free = wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    token = session.scalar(free)
    if token is None:
        raise BusyToken if session.scalar(wanted) else BadRefreshToken
    return token


def _session_of(session: Session, token: RefreshToken, now: datetime) -> UserSession:
    """The session that a refresh token continues; the token is used up."""
    family = session.get_one(UserSession, token.session_id, with_for_update=True, populate_existing=True)
    if token.used_at is not None:
        family.revoked_at = family.revoked_at or now
        raise ReusedToken
    user = session.get_one(User, family.user_id, populate_existing=True)
    is_good = family.revoked_at is None and family.version == user.session_version and user.is_active
    if not is_good or min(token.expires_at, family.expires_at) <= now:
        raise BadRefreshToken
    token.used_at = now
    return family


def _give_out(session: Session, family: UserSession, now: datetime) -> Tokens:
    refresh_token, token_hash = new_secret()
    session.add(RefreshToken(token_hash=token_hash, session_id=family.id, expires_at=family.expires_at))
    return Tokens(_signed(family, now), refresh_token)


def _signed(family: UserSession, now: datetime) -> str:
    kid, key = next(iter(signing.keys(_PURPOSE).items()))
    issued_at = now.astimezone(UTC).replace(microsecond=0)
    payload = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(family.user_id),
        "iat": issued_at,
        "exp": issued_at + LIFE,
        "jti": str(uuid4()),
        "sid": str(family.id),
        "ver": family.version,
    }
    return jwt.encode(payload, key, algorithm=ALGORITHM, headers={"kid": kid})
