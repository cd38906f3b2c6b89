"""Who gets what from each endpoint of the JSON interface: one table, one test for each of its cells.

`user` owns what the address names, `other` is a member who does not; `revoked` is the user after logging out.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.accounts import access_tokens, links, service_tokens, sessions
from app.accounts.service_tokens import Scope
from app.api.errors import is_api_path
from app.models import FollowRequest, MutedWord, Purpose, Role, UserSession
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
NEW = {"inactive", "newcomer"}
OTHERS = dict.fromkeys((*NEW, "other"), Role.USER) | ROLES


@dataclass
class Cast:
    """What the cells need of the world, each read once: who asks, and what stands in addresses and bodies."""

    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    service: str = ""
    refresh_token: str = ""
    ids: dict[str, object] = field(default_factory=dict)

    def fill(self, session: Session) -> None:
        """The charts, Ada with what the addresses name, and everybody else who asks."""
        now = datetime.now(UTC)
        charts(session)
        ada, asker = add_member(session, "ada", password=PASSWORD), add_member(session, "asker")
        others = {who: add_member(session, who, role, active=who not in NEW) for who, role in OTHERS.items()}
        word = MutedWord(user_id=ada.id, phrase="cup final", folded="cup final", scopes=["home"])
        session.add_all([FollowRequest(requester_id=asker.id, target_id=ada.id), word])
        post, deleted = write_post(session, ada), write_post(session, ada)
        comment = write_comment(session, ada, post)
        comment.created_at += timedelta(days=1)  # it may be edited however long the tests take
        deleted.deleted_at = now
        for who, user in {"user": ada, "revoked": ada, **others}.items():
            begun = sessions.begin(session, user, "api", "curl", "127.0.0.1", remember=True, now=now)
            self.begun[who] = {"id": begun.id, "user_id": user.id, "version": begun.version}
        sessions.revoke(session, ada.id, self.begun["revoked"]["id"], now)
        self.service = service_tokens.create(session, "tests", [Scope.FEED_ANY], now)
        tokens = access_tokens.issue(session, ada, "curl", "127.0.0.1", now)
        self.refresh_token = tokens.refresh_token
        self.ids = {
            "region": "PL",
            "video_id": LANTERNS,
            "deck of": ada.id,
            "session_id": access_tokens.verify(tokens.access_token, now).sid,
            "token": links.issue(session, others["newcomer"].id, Purpose.ACTIVATION, now),
            "post_id": post.id,
            "deleted": deleted.id,
            "word_id": word.id,
            "comment_id": comment.id,
        }

    def bearer(self, who: str) -> str | None:
        """The token that somebody sends, signed now: it is good for minutes."""
        if who == "anonymous":
            return None
        if who == "service":
            return self.service
        return access_tokens._signed(UserSession(**self.begun[who]), datetime.now(UTC))

    def named(self, name: str, rule: str) -> object:
        """What stands in the address where the rule has this name: Ada's own, as long as there is one."""
        if name == "user_id":
            return self.ids["deck of"] if rule == DECK else "asker" if "requests" in rule else "ada"
        return self.ids["deleted" if "restore" in rule else name]

    def address(self, method: str, rule: str) -> str:
        path = re.sub(r"<(\w+)>", lambda found: str(self.named(found[1], rule)), rule)
        return path + QUERIES.get(f"{method} {rule}", "")

    def body(self, method: str, rule: str) -> dict[str, Any] | None:
        asked = f"{method} {rule}"
        return {"refresh_token": self.refresh_token} if asked == "PUT /v1/authentication/token" else BODIES.get(asked)


@pytest.fixture(scope="session")
def cast() -> Cast:
    return Cast()


@pytest.fixture(scope="session")
def world(inhabited: Inhabited, cast: Cast) -> Engine:
    return inhabited(cast.fill)


@pytest.mark.parametrize(("method", "rule", "who", "status"), CELLS)
def test_each_endpoint_answers_each_asker_as_the_table_says(
    world: Engine, cast: Cast, app: APIFlask, method: str, rule: str, who: str, status: int
) -> None:
    with app.app_context():
        token = cast.bearer(who)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    asked = {"method": method, "json": cast.body(method, rule), "headers": headers}
    answer = app.test_client().open(cast.address(method, rule), **asked)
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_every_endpoint_has_a_row(app: APIFlask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if is_api_path(rule.rule)]
    told = {(method, rule.rule) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert told == {(method, rule) for method, rule, *_ in ROWS}
