"""What members change on pages is counted with what their programs change."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.attempts import RELATIONS_OF_MEMBER, Allowance
from app.models import User
from app.social.marks import MARKS_OF_MEMBER
from app.social.posting import POSTS_OF_MEMBER
from tests.conftest import Remake
from tests.members import PASSWORD, add_member, authorization

RELATIONS = (
    *("/@bob/follow", "/@bob/remove-follower", "/@bob/mute", "/@bob/block"),
    *("/follow-requests/1/approve", "/follow-requests/1/decline", "/settings/privacy/blocked/bob/unblock"),
    *("/settings/muted-words", "/settings/muted-words/1/remove", "/settings/profile", "/settings/privacy"),
)
MARKS = ("/posts/1/like", "/posts/1/save", "/videos/pl-1/like", "/videos/pl-1/save")


@pytest.fixture
def limited(remade: Remake) -> FlaskClient:
    return remade(ratelimit_enabled=True).test_client()


@pytest.fixture
def alice(session: Session, limited: FlaskClient) -> User:
    """Logged in, in the browser `limited`."""
    alice = add_member(session, "alice", password=PASSWORD)
    assert limited.post("/login", data={"login": "alice", "password": PASSWORD}).status_code == 303
    return alice


@pytest.mark.parametrize(
    ("allowance", "paths"),
    [(RELATIONS_OF_MEMBER, RELATIONS), (MARKS_OF_MEMBER, MARKS), (POSTS_OF_MEMBER, ("/posts/new",))],
    ids=["relations", "marks", "posts"],
)
def test_every_button_and_form_counts(
    session: Session, limited: FlaskClient, alice: User, allowance: Allowance, paths: tuple[str, ...]
) -> None:
    add_member(session, "bob")
    for path in paths:
        policy = limited.post(path, data={"state": "on"}).headers["RateLimit-Policy"]
        assert f'"{allowance.scope}"' in policy, path


def test_a_program_and_a_browser_share_what_a_member_may(session: Session, limited: FlaskClient, alice: User) -> None:
    add_member(session, "bob")
    before = int(limited.post("/@bob/follow", data={"state": "on"}).headers["X-RateLimit-Remaining"])
    bearer = authorization(session, alice)
    asked = limited.put("/v1/users/bob/unfollow", headers=bearer)
    assert int(asked.headers["X-RateLimit-Remaining"]) == before - 1
    liked = limited.put("/v1/videos/pl-1/like", headers=bearer)
    assert f'"{MARKS_OF_MEMBER.scope}"' in liked.headers["RateLimit-Policy"]
