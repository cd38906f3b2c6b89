"""Following, muting and blocking with the buttons of profiles, and the requests that private members get."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Block, Follow, FollowRequest, Mute, User
from tests.members import add_member
from tests.social.writing import write_post
from tests.web.people.conftest import HTMX, make_private, turn


def count(session: Session, table: type[Follow | FollowRequest | Block | Mute]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def button(html: str) -> str:
    """The words of the button that follows."""
    found = re.search(r'<button id="follow-\d+"[^>]*>\s*([^<]+?)\s*<', html)
    assert found
    return found[1]


def test_following_twice_is_following_once(session: Session, alice: User, bobs: FlaskClient) -> None:
    assert button(bobs.get("/@alice").text) == "Follow"
    assert turn(bobs, "/@alice/follow") == 303
    assert turn(bobs, "/@alice/follow") == 303
    assert count(session, Follow) == 1
    assert button(bobs.get("/@alice").text) == "Unfollow"
    assert turn(bobs, "/@alice/follow", "off") == 303
    assert turn(bobs, "/@alice/follow", "off") == 303
    assert count(session, Follow) == 0


def test_htmx_gets_the_other_button_and_the_new_count(alice: User, bobs: FlaskClient) -> None:
    answer = bobs.post("/@alice/follow", data={"state": "on"}, headers=HTMX)
    assert button(answer.text) == "Unfollow"
    assert re.search(r'hx-swap-oob="true">1</b>', answer.text)
    assert "<html" not in answer.text
    assert answer.cache_control.no_store


def test_without_javascript_one_is_back_on_the_page_of_the_button(alice: User, bobs: FlaskClient) -> None:
    page = "http://localhost/@charlie/followers?max_id=9"
    answer = bobs.post("/@alice/follow", data={"state": "on"}, headers={"Referer": page})
    assert answer.headers["Location"] == "/@charlie/followers?max_id=9"
    elsewhere = bobs.post("/@alice/follow", data={"state": "on"}, headers={"Referer": "https://evil.example/@alice"})
    assert elsewhere.headers["Location"] == "/@alice"


def test_who_is_followed_sees_it(alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient) -> None:
    turn(bobs, "/@alice/follow")
    assert "Follows you" in alices.get("/@bob").text
    assert "Follows you" not in bobs.get("/@alice").text


@pytest.mark.parametrize("act", ["follow", "mute", "block", "remove-follower"])
def test_who_is_logged_out_is_asked_to_log_in(client: FlaskClient, alice: User, act: str) -> None:
    answer = client.post(f"/@alice/{act}", data={"state": "on"}, headers={"Referer": "http://localhost/@alice"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login?next=/@alice")


@pytest.mark.parametrize("act", ["follow", "mute", "block"])
def test_nobody_does_it_to_themselves_or_to_nobody(alice: User, alices: FlaskClient, act: str) -> None:
    assert turn(alices, f"/@alice/{act}") == 400
    assert turn(alices, f"/@nobody/{act}") == 404


def test_a_form_that_was_cut_short_changes_nothing(session: Session, alice: User, bobs: FlaskClient) -> None:
    assert turn(bobs, "/@alice/follow", "maybe") == 400
    assert turn(bobs, "/@alice/mute", days="9999999") == 400
    assert (count(session, Follow), count(session, Mute)) == (0, 0)


def test_a_private_member_chooses_whom_to_let_in(
    session: Session, alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    make_private(session, alice)
    turn(bobs, "/@alice/follow")
    assert button(bobs.get("/@alice").text) == "Withdraw request"
    assert "You asked to follow @alice." in bobs.get("/@alice").text
    assert 'class="waiting">1<' in alices.get("/@alice").text
    page = alices.get("/follow-requests")
    assert page.cache_control.no_store
    assert 'href="/@bob"' in page.text
    answer = alices.post(f"/follow-requests/{bob.id}/approve", headers=HTMX)
    assert "Nobody waits" in answer.text
    assert alices.post(f"/follow-requests/{bob.id}/approve").status_code == 404
    assert (count(session, Follow), count(session, FollowRequest)) == (1, 0)
    assert "waiting" not in alices.get("/@alice").text


def test_a_declined_request_is_gone(
    session: Session, alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    make_private(session, alice)
    turn(bobs, "/@alice/follow")
    assert alices.post(f"/follow-requests/{bob.id}/decline").headers["Location"] == "/follow-requests"
    assert (count(session, Follow), count(session, FollowRequest)) == (0, 0)
    assert button(bobs.get("/@alice").text) == "Ask to follow"


def test_follow_requests_are_for_members(client: FlaskClient) -> None:
    assert client.get("/follow-requests").headers["Location"] == "/login?next=/follow-requests"


def test_a_follower_can_be_removed(session: Session, alice: User, alices: FlaskClient, bobs: FlaskClient) -> None:
    turn(bobs, "/@alice/follow")
    assert "/@bob/remove-follower" in alices.get("/@alice/followers").text
    assert "remove-follower" not in bobs.get("/@alice/followers").text
    assert alices.post("/@bob/remove-follower").status_code == 303
    assert count(session, Follow) == 0


def test_muting_is_silent_and_can_end_by_itself(
    session: Session, alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    write_post(session, bob, "Harbour lights")
    assert turn(alices, "/@bob/mute", days="7") == 303
    muted = session.scalars(select(Mute)).one()
    assert muted.expires_at
    assert (muted.expires_at - muted.created_at).days in {6, 7}
    assert "Muted by you" in alices.get("/@bob").text
    assert "Harbour lights" in alices.get("/@bob").text
    assert "Muted" not in bobs.get("/@alice").text
    turn(alices, "/@bob/mute", days="0")
    session.expire_all()
    assert session.scalars(select(Mute)).one().expires_at is None
    turn(alices, "/@bob/mute", "off")
    assert count(session, Mute) == 0


def test_a_block_hides_each_from_the_other_everywhere(
    session: Session, alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    charlie = add_member(session, "charlie")
    for browser in (alices, bobs):
        turn(browser, "/@charlie/follow")
    turn(alices, "/@bob/follow")
    turn(bobs, "/@alice/follow")
    post = write_post(session, bob, "Harbour lights")
    assert alices.post("/@bob/block", data={"state": "on"}).headers["Location"] == "/settings/privacy"
    assert charlie.followers_count == 2
    for browser, other in ((alices, "bob"), (bobs, "alice")):
        assert browser.get(f"/@{other}").status_code == 404
        assert f"/@{other}" not in browser.get("/@charlie/followers").text
        assert turn(browser, f"/@{other}/follow") == 404
    assert alices.get(f"/posts/{post.id}").status_code == 404
    assert count(session, Follow) == 2  # those of Charlie
    assert "@bob" in alices.get("/settings/privacy").text
    assert "@alice" not in bobs.get("/settings/privacy").text.partition("<main")[2].replace("Settings of @alice", "")


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_that_no_member_has_waits_for_nothing(alices: FlaskClient, number: int) -> None:
    assert alices.post(f"/follow-requests/{number}/approve").status_code == 404
    assert alices.post(f"/follow-requests/{number}/decline").status_code == 404


def test_one_comes_back_to_no_path_that_browsers_take_for_another_site(alice: User, bobs: FlaskClient) -> None:
    answer = bobs.post("/@alice/follow", data={"state": "on"}, headers={"Referer": "http://localhost/\\evil.example"})
    assert answer.headers["Location"] == "/@alice"
