"""Access tokens cannot be made by others nor outlive their time; refresh tokens are good once."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hmac import digest
from typing import Any

import jwt
import orjson
import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import access_tokens, sessions
from app.accounts.access_tokens import BadRefreshToken, BadToken, BusyToken, ExpiredToken, ReusedToken, Tokens
from app.extensions import db
from app.infra import signing
from app.models import RefreshToken, User, UserSession
from tests.members import NOW, add_member


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session)


def issue(session: Session, user: User, now: datetime = NOW) -> Tokens:
    tokens = access_tokens.issue(session, user, "curl", "192.0.2.7", now)
    session.commit()
    return tokens


@pytest.fixture
def tokens(session: Session, ada: User) -> Tokens:
    return issue(session, ada)


def test_an_access_token_says_who_in_which_session_and_until_when(session: Session, ada: User, tokens: Tokens) -> None:
    claims = access_tokens.verify(tokens.access_token, NOW)
    (begun,) = sessions.mine(session, ada.id, NOW)
    assert (claims.sub, claims.sid, claims.ver) == (ada.id, begun.id, 1)
    assert (claims.iat, claims.exp) == (NOW, NOW + timedelta(minutes=15))
    payload = jwt.decode(tokens.access_token, options={"verify_signature": False})
    assert set(payload) == {"iss", "aud", "sub", "iat", "exp", "jti", "sid", "ver"}
    assert (begun.kind, begun.device, begun.address) == ("api", "curl", "192.0.2.0/24")


def test_every_access_token_has_an_id_of_its_own(session: Session, tokens: Tokens) -> None:
    again = access_tokens.rotate(session, tokens.refresh_token, NOW)
    ids = {access_tokens.verify(one.access_token, NOW).jti for one in (tokens, again)}
    assert len(ids) == 2


def test_an_access_token_ends_at_the_second(tokens: Tokens) -> None:
    end = NOW + timedelta(seconds=tokens.expires_in)
    assert access_tokens.verify(tokens.access_token, end - timedelta(seconds=1))
    with pytest.raises(ExpiredToken):
        access_tokens.verify(tokens.access_token, end)


def test_a_clock_that_is_two_minutes_behind_still_takes_it(tokens: Tokens) -> None:
    assert access_tokens.verify(tokens.access_token, NOW - timedelta(minutes=2))
    with pytest.raises(BadToken):
        access_tokens.verify(tokens.access_token, NOW - timedelta(minutes=2, seconds=1))


def test_a_clock_that_is_two_minutes_ahead_ends_it_two_minutes_earlier(tokens: Tokens) -> None:
    assert access_tokens.verify(tokens.access_token, NOW + timedelta(minutes=12))


def payload_of(tokens: Tokens) -> dict[str, Any]:
    return jwt.decode(tokens.access_token, options={"verify_signature": False})


def own_key() -> tuple[str, bytes]:
    return next(iter(signing.keys("access token").items()))


def signed(payload: dict[str, Any], **headers: Any) -> str:
    kid, key = own_key()
    return jwt.encode(payload, key, algorithm="HS256", headers={"kid": kid} | headers)


def unsigned(tokens: Tokens) -> str:
    parts = ({"alg": "none", "typ": "JWT", "kid": own_key()[0]}, payload_of(tokens))
    return ".".join(urlsafe_b64encode(orjson.dumps(part)).decode().rstrip("=") for part in parts) + "."


def of_another_key(tokens: Tokens) -> str:
    return jwt.encode(payload_of(tokens), b"another key" * 4, algorithm="HS256", headers={"kid": own_key()[0]})


def of_another_hash(tokens: Tokens) -> str:
    return jwt.encode(payload_of(tokens), own_key()[1] * 2, algorithm="HS512", headers={"kid": own_key()[0]})


def with_another_content(tokens: Tokens) -> str:
    head, _, signature = tokens.access_token.split(".")
    content = urlsafe_b64encode(orjson.dumps(payload_of(tokens) | {"sub": "1"})).decode().rstrip("=")
    return f"{head}.{content}.{signature}"


FORGED: dict[str, Callable[[Tokens], str]] = {
    "alg none": unsigned,
    "another key": of_another_key,
    "another algorithm": of_another_hash,
    "another content": with_another_content,
    "cut": lambda tokens: tokens.access_token[:-2],
    "without signature": lambda tokens: tokens.access_token.rpartition(".")[0],
    "an unknown key's id": lambda tokens: signed(payload_of(tokens), kid="unknown"),
    "no key's id": lambda tokens: jwt.encode(payload_of(tokens), own_key()[1], algorithm="HS256"),
    "another audience": lambda tokens: signed(payload_of(tokens) | {"aud": "another"}),
    "another issuer": lambda tokens: signed(payload_of(tokens) | {"iss": "another"}),
    "no end": lambda tokens: signed({name: value for name, value in payload_of(tokens).items() if name != "exp"}),
    "no session": lambda tokens: signed({name: value for name, value in payload_of(tokens).items() if name != "sid"}),
    "a bad session": lambda tokens: signed(payload_of(tokens) | {"sid": "1"}),
    "a bad user": lambda tokens: signed(payload_of(tokens) | {"sub": "ada"}),
    "a refresh token": lambda tokens: tokens.refresh_token,
    "nothing": lambda _: "",
    "dots": lambda _: "..",
    "no text": lambda _: "\x00\ud800é",
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_token_is_refused(tokens: Tokens, kind: str) -> None:
    with pytest.raises(BadToken):
        access_tokens.verify(FORGED[kind](tokens), NOW)


def test_a_cookies_key_signs_no_token(app: APIFlask, tokens: Tokens) -> None:
    secret = app.config["SECRET_KEY"].encode()
    assert secret not in signing.keys("access token").values()
    assert signing.keys("access token").keys().isdisjoint(signing.keys("another purpose"))
    assert own_key()[1] == digest(secret, b"upswell access token", "sha256")


def test_only_the_hash_of_a_refresh_token_is_kept(session: Session, tokens: Tokens) -> None:
    (kept,) = session.scalars(select(RefreshToken))
    assert len(kept.token_hash) == 32
    assert tokens.refresh_token.encode() not in kept.token_hash


def test_a_refresh_token_is_traded_for_the_next_one_and_lengthens_the_session(
    session: Session, ada: User, tokens: Tokens
) -> None:
    later = NOW + timedelta(days=20)
    second = access_tokens.rotate(session, tokens.refresh_token, later)
    third = access_tokens.rotate(session, second.refresh_token, later + timedelta(days=20))
    assert len({tokens.refresh_token, second.refresh_token, third.refresh_token}) == 3
    (same,) = sessions.mine(session, ada.id, later + timedelta(days=40))
    assert access_tokens.verify(third.access_token, later + timedelta(days=20)).sid == same.id


def test_a_refresh_token_that_is_used_again_ends_the_session(session: Session, ada: User, tokens: Tokens) -> None:
    second = access_tokens.rotate(session, tokens.refresh_token, NOW)
    with pytest.raises(ReusedToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW)
    assert sessions.mine(session, ada.id, NOW) == []
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, second.refresh_token, NOW)


def test_another_session_of_the_member_is_left_alone(session: Session, ada: User, tokens: Tokens) -> None:
    other = issue(session, ada)
    access_tokens.rotate(session, tokens.refresh_token, NOW)
    with pytest.raises(ReusedToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW)
    assert access_tokens.rotate(session, other.refresh_token, NOW)


@pytest.mark.parametrize("text", ["", "unknown", "\x00", "\ud800", "é" * 5000])
def test_an_unknown_refresh_token_is_refused(session: Session, text: str) -> None:
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, text, NOW)


def test_a_refresh_token_ends_after_thirty_days(session: Session, tokens: Tokens) -> None:
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW + sessions.API_LIFE)


def test_a_revoked_session_trades_nothing(session: Session, tokens: Tokens) -> None:
    claims = access_tokens.verify(tokens.access_token, NOW)
    sessions.revoke(session, claims.sub, claims.sid, NOW)
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW)


def test_a_raised_version_ends_every_refresh_token(session: Session, ada: User, tokens: Tokens) -> None:
    sessions.revoke_all(session, ada, NOW)
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW)


def test_an_account_that_is_no_longer_active_trades_nothing(session: Session, ada: User, tokens: Tokens) -> None:
    ada.activated_at = None
    with pytest.raises(BadRefreshToken):
        access_tokens.rotate(session, tokens.refresh_token, NOW)


def test_of_two_that_trade_at_once_one_gets_the_next_token_and_the_other_a_clear_answer(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        given = issue(db.session(), add_member(db.session()))
        access_tokens.rotate(db.session(), given.refresh_token, NOW)
        with ThreadPoolExecutor(1) as pool, pytest.raises(BusyToken):
            pool.submit(rotate_elsewhere, fresh_app, given.refresh_token).result(timeout=10)
        db.session.commit()
        assert db.session.scalars(select(UserSession)).one().revoked_at is None


def rotate_elsewhere(app: APIFlask, refresh_token: str) -> Tokens:
    with app.app_context():
        return access_tokens.rotate(db.session(), refresh_token, NOW)
