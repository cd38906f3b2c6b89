"""The Following feed: whose posts are in it, in which order, by which plan, page after page while others write."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.models import Block, Follow, Mute, MutedWord, Post, User
from app.social import following_feed
from app.social.feed_filters import Filters
from app.social.paging import Window
from app.social.reader import Reader
from tests.members import NOW, add_member
from tests.social.writing import reader_of, write_post


@pytest.fixture
def alice(session: Session) -> User:
    return add_member(session, "alice")


@pytest.fixture
def bob(session: Session, alice: User) -> User:
    """Whom alice follows."""
    bob = add_member(session, "bob")
    follow(session, alice, bob)
    return bob


def follow(session: Session, follower: User, *followed: User) -> None:
    session.add_all(Follow(follower_id=follower.id, followed_id=one.id) for one in followed)
    session.commit()


def titles(session: Session, user: User, window: Window | None = None, **filters: object) -> list[str]:
    page = following_feed.page(session, reader_of(session, user), window or Window(), Filters.model_validate(filters))
    return [seen.post.title for seen in page.rows]


def test_own_posts_and_those_of_followed_people_come_newest_first_and_nothing_else(
    session: Session, alice: User, bob: User
) -> None:
    charlie = add_member(session, "charlie")
    for author, title in [(bob, "one"), (alice, "two"), (charlie, "three"), (bob, "four")]:
        write_post(session, author, title)
    assert titles(session, alice) == ["four", "two", "one"]
    assert titles(session, charlie) == ["three"]  # who follows nobody


@pytest.mark.parametrize("hidden", ["deleted", "removed", "muted", "blocked", "blocker", "inactive", "muted word"])
def test_what_is_hidden_from_the_reader_is_not_in_it(session: Session, alice: User, bob: User, hidden: str) -> None:
    write_post(session, alice, "own")
    post = write_post(session, bob, "Lanterns")
    match hidden:
        case "deleted":
            post.deleted_at = NOW
        case "removed":
            post.removed_at, post.removal_reason = NOW, "spam"
        case "muted":
            session.add(Mute(muter_id=alice.id, muted_id=bob.id))
        case "blocked":
            session.add(Block(blocker_id=alice.id, blocked_id=bob.id))
        case "blocker":
            session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
        case "inactive":
            bob.activated_at = None
        case "muted word":
            session.add(MutedWord(user_id=alice.id, phrase="Lanterns", folded="lanterns", scopes=["home"]))
    session.commit()
    assert titles(session, alice) == ["own"]


def test_a_private_member_is_in_the_feeds_of_followers(session: Session, alice: User, bob: User) -> None:
    bob.is_private = True
    write_post(session, bob, "for friends")
    assert titles(session, alice) == ["for friends"]


def test_filters_narrow_it_together(session: Session, alice: User, bob: User) -> None:
    write_post(session, bob, "Zażółć gęślą jaźń", tags=["Derby", "goals"], now=NOW - timedelta(days=3))
    write_post(session, bob, "Football", tags=["goals"], now=NOW - timedelta(days=2))
    write_post(session, alice, "Nothing of it", now=NOW - timedelta(days=1))
    assert titles(session, alice, tags="derby,#GOALS") == ["Football", "Zażółć gęślą jaźń"]
    assert titles(session, alice, tags="derby") == ["Zażółć gęślą jaźń"]
    assert titles(session, alice, search="GESLA zazolc") == ["Zażółć gęślą jaźń"]
    assert titles(session, alice, search="ball") == ["Football"]
    assert titles(session, alice, search="foot gesla") == []
    assert titles(session, alice, since=NOW - timedelta(days=2)) == ["Nothing of it", "Football"]
    assert titles(session, alice, until=NOW - timedelta(days=2)) == ["Zażółć gęślą jaźń"]
    assert titles(session, alice, tags="goals", search="foot", since=NOW - timedelta(days=2)) == ["Football"]


def test_what_is_newer_than_a_post_is_counted(session: Session, alice: User, bob: User) -> None:
    first = write_post(session, bob)
    write_post(session, bob, tags=["goals"])
    write_post(session, alice)
    reader = reader_of(session, alice)
    assert following_feed.newer_than(session, reader, first.id) == 2
    assert following_feed.newer_than(session, reader, first.id, Filters(tags="goals")) == 1


@given(writers=st.lists(st.integers(0, 5), max_size=25), limit=st.integers(1, 6), oldest_first=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_its_pages_are_those_of_a_plain_list(
    session: Session, six: list[int], writers: list[int], limit: int, oldest_first: bool
) -> None:
    """Of six members the first follows the next three; it is drawn who wrote the posts, one after the other."""
    written = [{"author_id": six[writer], "title": "t", "content": "c", "content_html": "c"} for writer in writers]
    ids = [session.scalar(insert(Post).values(folded="t c", **one).returning(Post.id)) for one in written]
    feed = sorted((post for post, writer in zip(ids, writers, strict=True) if writer < 4), reverse=not oldest_first)
    seen, window = list[int](), Window(limit, oldest_first=oldest_first)
    while rows := following_feed.page(session, Reader(NOW, six[0]), window).rows:
        assert len(rows) <= limit
        seen += [row.post.id for row in rows]
        bound = {"min_id": seen[-1]} if oldest_first else {"max_id": seen[-1]}
        window = Window(limit, oldest_first=oldest_first, **bound)
    session.rollback()
    assert seen == feed


@pytest.fixture
def six(session: Session) -> list[int]:
    ids = [add_member(session, f"member_{number}").id for number in range(6)]
    session.add_all(Follow(follower_id=ids[0], followed_id=one) for one in ids[1:4])
    session.commit()
    return ids


WORLD = """
INSERT INTO users (username, email, password_hash, activated_at)
SELECT 'member_' || n, 'm' || n || '@example.org', 'unusable', now() FROM generate_series(1, 400) n;
INSERT INTO follows (follower_id, followed_id) SELECT {alice}, id FROM users WHERE username LIKE 'member\\_1%';
INSERT INTO posts (author_id, title, content, content_html, folded)
SELECT id, 't', 'c', 'c', 'some words of a post' FROM generate_series(1, 15), users WHERE username LIKE 'member\\_%';
ANALYZE posts, users, follows;
"""


def test_the_feed_is_read_from_the_index_of_posts_by_author(session: Session, alice: User) -> None:
    for statement in WORLD.format(alice=alice.id).split(";")[:-1]:
        session.execute(text(statement))
    for case in ({}, {"max_id": 1_000_000_000}, {"min_id": 5}, {"oldest_first": True}):
        query = following_feed.page_select(reader_of(session, alice), Window(**case))
        sql = query.compile(dialect=postgresql.psycopg.dialect(), compile_kwargs={"render_postcompile": True})
        with session.connection().connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", sql.params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "ix_posts_author_id_id on posts" in plan, case
        assert "Seq Scan on posts" not in plan, case
