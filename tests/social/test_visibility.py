"""The SQL form of the rule of visibility and the check of one object say the same of every case."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from app.models import Block, Comment, Follow, Mute, Post, Role, User
from app.search.folding import fold
from app.social import visibility
from app.social.reader import AnyReader, Muting, Reader, Surface
from tests.members import NOW, add_member

RELATIONS = ("anonymous", "stranger", "follower", "blocked", "blocker", "muter", "muter no more", "author", "moderator")
STATES = ("standing", "deleted", "removed")


def reader_of(session: Session, relation: str, alice: User) -> Reader:
    """Somebody who stands to alice as `relation` says, and has muted the word zażółć."""
    mutings = (Muting("zażółć", "zazolc", frozenset({"home"}), hides=True),)
    if relation == "anonymous":
        return Reader(NOW)
    if relation == "author":
        return Reader(NOW, alice.id, mutings=mutings)
    bob = add_member(session, "bob", Role.MODERATOR if relation == "moderator" else Role.USER)
    rows = {
        "follower": Follow(follower_id=bob.id, followed_id=alice.id),
        "blocked": Block(blocker_id=alice.id, blocked_id=bob.id),
        "blocker": Block(blocker_id=bob.id, blocked_id=alice.id),
        "muter": Mute(muter_id=bob.id, muted_id=alice.id),
        "muter no more": Mute(muter_id=bob.id, muted_id=alice.id, expires_at=NOW - timedelta(hours=1)),
    }
    if relation in rows:
        session.add(rows[relation])
        session.flush()
    return Reader(NOW, bob.id, relation == "moderator", mutings)


def write(session: Session, alice: User, state: str, text: str) -> list[Post | Comment]:
    standing = {
        "deleted_at": NOW if state == "deleted" else None,
        "removed_at": NOW if state == "removed" else None,
        "removal_reason": "spam" if state == "removed" else None,
    }
    post = Post(author_id=alice.id, title="t", content=text, content_html=text, folded=fold(text), **standing)
    session.add(post)
    session.flush()
    comment = Comment(
        author_id=alice.id, post_id=post.id, content=text, content_html=text, folded=fold(text), **standing
    )
    session.add(comment)
    session.flush()
    return [post, comment]


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_sql_and_the_check_of_one_object_agree(session: Session, alice: User, relation: str) -> None:
    reader = reader_of(session, relation, alice)
    written = [
        one
        for state, text in product(STATES, ("plain words", "Zażółć gęślą"))
        for one in write(session, alice, state, text)
    ]
    between = visibility.relation(session, reader, alice.id)
    seen = 0
    for active, private, surface in product((True, False), (True, False), Surface):
        alice.activated_at, alice.is_private = NOW if active else None, private
        session.flush()
        allowed = (
            visibility.can_see_member(reader, surface, alice, between),
            visibility.can_see_writing_of(reader, surface, alice, between),
        )
        expected = {one for one in written if visibility.can_see(reader, surface, one, alice, between)}
        for asked in (reader, reader.kind):
            assert can_see_in_sql(session, asked, reader, surface, alice) == allowed
            found = seen_in_sql(session, asked, reader, surface)
            assert found == expected, (active, private, surface, asked)
        seen += len(expected)
    assert bool(seen) == (relation not in {"blocked", "blocker"})


def can_see_in_sql(
    session: Session, asked: AnyReader, reader: Reader, surface: Surface, user: User
) -> tuple[bool, ...]:
    columns = visibility.sees_member(asked, surface), visibility.sees_writing_of(asked, surface)
    return tuple(session.execute(select(*columns).where(User.id == user.id).params(reader.values)).one())


def seen_in_sql(session: Session, asked: AnyReader, reader: Reader, surface: Surface) -> set[Post | Comment]:
    posts = select(Post).where(visibility.sees_post(asked, surface))
    comments = select(Comment).where(visibility.sees_comment(asked, surface))
    return {*session.scalars(posts, reader.values), *session.scalars(comments, reader.values)}


def test_a_statement_of_a_kind_is_refused_until_it_is_told_who_reads(session: Session, alice: User) -> None:
    reader = reader_of(session, "stranger", alice)
    posts = select(Post).where(visibility.sees_post(reader.kind, Surface.HOME))
    with pytest.raises(StatementError, match="A value is required for bind parameter"):
        session.execute(posts)
