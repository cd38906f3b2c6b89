"""Profiles: who sees whose, and what stands on them."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Role, User
from app.social import marks
from app.trending.intake import take_in
from tests.members import NOW, add_member
from tests.social.writing import viewer_of, write_comment, write_post
from tests.trending.worlds import GivenSource, chart
from tests.web.people.conftest import HTMX, Browsers, make_private, turn

TABS = ["", "/comments", "/likes", "/followers", "/following"]


def text_of(html: str) -> str:
    """What is read of a page's main part."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_a_profile_tells_who_it_is_of(client: FlaskClient, session: Session, alice: User) -> None:
    alice.bio, alice.home_region = "Charts <before> coffee.", "PL"
    session.commit()
    write_post(session, alice, "Lanterns")
    answer = client.get("/@alice")
    told = text_of(answer.text)
    assert "@alice PL Poland Joined 20 November 2026" in told
    assert "Charts &lt;before&gt; coffee." in told
    assert "1 post 0 followers 0 following" in told
    assert "Lanterns" in told
    assert 'src="/avatars/alice.svg?v=' in answer.text


def test_a_public_profile_may_be_kept_by_caches_and_a_members_view_of_it_by_nobody(
    client: FlaskClient, alice: User, bobs: FlaskClient
) -> None:
    public = client.get("/@alice")
    assert (public.cache_control.public, public.cache_control.s_maxage) == (True, 60)
    own = bobs.get("/@alice")
    assert own.cache_control.private
    assert own.cache_control.no_store


@pytest.mark.parametrize("tab", TABS)
def test_another_spelling_of_the_name_leads_to_the_right_one(client: FlaskClient, alice: User, tab: str) -> None:
    answer = client.get(f"/@ALICE{tab}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/@alice{tab}")


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_list_says_what_will_be_there(client: FlaskClient, alice: User, alices: FlaskClient, tab: str) -> None:
    for browser in (client, alices):
        answer = browser.get(f"/@alice{tab}")
        assert answer.status_code == 200
        assert 'class="nothing"' in answer.text


def test_each_list_holds_what_it_says(
    client: FlaskClient, session: Session, alice: User, bob: User, bobs: FlaskClient
) -> None:
    post = write_post(session, bob, "Harbour lights")
    write_comment(session, alice, post, "I saw *them*.")
    marks.like_post(session, viewer_of(alice), post.id)
    session.commit()
    assert turn(bobs, "/@alice/follow") == 303
    assert "Under Harbour lights" in text_of(client.get("/@alice/comments").text)
    assert "<em>them</em>" in client.get("/@alice/comments").text
    assert "Harbour lights" in text_of(client.get("/@alice/likes").text)
    assert 'href="/@bob"' in client.get("/@alice/followers").text
    assert 'href="/@alice"' in client.get("/@bob/following").text


def test_a_long_list_goes_on_without_javascript_and_as_a_part_for_htmx(
    client: FlaskClient, session: Session, alice: User
) -> None:
    for number in range(25):
        write_post(session, alice, f"Post {number}.")
    first = client.get("/@alice").text
    (url,) = set(re.findall(r'href="(/@alice\?max_id=\d+)"', first))
    rest = client.get(url)
    assert "Post 24." in first
    assert "Post 5." in first
    assert "Post 4." not in first
    assert "Post 4." in rest.text
    assert "Post 5." not in rest.text
    part = client.get(url, headers=HTMX).text
    assert part.lstrip().startswith("<li>")
    assert "<html" not in part


def test_a_list_that_was_cut_short_is_refused(client: FlaskClient, alice: User) -> None:
    assert client.get("/@alice?max_id=x").status_code == 400


