"""POST /videos/<id>/watches: what the page of a video tells of the member who reads it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import User, Watch

pytestmark = pytest.mark.usefixtures("world")


def watched(session: Session) -> list[tuple[int, str]]:
    return [(row.user_id, row.kind) for row in session.scalars(select(Watch).order_by(Watch.kind))]


def test_views_and_plays_are_kept(alices: FlaskClient, session: Session, alice: User) -> None:
    for kind in ("view", "play", "play"):
        assert alices.post("/videos/pl-1/watches", data={"kind": kind}).status_code == 204
    assert watched(session) == [(alice.id, "play"), (alice.id, "view")]


def test_nothing_is_kept_of_who_does_not_want_it(alices: FlaskClient, session: Session) -> None:
    alices.post("/settings/taste", data={"is_on": "true", "learns": "false"})
    assert alices.post("/videos/pl-1/watches", data={"kind": "view"}).status_code == 204
    assert watched(session) == []


@pytest.mark.parametrize(
    ("path", "kind", "status"), [("pl-1", "complete", 400), ("pl-1", "", 400), ("none", "view", 404)]
)
def test_what_the_page_cannot_know_is_refused(alices: FlaskClient, path: str, kind: str, status: int) -> None:
    assert alices.post(f"/videos/{path}/watches", data={"kind": kind}).status_code == status


def test_visitors_and_other_sites_tell_nothing(client: FlaskClient, alices: FlaskClient, session: Session) -> None:
    assert client.post("/videos/pl-1/watches", data={"kind": "view"}).status_code == 303
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert alices.post("/videos/pl-1/watches", data={"kind": "view"}, headers=foreign).status_code == 403
    assert watched(session) == []


def test_only_pages_of_members_ask_to_be_told(client: FlaskClient, alices: FlaskClient) -> None:
    assert 'data-watches="/videos/pl-1/watches"' in alices.get("/videos/pl-1").text
    assert "data-watches" not in client.get("/videos/pl-1").text
