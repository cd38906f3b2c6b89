"""Posts: what is kept of them, who may change them, and what lists tell."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import NotAllowed
from app.models import MutedWord, Post, PostVersion, User
from app.social import marks, posting, posts
from app.social.drafts import PostChanges
from app.social.paging import Window
from app.social.posting import KEPT, StaleEdit
from app.social.posts import UnknownPost
from app.social.withdrawal import ReasonNeeded
from tests.social.writing import reader_of, viewer_of, write_comment, write_post

NOW = datetime.now(UTC)


def test_a_reader_sees_a_post_with_its_counts_and_their_own_marks(session: Session, alice: User, bob: User) -> None:
    post = write_post(session, alice)
    write_comment(session, bob, post)
    for _ in range(2):
        marks.like_post(session, viewer_of(bob), post.id)
    seen = posts.find(session, reader_of(session, bob), post.id)
    assert (seen.author, seen.comments_count, seen.likes_count) == (alice, 1, 1)
    assert (seen.is_liked, seen.is_saved, seen.folded_by) == (True, False, None)
    for _ in range(2):
        marks.unlike_post(session, viewer_of(bob), post.id)
    seen = posts.find(session, reader_of(session, bob), str(post.id))
    assert (seen.likes_count, seen.is_liked) == (0, False)


def test_a_post_with_a_word_that_folds_is_listed_with_the_word(session: Session, alice: User, bob: User) -> None:
    write_post(session, alice, title="Zażółć gęślą")
    session.add(MutedWord(user_id=bob.id, phrase="Zażółć", folded="zazolc", scopes=["home"], action="fold"))
    session.commit()
    folded = [posts.newest(session, reader_of(session, who), Window()).rows[0].folded_by for who in (alice, bob, None)]
    assert folded == [None, "Zażółć", None]


def test_an_edit_makes_the_next_version_and_keeps_the_one_before(session: Session, alice: User) -> None:
    post = write_post(session, alice, tags=["#Harbour Town"])
    posting.edit(session, viewer_of(alice), post, PostChanges(title="Kites"), 1, NOW)
    assert (post.title, post.version, post.tags) == ("Kites", 2, ["harbour-town"])
    kept = session.scalars(select(PostVersion).order_by(PostVersion.version)).all()
    assert [(one.version, one.title, one.editor_id) for one in kept] == [
        (1, "Lanterns", alice.id),
        (2, "Kites", alice.id),
    ]
    with pytest.raises(StaleEdit) as raised:
        posting.edit(session, viewer_of(alice), post, PostChanges(title="Rain"), 1, NOW)
    assert raised.value.current.title == "Kites"


def test_a_moderator_edits_with_a_reason_and_others_do_not(session: Session, alice: User, bob: User, mia: User) -> None:
    post, changes = write_post(session, alice), PostChanges(title="Kites")
    with pytest.raises(NotAllowed):
        posting.edit(session, viewer_of(bob), post, changes, 1, NOW, "I can")
    with pytest.raises(ReasonNeeded):
        posting.edit(session, viewer_of(mia), post, changes, 1, NOW)
    posting.edit(session, viewer_of(mia), post, changes, 1, NOW, "a phone number")
    assert session.get_one(PostVersion, (post.id, 2)).reason == "a phone number"


def test_what_its_author_deleted_is_gone_until_they_restore_it(session: Session, alice: User, adam: User) -> None:
    post = write_post(session, alice)
    posting.delete(session, viewer_of(alice), post, NOW)
    for who in (alice, adam, None):
        with pytest.raises(UnknownPost):
            posts.find(session, reader_of(session, who), post.id)
    with pytest.raises(UnknownPost):
        posting.restore(session, viewer_of(adam), post.id, NOW)
    assert posting.purge(session, NOW + KEPT) == 0
    posting.restore(session, viewer_of(alice), post.id, NOW + KEPT)
    assert posts.find(session, reader_of(session, alice), post.id).post is post


def test_a_deleted_post_is_purged_in_the_end(session: Session, alice: User) -> None:
    post, kept = write_post(session, alice), write_post(session, alice)
    write_comment(session, alice, post)
    posting.delete(session, viewer_of(alice), post, NOW)
    late = NOW + KEPT + timedelta(seconds=1)
    with pytest.raises(UnknownPost):
        posting.restore(session, viewer_of(alice), post.id, late)
    assert posting.purge(session, late) == 1
    assert session.scalars(select(Post.id)).all() == [kept.id]


def test_an_admin_removes_with_a_reason_that_author_and_staff_read(
    session: Session, alice: User, bob: User, mia: User, adam: User
) -> None:
    post = write_post(session, alice)
    with pytest.raises(NotAllowed):
        posting.delete(session, viewer_of(mia), post, NOW, "spam")
    with pytest.raises(ReasonNeeded):
        posting.delete(session, viewer_of(adam), post, NOW)
    posting.delete(session, viewer_of(adam), post, NOW, "spam")
    for who in (alice, mia, adam):
        assert posts.find(session, reader_of(session, who), post.id).post.removal_reason == "spam"
        assert posts.newest(session, reader_of(session, who), Window()).rows == []
    with pytest.raises(UnknownPost):
        posts.find(session, reader_of(session, bob), post.id)
    with pytest.raises(NotAllowed):
        posting.edit(session, viewer_of(alice), post, PostChanges(title="Kites"), 1, NOW)


def test_a_list_of_twenty_posts_takes_one_statement(
    session: Session, alice: User, bob: User, statements: list[str]
) -> None:
    for number in range(21):
        write_post(session, alice, title=f"Post {number}", tags=["sea"])
    reader, author_id = reader_of(session, bob), alice.id
    for listed in (
        lambda: posts.newest(session, reader, Window()),
        lambda: posts.with_tag(session, reader, "sea", Window()),
        lambda: posts.by_member(session, reader, author_id, Window()),
    ):
        session.expunge_all()
        statements.clear()
        page = listed()
        assert [one.post.title for one in page.rows] == [f"Post {number}" for number in range(20, 0, -1)]
        assert page.has_older
        assert len(statements) == 1
