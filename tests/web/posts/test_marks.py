"""Likes and saves of posts and videos, and the lists of what was saved."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.posts.conftest import HTMX, written


def pressed(html: str, kind: str) -> tuple[str, str]:
    """Whether a button is pressed, and what it says."""
    found = re.search(rf'id="{kind}-[^"]*".*?aria-pressed="(\w+)".*?<span>([^<]*)</span>', html, re.DOTALL)
    assert found
    return found[1], found[2]


def test_a_post_is_liked_and_no_more_however_often_it_is_sent(alice: FlaskClient, bob: FlaskClient) -> None:
    post = written(alice)
    for state, told in (("on", ("true", "1")), ("on", ("true", "1")), ("off", ("false", "0")), ("off", ("false", "0"))):
        answer = bob.post(f"{post}/like", data={"state": state}, headers=HTMX)
        assert answer.text.lstrip().startswith("<form")
        assert pressed(answer.text, "like") == told
        assert pressed(bob.get(post).text, "like") == told


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("kind", ["like", "save"])
def test_without_javascript_one_comes_back_to_where_one_was(alice: FlaskClient, kind: str) -> None:
    post = written(alice)
    came = {"Referer": "http://localhost/tags/harbour?max_id=9"}
    assert alice.post(f"{post}/{kind}", data={"state": "on"}, headers=came).headers["Location"] == (
        f"/tags/harbour?max_id=9#post-{post.rpartition('/')[2]}"
    )
    stranger = {"Referer": "https://example.org/x"}
    assert alice.post(f"/videos/pl-1/{kind}", data={"state": "on"}, headers=stranger).headers["Location"] == (
        "/videos/pl-1"
    )
    assert alice.post(f"{post}/{kind}").status_code == 400
    assert alice.post(f"/videos/nobody/{kind}", data={"state": "on"}).status_code == 404


@pytest.mark.usefixtures("world")
def test_a_video_is_liked_and_saved_by_members(alice: FlaskClient, bob: FlaskClient, client: FlaskClient) -> None:
    assert pressed(alice.get("/videos/pl-1").text, "like") == ("false", "0")
    liked = alice.post("/videos/pl-1/like", data={"state": "on"}, headers=HTMX)
    assert pressed(liked.text, "like") == ("true", "1")
    assert pressed(bob.get("/videos/pl-1").text, "like") == ("false", "1")
    assert "1 like. Log in to like this video" in client.get("/videos/pl-1").text
    saved = alice.post("/videos/pl-1/save", data={"state": "on"}, headers=HTMX)
    assert pressed(saved.text, "save") == ("true", "Saved")


def test_who_is_not_logged_in_is_asked_to_and_comes_back(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    assert f'href="/login?next={post}"' in client.get(post).text
    answer = client.post(f"{post}/like", data={"state": "on"}, headers={"Referer": f"http://localhost{post}"})
    assert answer.headers["Location"] == f"/login?next={post}"


@pytest.mark.usefixtures("world")
def test_what_was_saved_is_listed_for_its_member_alone(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    assert "Posts that you save stand here" in bob.get("/settings/saves").text
    assert "Videos that you save stand here" in bob.get("/settings/saves/videos").text
    bob.post(f"{post}/save", data={"state": "on"})
    bob.post("/videos/pl-1/save", data={"state": "on"})
    assert f'href="{post}"' in bob.get("/settings/saves").text
    assert 'href="/videos/pl-1"' in bob.get("/settings/saves/videos").text
    assert f'href="{post}"' not in alice.get("/settings/saves").text
    assert client.get("/settings/saves").headers["Location"].startswith("/login")
    alice.post(f"{post}/delete")
    assert f'href="{post}"' not in bob.get("/settings/saves").text