def test_hidden_likes_are_seen_by_their_owner_alone(
    client: FlaskClient, session: Session, alice: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    alice.shows_likes = False
    session.commit()
    for browser in (client, bobs):
        assert browser.get("/@alice/likes").status_code == 404
        assert "/@alice/likes" not in browser.get("/@alice").text
    assert "Only you see this list." in alices.get("/@alice/likes").text


@pytest.mark.parametrize("tab", TABS)
def test_of_a_private_member_strangers_see_who_it_is_and_nothing_else(
    client: FlaskClient, session: Session, alice: User, bob: User, bobs: FlaskClient, tab: str
) -> None:
    alice.bio = "For friends."
    make_private(session, alice)
    write_post(session, alice, "A secret")
    for browser in (client, bobs):
        answer = browser.get(f"/@alice{tab}")
        told = text_of(answer.text)
        assert "For friends." in told
        assert "This account is private" in told
        assert "Ask to follow" in told
        assert "secret" not in told
        assert "1 post" not in told
        assert 'content="noindex"' in answer.text


def test_followers_of_a_private_member_and_staff_see_all(
    session: Session, alice: User, bob: User, bobs: FlaskClient, browser_of: Browsers
) -> None:
    turn(bobs, "/@alice/follow")
    make_private(session, alice)
    write_post(session, alice, "A secret")
    mia = add_member(session, "mia", Role.MODERATOR, password="seven lanterns rising")
    for browser in (bobs, browser_of(mia)):
        assert "A secret" in browser.get("/@alice").text


def test_unknown_inactive_and_blocking_members_look_the_same(
    session: Session, alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    add_member(session, "dormant", active=False)
    assert turn(alices, "/@bob/block") == 303
    answers = {name: bobs.get(f"/@{name}") for name in ("nobody", "dormant", "alice", "x", "a" * 40)}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.text.replace(f"/@{name}", "") for name, answer in answers.items()}) == 1
    assert alices.get("/@bob").status_code == 404


def test_names_lead_to_profiles_also_where_they_are_not_reserved_words(client: FlaskClient, alice: User) -> None:
    assert client.get("/alice").status_code == 404


def test_a_page_takes_few_statements(
    client: FlaskClient,
    session: Session,
    alice: User,
    bob: User,
    alices: FlaskClient,
    bobs: FlaskClient,
    statements: list[str],
) -> None:
    post = write_post(session, alice, "Lanterns")
    write_comment(session, alice, post)
    marks.like_post(session, viewer_of(alice), post.id)
    session.commit()
    turn(bobs, "/@alice/follow")
    for browser, most in ((client, 3), (bobs, 5), (alices, 5)):
        browser.get("/@alice")  # who is logged in is known from here on
        for tab in TABS:
            statements.clear()
            assert browser.get(f"/@alice{tab}").status_code == 200
            assert len(statements) <= most, (tab, statements)


def test_liked_videos_stand_beside_liked_posts(
    client: FlaskClient, session: Session, alice: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    assert "No videos yet" in client.get("/@alice/liked-videos").text
    take_in(session, GivenSource(), chart([f"video{number}" for number in range(1, 23)]))
    for number in range(1, 23):
        assert turn(alices, f"/videos/video{number}/like") == 303
    html = client.get("/@alice/liked-videos").text
    assert [f'href="/videos/video{number}"' in html for number in (22, 3, 2)] == [True, True, False]
    assert 'href="/@alice/liked-videos"' in client.get("/@alice/likes").text
    (older,) = re.findall(r'href="([^"]+)"[^>]*>Videos liked before', html)
    assert 'href="/videos/video1"' in client.get(older, headers=HTMX).text
    alice.shows_likes = False
    session.commit()
    assert bobs.get("/@alice/liked-videos").status_code == 404
    assert "Only you see this list." in alices.get("/@alice/liked-videos").text
    alice.shows_likes, alice.is_private = True, True
    session.commit()
    assert "/videos/video22" not in bobs.get("/@alice/liked-videos").text


def test_authors_see_on_their_profile_what_was_removed_and_why(
    client: FlaskClient, session: Session, alice: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    post = write_post(session, alice, "Removed lanterns")
    said = write_comment(session, alice, write_post(session, alice, "Standing"), "A removed remark")
    for written, reason in ((post, "It gives an address."), (said, "It shouts.")):
        written.removed_at, written.removal_reason = NOW, reason
    session.commit()
    for tab, title, reason in (("", "Removed lanterns", "an address"), ("/comments", "removed remark", "It shouts")):
        html = alices.get(f"/@alice{tab}").text
        assert title in html
        assert reason in html
        for other in (bobs, client):
            assert title not in other.get(f"/@alice{tab}").text
    assert "1 post" in text_of(alices.get("/@alice").text)  # of those that stand
