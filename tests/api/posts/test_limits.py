"""How much one member may write in an hour."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.social.commenting import COMMENTS_OF_MEMBER
from app.social.posting import POSTS_OF_MEMBER
from tests.api.posts.conftest import DRAFT, asking, written
from tests.conftest import Remake
from tests.members import add_member


@pytest.fixture
def limited(remade: Remake) -> FlaskClient:
    return remade(ratelimit_enabled=True).test_client()


def test_posts_and_comments_are_limited_each_for_each_member(limited: FlaskClient, session: Session) -> None:
    alice, bob = (asking(limited, session, add_member(session, name)) for name in ("alice", "bob"))
    address = f"/posts/{written(alice)['id']}/comments"
    for allowance, tried, wrong, right in (
        (POSTS_OF_MEMBER, "/posts", {}, DRAFT),
        (COMMENTS_OF_MEMBER, address, {}, {"content": "I was there."}),
    ):
        amount = int(allowance.amount.split()[0]) - (tried == "/posts")
        assert {alice("POST", tried, wrong).status_code for _ in range(amount)} == {422}
        refused = alice("POST", tried, right)
        assert (refused.status_code, allowance.scope in refused.json["detail"]) == (429, True)
        assert bob("POST", tried, right).status_code == 201
    assert alice("GET", "/posts").status_code == 200
