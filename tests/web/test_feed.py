"""The page of the Following feed: its posts, its choices, the way further, what came since, and who reads nobody."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Follow, Post, User
from app.social.ids import MAX_ID
from tests.members import NOW, add_member, log_in
from tests.social.writing import write_post

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def alice(session: Session) -> User:
    return add_member(session, "alice")


@pytest.fixture
def bob(session: Session, alice: User) -> User:
    """Whom alice follows."""
    bob = add_member(session, "bob")
    session.add(Follow(follower_id=alice.id, followed_id=bob.id))
    session.commit()
    return bob


@pytest.fixture
def browser(client: FlaskClient, session: Session, alice: User) -> FlaskClient:
    """In which alice is logged in."""
    return log_in(client, session, alice)


def write(session: Session, author: User, count: int) -> list[Post]:
    return [write_post(session, author, f"Post {number}") for number in range(1, count + 1)]


def titles(html: str) -> list[str]:
    return re.findall(r'class="post-title" dir="auto">\s*<a href="/posts/\d+">([^<]+)</a>', html)


def link(html: str, words: str) -> str:
    (address,) = re.findall(rf'<a [^>]*?href="([^"]+)"[^>]*>{words}</a>', html)
    return address.replace("&amp;", "&")


def test_who_is_not_logged_in_is_asked_to_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/feed?tags=derby")
    assert answer.status_code == 303
    address = urlsplit(answer.headers["Location"])
    assert (address.path, parse_qs(address.query)) == ("/login", {"next": ["/feed?tags=derby"]})


def test_it_shows_own_and_followed_posts_newest_first_to_nobody_else(
    session: Session, browser: FlaskClient, alice: User, bob: User
) -> None:
    write(session, bob, 2)
    write_post(session, alice, "own")
    write_post(session, add_member(session, "charlie"), "of a stranger")
    answer = browser.get("/feed")
    assert titles(answer.text) == ["own", "Post 2", "Post 1"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "That is your whole feed" in answer.text


def test_an_empty_feed_takes_five_statements_at_most(
    session: Session, browser: FlaskClient, statements: list[str]
) -> None:
    charlie = add_member(session, "charlie")
    for name in ("dora", "emil"):
        session.add(Follow(follower_id=add_member(session, name).id, followed_id=charlie.id))
    session.commit()
    browser.get("/feed")
    statements.clear()
    assert "People to follow" in browser.get("/feed").text
    assert len(statements) <= 5


def test_members_find_it_in_the_masthead_of_every_page(client: FlaskClient, browser: FlaskClient) -> None:
    assert 'href="/feed"' in browser.get("/about/ranking").text
    browser.post("/logout")
    assert 'href="/feed"' not in client.get("/about/ranking").text


def test_the_way_to_older_posts_works_as_a_page_and_as_a_partial(
    session: Session, browser: FlaskClient, bob: User
) -> None:
    write(session, bob, 45)
    first = browser.get("/feed").text
    assert titles(first) == [f"Post {number}" for number in range(45, 25, -1)]
    address = link(first, "Older posts")
    page = browser.get(address)
    assert titles(page.text) == [f"Post {number}" for number in range(25, 5, -1)]
    assert link(page.text, "Back to the newest") == "/feed"
    partial = browser.get(address, headers=PARTIAL)
    assert titles(partial.text) == titles(page.text)
    assert "<main" not in partial.text
    assert titles(browser.get(link(partial.text, "Older posts"), headers=PARTIAL).text) == [
        f"Post {number}" for number in range(5, 0, -1)
    ]


def test_coming_back_finds_the_place_as_it_was_left(session: Session, browser: FlaskClient, bob: User) -> None:
    write(session, bob, 45)
    answer = browser.get(link(browser.get("/feed").text, "Older posts"), headers=PARTIAL)
    address = answer.headers["HX-Replace-Url"]
    write_post(session, bob, "Post 46")
    page = browser.get(address).text
    assert titles(page) == [f"Post {number}" for number in range(45, 5, -1)]
    assert 'hx-trigger="load, every 60s"' in page
    assert titles(browser.get(link(page, "Older posts"), headers=PARTIAL).text)[0] == "Post 5"


def test_a_post_deleted_meanwhile_makes_neither_gap_nor_repeat(
    session: Session, browser: FlaskClient, bob: User
) -> None:
    posts = write(session, bob, 25)
    address = link(browser.get("/feed").text, "Older posts")
    posts[5].deleted_at = posts[2].deleted_at = NOW
    session.commit()
    assert titles(browser.get(address, headers=PARTIAL).text) == ["Post 5", "Post 4", "Post 2", "Post 1"]


def test_what_came_since_is_told_and_not_put_in(session: Session, browser: FlaskClient, bob: User) -> None:
    write(session, bob, 2)
    address = re.findall(r'hx-get="(/feed/newer[^"]+)"', browser.get("/feed").text)[0]
    assert browser.get(address, headers=PARTIAL).text.strip() == ""
    write_post(session, bob, "Post 3")
    told = browser.get(address, headers=PARTIAL).text
    assert link(told, "1 new post: show") == "/feed"
    write_post(session, bob, "Post 4")
    assert "2 new posts: show" in browser.get(address, headers=PARTIAL).text
    assert browser.get(address).status_code == 302  # without htmx, the feed itself


def test_what_came_since_into_an_empty_feed_is_told(session: Session, browser: FlaskClient, bob: User) -> None:
    address = re.findall(r'hx-get="(/feed/newer[^"]+)"', browser.get("/feed").text)[0]
    write(session, bob, 1)
    assert "1 new post: show" in browser.get(address, headers=PARTIAL).text


def test_it_is_narrowed_by_a_plain_form(session: Session, browser: FlaskClient, bob: User) -> None:
    write_post(session, bob, "Derby night", tags=["derby"])
    write_post(session, bob, "Goals of the night", tags=["goals"])
    write_post(session, bob, "Rain")
    assert titles(browser.get("/feed?search=&tags=Derby, %23goals").text) == ["Goals of the night", "Derby night"]
    page = browser.get("/feed?search=NIGHT&tags=derby").text
    assert titles(page) == ["Derby night"]
    assert 'value="NIGHT"' in page
    assert "Nothing of this choice" in browser.get("/feed?search=snow").text


@pytest.mark.parametrize(
    ("query", "message"),
    [("tags=a+%26+b", "Use letters, digits and hyphens"), ("search=%3F", "Write a word to look for")],
)
def test_a_choice_that_cannot_be_read_is_told_beside_its_field(
    browser: FlaskClient, bob: User, query: str, message: str
) -> None:
    answer = browser.get(f"/feed?{query}")
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.parametrize("query", ["max_id=x", "top=-1", "top=1&shown=all"])
def test_a_link_that_was_cut_is_told(browser: FlaskClient, query: str) -> None:
    assert browser.get(f"/feed?{query}").status_code == 400


def test_a_link_to_the_largest_of_all_ids_is_answered(browser: FlaskClient) -> None:
    assert browser.get(f"/feed?top={MAX_ID}&shown={MAX_ID}").status_code == 200


def test_who_reads_nobody_is_told_what_will_be_here_and_whom_to_follow(
    session: Session, browser: FlaskClient, alice: User
) -> None:
    charlie, dora = add_member(session, "charlie"), add_member(session, "dora")
    session.add(Follow(follower_id=dora.id, followed_id=charlie.id))
    session.commit()
    page = browser.get("/feed").text
    assert "Nothing here yet" in page
    assert 'action="/@charlie/follow"' in page
    assert "1 follower<" in page
    write_post(session, alice, "own")
    page = browser.get("/feed").text
    assert titles(page) == ["own"]
    assert "Only your own posts so far" in page
    assert 'action="/@charlie/follow"' in page


def test_a_page_of_it_takes_few_statements(
    session: Session, browser: FlaskClient, bob: User, statements: list[str]
) -> None:
    write(session, bob, 30)
    browser.get("/feed")
    statements.clear()
    browser.get("/feed")
    assert len(statements) <= 5, statements
