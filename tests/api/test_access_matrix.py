"""Who gets what from each endpoint of the JSON interface: one table, one test for each of its cells.

`user` owns what the address names, `other` is a member who does not; `revoked` is the user after logging out.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.accounts import access_tokens, links, service_tokens, sessions
from app.accounts.access_tokens import Tokens
from app.accounts.service_tokens import Scope
from app.api.errors import is_api_path
from app.models import Comment, FollowRequest, MutedWord, Post, Purpose, Role, User
from tests.api.conftest import LANTERNS, charts
from tests.members import PASSWORD, add_member
from tests.social.writing import write_comment, write_post
from tests.worlds import Inhabited

MATRIX = """
                                        anonymous inactive user other moderator admin service revoked
GET    /health                                200      200  200   200       200   200     200     200
GET    /health/live                           200      200  200   200       200   200     200     200
GET    /health/ready                          200      200  200   200       200   200     200     200
GET    /api/regions                           200      200  200   200       200   200     200     200
GET    /api/search                            200      200  200   200       200   200     200     200
GET    /v1/search                             200      200  200   200       200   200     200     401
GET    /api/trending/<region>                 200      200  200   200       200   200     200     200
GET    /v1/trending/<region>                  200      200  200   200       200   200     200     200
GET    /v1/lens                               200      200  200   200       200   200     200     200
GET    /v1/videos/<video_id>/history          200      200  200   200       200   200     200     200
GET    /v1/videos/<video_id>                  200      200  200   200       200   200     200     200
GET    /v1/openapi.json                       200      200  200   200       200   200     200     200
GET    /feed/<user_id>                        401      403  200   403       403   403     200     401
POST   /v1/authentication/user                201      201  201   201       201   201     201     201
POST   /v1/authentication/token               201      201  201   201       201   201     201     201
PUT    /v1/authentication/token               200      200  200   200       200   200     200     200
DELETE /v1/authentication/token               401      403  204   204       204   204     403     401
PUT    /v1/users/activate/<token>             204      204  204   204       204   204     204     204
GET    /v1/users                              200      200  200   200       200   200     200     401
GET    /v1/users/feed                         401      403  200   200       200   200     403     401
GET    /v1/users/<user_id>                    200      200  200   200       200   200     200     401
GET    /v1/users/<user_id>/followers          200      200  200   200       200   200     200     401
GET    /v1/users/<user_id>/following          200      200  200   200       200   200     200     401
PUT    /v1/users/<user_id>/follow             401      403  422   204       204   204     403     401
PUT    /v1/users/<user_id>/unfollow           401      403  204   204       204   204     403     401
PUT    /v1/users/<user_id>/block              401      403  422   204       204   204     403     401
DELETE /v1/users/<user_id>/block              401      403  204   204       204   204     403     401
PUT    /v1/users/<user_id>/mute               401      403  422   204       204   204     403     401
DELETE /v1/users/<user_id>/mute               401      403  204   204       204   204     403     401
GET    /v1/posts                              200      200  200   200       200   200     200     401
POST   /v1/posts                              401      403  201   201       201   201     403     401
GET    /v1/posts/<post_id>                    200      200  200   200       200   200     200     401
PATCH  /v1/posts/<post_id>                    401      403  200   403       200   200     403     401
DELETE /v1/posts/<post_id>                    401      403  204   403       403   204     403     401
POST   /v1/posts/<post_id>/restore            401      403  200   404       404   404     403     401
GET    /v1/posts/<post_id>/versions           200      200  200   200       200   200     200     401
GET    /v1/posts/<post_id>/likes              200      200  200   200       200   200     200     401
PUT    /v1/posts/<post_id>/like               401      403  204   204       204   204     403     401
DELETE /v1/posts/<post_id>/like               401      403  204   204       204   204     403     401
PUT    /v1/posts/<post_id>/save               401      403  204   204       204   204     403     401
DELETE /v1/posts/<post_id>/save               401      403  204   204       204   204     403     401
GET    /v1/posts/<post_id>/comments           200      200  200   200       200   200     200     401
POST   /v1/posts/<post_id>/comments           401      403  201   201       201   201     403     401
GET    /v1/comments/<comment_id>              200      200  200   200       200   200     200     401
PATCH  /v1/comments/<comment_id>              401      403  200   403       403   403     403     401
DELETE /v1/comments/<comment_id>              401      403  204   403       403   204     403     401
GET    /v1/videos/<video_id>/posts            200      200  200   200       200   200     200     401
PUT    /v1/videos/<video_id>/like             401      403  204   204       204   204     403     401
DELETE /v1/videos/<video_id>/like             401      403  204   204       204   204     403     401
PUT    /v1/videos/<video_id>/save             401      403  204   204       204   204     403     401
DELETE /v1/videos/<video_id>/save             401      403  204   204       204   204     403     401
PUT    /v1/videos/<video_id>/watch            401      403  204   204       204   204     403     401
GET    /v1/deck                               401      403  200   200       200   200     403     401
POST   /v1/deck/seen                          401      403  200   200       200   200     403     401
POST   /v1/deck/feedback                      401      403  200   200       200   200     403     401
GET    /v1/taste                              401      403  200   200       200   200     403     401
PATCH  /v1/taste                              401      403  200   200       200   200     403     401
GET    /v1/users/<user_id>/posts              200      200  200   200       200   200     200     401
GET    /v1/users/<user_id>/comments           200      200  200   200       200   200     200     401
GET    /v1/users/<user_id>/likes              200      200  200   200       200   200     200     401
GET    /v1/me/likes                           401      403  200   200       200   200     403     401
GET    /v1/me/saves                           401      403  200   200       200   200     403     401
GET    /v1/me                                 401      403  200   200       200   200     403     401
PATCH  /v1/me                                 401      403  200   200       200   200     403     401
GET    /v1/me/blocks                          401      403  200   200       200   200     403     401
GET    /v1/me/mutes                           401      403  200   200       200   200     403     401
DELETE /v1/me/followers/<user_id>             401      403  204   204       204   204     403     401
GET    /v1/me/follow-requests                 401      403  200   200       200   200     403     401
PUT    /v1/me/follow-requests/<user_id>       401      403  204   404       404   404     403     401
DELETE /v1/me/follow-requests/<user_id>       401      403  204   404       404   404     403     401
GET    /v1/me/muted-words                     401      403  200   200       200   200     403     401
POST   /v1/me/muted-words                     401      403  201   201       201   201     403     401
PATCH  /v1/me/muted-words/<word_id>           401      403  200   404       404   404     403     401
DELETE /v1/me/muted-words/<word_id>           401      403  204   404       404   404     403     401
GET    /v1/me/sessions                        401      403  200   200       200   200     403     401
DELETE /v1/me/sessions                        401      403  204   204       204   204     403     401
GET    /v1/me/sessions/<session_id>           401      403  200   404       404   404     403     401
DELETE /v1/me/sessions/<session_id>           401      403  204   404       404   404     403     401
"""
(WHO, *ROWS) = [line.split() for line in MATRIX.strip().splitlines()]
CELLS = [
    pytest.param(method, rule, who, int(status), id=f"{who} {method} {rule}")
    for method, rule, *statuses in ROWS
    for who, status in zip(WHO, statuses, strict=True)
]
DECK = "/feed/<user_id>"
QUERIES = dict.fromkeys(("GET /api/search", "GET /v1/search"), "?q=title") | {
    f"DELETE /v1/{kind}": "?reason=It+gives+a+home+address." for kind in ("posts/<post_id>", "comments/<comment_id>")
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/authentication/user": {"username": "cleo", "email": "cleo@example.org", "password": PASSWORD},
    "POST /v1/authentication/token": {"login": "ada", "password": PASSWORD},
    "PATCH /v1/me": {"bio": "Charts before coffee."},
    "POST /v1/posts": {"title": "Lanterns", "content": "They rise."},
    "PATCH /v1/posts/<post_id>": {"title": "Kites", "version": 1, "reason": "clearer"},
    "POST /v1/posts/<post_id>/comments": {"content": "I was there."},
    "PATCH /v1/comments/<comment_id>": {"content": "I was not there."},
    "POST /v1/deck/seen": {"positions": [0]},
    "POST /v1/deck/feedback": {"video_id": LANTERNS, "kind": "less"},
    "PATCH /v1/taste": {"languages": ["pl"]},
    "PUT /v1/videos/<video_id>/watch": {"kind": "play"},
    "POST /v1/me/muted-words": {"phrase": "penalty"},
    "PATCH /v1/me/muted-words/<word_id>": {"action": "fold"},
}
ROLES = {"moderator": Role.MODERATOR, "admin": Role.ADMIN}
OTHERS = dict.fromkeys(("inactive", "newcomer", "other"), Role.USER) | ROLES


@pytest.fixture(scope="session")
def world(inhabited: Inhabited) -> Engine:
    """The charts, Ada with what the addresses name, and everybody else who asks."""

    def fill(session: Session) -> None:
        charts(session)
        ada, asker = add_member(session, "ada", password=PASSWORD), add_member(session, "asker")
        for who, role in OTHERS.items():
            add_member(session, who, role, active=who not in {"inactive", "newcomer"})
        word = MutedWord(user_id=ada.id, phrase="cup final", folded="cup final", scopes=["home"])
        session.add_all([FollowRequest(requester_id=asker.id, target_id=ada.id), word])
        comment = write_comment(session, ada, write_post(session, ada))
        comment.created_at += timedelta(days=1)  # it may be edited however long the tests take
        write_post(session, ada).deleted_at = datetime.now(UTC)

    return inhabited(fill)


class Cast:
    """What a cell needs of the world, and the tokens of those who ask."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def member(self, username: str) -> User:
        return self.session.scalars(select(User).where(User.username == username)).one()

    def issue(self, username: str) -> Tokens:
        tokens = access_tokens.issue(self.session, self.member(username), "curl", "127.0.0.1", datetime.now(UTC))
        self.session.commit()
        return tokens

    def bearer(self, who: str) -> str | None:
        """The token that somebody sends."""
        match who:
            case "anonymous":
                return None
            case "user":
                return self.issue("ada").access_token
            case "revoked":
                return self.of_an_ended_session()
            case "service":
                secret = service_tokens.create(self.session, "tests", [Scope.FEED_ANY], datetime.now(UTC))
                self.session.commit()
                return secret
        return self.issue(who).access_token

    def of_an_ended_session(self) -> str:
        tokens = self.issue("ada")
        claims = access_tokens.verify(tokens.access_token, datetime.now(UTC))
        sessions.revoke(self.session, claims.sub, claims.sid, datetime.now(UTC))
        self.session.commit()
        return tokens.access_token

    def named(self, name: str, rule: str) -> object:
        """What stands in the address where the rule has this name: Ada's own, as long as there is one."""
        match name:
            case "region":
                return "PL"
            case "video_id":
                return LANTERNS
            case "user_id":
                return self.member("ada").id if rule == DECK else "asker" if "requests" in rule else "ada"
            case "session_id":
                return access_tokens.verify(self.issue("ada").access_token, datetime.now(UTC)).sid
            case "token":
                link = links.issue(self.session, self.member("newcomer").id, Purpose.ACTIVATION, datetime.now(UTC))
                self.session.commit()
                return link
            case "post_id":
                return self.session.scalar(select(Post.id).where(Post.deleted_at.is_not(None) == ("restore" in rule)))
        return self.session.scalar(select({"word_id": MutedWord.id, "comment_id": Comment.id}[name]))

    def address(self, method: str, rule: str) -> str:
        path = re.sub(r"<(\w+)>", lambda found: str(self.named(found[1], rule)), rule)
        return path + QUERIES.get(f"{method} {rule}", "")

    def body(self, method: str, rule: str) -> dict[str, Any] | None:
        asked = f"{method} {rule}"
        if asked == "PUT /v1/authentication/token":
            return {"refresh_token": self.issue("ada").refresh_token}
        return BODIES.get(asked)


@pytest.mark.parametrize(("method", "rule", "who", "status"), CELLS)
def test_each_endpoint_answers_each_asker_as_the_table_says(
    world: Engine, client: FlaskClient, session: Session, method: str, rule: str, who: str, status: int
) -> None:
    cast = Cast(session)
    token = cast.bearer(who)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    answer = client.open(cast.address(method, rule), method=method, json=cast.body(method, rule), headers=headers)
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_every_endpoint_has_a_row(app: APIFlask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if is_api_path(rule.rule)]
    told = {(method, rule.rule) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert told == {(method, rule) for method, rule, *_ in ROWS}
