"""Nobody finds, by any way that a search has, what they must not see."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Block, Follow, Mute, MutedWord, MutedWordAction, Post, User
from app.search.query import Kind, parse
from app.search.suggestions import suggestions
from app.social.reader import Reader
from tests.search.conftest import NOW, Find
from tests.social.writing import reader_of, write_post

SECRET = "xylophone"
QUERIES = (SECRET, f'"{SECRET}"', "xyl", f"tag:{SECRET}", f"{SECRET} from:alice", "from:alice", "xylophqne")


@pytest.fixture(autouse=True)
def post(session: Session, alice: User) -> None:
    write_post(session, alice, SECRET, content=f"About the {SECRET}.", tags=[SECRET])


def sees(session: Session, find: Find, reader: Reader) -> set[Kind]:
    """The kinds of which any query finds something."""
    found = {hit.kind for text in QUERIES for hit in find(text, reader).hits}
    counted = {kind for text in QUERIES for kind, count in find(text, reader, ()).counts.items() if count}
    assert found == counted
    offered = {one.kind for text in QUERIES for one in suggestions(session, reader, parse(text))}
    assert offered <= found
    return found


def test_everybody_finds_what_is_public(session: Session, find: Find, bob: User) -> None:
    assert sees(session, find, Reader(NOW)) == {Kind.POST, Kind.TAG}
    assert sees(session, find, reader_of(session, bob)) == {Kind.POST, Kind.TAG}


@pytest.mark.parametrize("blocks", ["alice blocks bob", "bob blocks alice"])
def test_a_block_hides_the_post_and_the_member_either_way(
    session: Session, find: Find, alice: User, bob: User, blocks: str
) -> None:
    blocker, blocked = (alice, bob) if blocks.startswith("alice") else (bob, alice)
    session.add(Block(blocker_id=blocker.id, blocked_id=blocked.id))
    session.commit()
    reader = reader_of(session, bob)
    assert sees(session, find, reader) == set()
    assert find("alice", reader).hits == []
    assert [hit.kind for hit in find("alice").hits] == [Kind.PERSON]


def test_private_posts_are_found_by_followers_alone(
    session: Session, find: Find, alice: User, bob: User, charlie: User
) -> None:
    alice.is_private = True
    session.add(Follow(follower_id=bob.id, followed_id=alice.id))
    session.commit()
    assert sees(session, find, reader_of(session, bob)) == {Kind.POST, Kind.TAG}
    assert sees(session, find, reader_of(session, charlie)) == set()
    assert sees(session, find, Reader(NOW)) == set()


def test_muted_members_and_words_are_left_out(session: Session, find: Find, alice: User, bob: User) -> None:
    mute = Mute(muter_id=bob.id, muted_id=alice.id)
    session.add(mute)
    session.commit()
    assert sees(session, find, reader_of(session, bob)) == set()
    session.delete(mute)
    muting = {"phrase": SECRET, "folded": SECRET, "scopes": ["search"], "action": MutedWordAction.HIDE}
    session.add(MutedWord(user_id=bob.id, **muting))
    session.commit()
    assert sees(session, find, reader_of(session, bob)) == set()


@pytest.mark.parametrize("state", ["deleted", "removed", "inactive"])
def test_what_does_not_stand_is_found_by_nobody(session: Session, find: Find, alice: User, state: str) -> None:
    post = session.scalars(select(Post)).one()
    if state == "deleted":
        post.deleted_at = NOW - timedelta(hours=1)
    elif state == "removed":
        post.removed_at, post.removal_reason = NOW, "spam"
    else:
        alice.activated_at = None
    session.commit()
    assert sees(session, find, Reader(NOW)) == set()


def test_a_cursor_shows_what_its_reader_sees_when_it_is_used(
    session: Session, client: FlaskClient, alice: User
) -> None:
    write_post(session, alice, f"{SECRET} again")
    first = client.get(f"/v1/search?q={SECRET}&kind=post&limit=1").json
    assert (len(first["data"]), first["counts"]["post"]) == (1, 2)
    alice.is_private = True
    session.commit()
    second = client.get("/v1/search", query_string={"q": SECRET, "limit": 1, "cursor": first["cursor"]}).json
    assert second == {"data": []}
