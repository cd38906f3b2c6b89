"""Comments: threads of two levels, what stands where one was, and how long each may be changed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import NotAllowed
from app.models import Block, Comment, Mute, Post, User
from app.social import commenting, comments, posting, posts
from app.social.commenting import EDITABLE_FOR, NoSuchReply
from app.social.comments import UnknownComment
from app.social.drafts import CommentChanges, CommentDraft
from app.social.paging import Window
from app.social.posting import KEPT
from app.social.withdrawal import ReasonNeeded
from tests.social.writing import reader_of, viewer_of, write_comment, write_post

NOW = datetime.now(UTC)


@pytest.fixture
def post(session: Session, alice: User) -> Post:
    return write_post(session, alice)


def shown(session: Session, user: User | None, post: Post) -> list[tuple[str | None, list[str | None]]]:
    """The threads as somebody reads them, None for a placeholder."""

    def text(seen: comments.SeenComment) -> str | None:
        return None if seen.is_placeholder else seen.comment.content

    page = comments.threads(session, reader_of(session, user), post.id, Window())
    return [(text(top), [text(reply) for reply in top.replies]) for top in page.rows]


def test_a_reply_to_a_reply_stands_under_the_same_comment(session: Session, alice: User, bob: User, post: Post) -> None:
    top = write_comment(session, bob, post, "top")
    reply = write_comment(session, alice, post, "reply", to=top)
    deeper = write_comment(session, bob, post, "deeper", to=reply)
    write_comment(session, bob, post, "other")
    assert (reply.reply_to_id, deeper.reply_to_id) == (top.id, top.id)
    assert shown(session, None, post) == [("other", []), ("top", ["reply", "deeper"])]


def test_a_deleted_comment_leaves_its_place_only_while_replies_hang_there(
    session: Session, alice: User, bob: User, post: Post
) -> None:
    top = write_comment(session, bob, post, "top")
    reply = write_comment(session, alice, post, "reply", to=top)
    commenting.delete(session, viewer_of(bob), top, NOW)
    assert shown(session, bob, post) == [(None, ["reply"])]
    assert comments.find(session, reader_of(session, None), top.id).is_placeholder
    assert posts.find(session, reader_of(session, None), post.id).comments_count == 1
    commenting.delete(session, viewer_of(alice), reply, NOW)
    assert shown(session, bob, post) == []
    with pytest.raises(UnknownComment):
        comments.find(session, reader_of(session, None), top.id)


def test_a_comment_of_somebody_hidden_looks_as_if_it_were_deleted(
    session: Session, alice: User, bob: User, mia: User, post: Post
) -> None:
    top = write_comment(session, bob, post, "top")
    write_comment(session, mia, post, "reply", to=top)
    write_comment(session, bob, post, "lonely")
    session.add(Mute(muter_id=alice.id, muted_id=bob.id))
    session.commit()
    assert shown(session, alice, post) == [(None, ["reply"])]
    assert shown(session, None, post) == [("lonely", []), ("top", ["reply"])]
    assert posts.find(session, reader_of(session, alice), post.id).comments_count == 1


def test_a_flat_list_has_comments_and_replies_the_newest_first(session: Session, bob: User, post: Post) -> None:
    top = write_comment(session, bob, post, "top")
    write_comment(session, bob, post, "reply", to=top)
    page = comments.of_post(session, reader_of(session, None), post.id, Window())
    assert [one.comment.content for one in page.rows] == ["reply", "top"]
    page = comments.by_member(session, reader_of(session, None), bob.id, Window(limit=1))
    assert ([one.comment.content for one in page.rows], page.has_older) == (["reply"], True)


def test_what_one_said_under_a_post_that_is_gone_is_in_no_list(
    session: Session, alice: User, bob: User, post: Post
) -> None:
    comment = write_comment(session, bob, post)
    posting.delete(session, viewer_of(alice), post, NOW)
    assert comments.by_member(session, reader_of(session, bob), bob.id, Window()).rows == []
    with pytest.raises(UnknownComment):
        comments.find(session, reader_of(session, bob), comment.id)


def test_one_answers_only_what_one_sees_under_that_post(session: Session, alice: User, bob: User, post: Post) -> None:
    elsewhere = write_comment(session, alice, write_post(session, alice))
    deleted = write_comment(session, alice, post)
    commenting.delete(session, viewer_of(alice), deleted, NOW)
    hidden = write_comment(session, bob, post)
    session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
    session.commit()
    for answered in (str(elsewhere.id), str(deleted.id), str(hidden.id), "0", "x", "9" * 30):
        draft = CommentDraft(content="And?", reply_to_id=answered)
        with pytest.raises(NoSuchReply):
            commenting.create(session, viewer_of(alice), reader_of(session, alice), post, draft)


def test_a_comment_can_be_changed_by_its_author_for_a_while(
    session: Session, alice: User, bob: User, post: Post
) -> None:
    comment, changes = write_comment(session, bob, post), CommentChanges(content="I *was* there.")
    with pytest.raises(NotAllowed):
        commenting.edit(session, viewer_of(alice), comment, changes, NOW)
    commenting.edit(session, viewer_of(bob), comment, changes, comment.created_at + EDITABLE_FOR)
    assert comment.content_html == "<p>I <em>was</em> there.</p>"
    assert comment.edited_at == comment.created_at + EDITABLE_FOR
    with pytest.raises(NotAllowed, match="15 minutes"):
        commenting.edit(session, viewer_of(bob), comment, changes, comment.edited_at + timedelta(seconds=1))


def test_an_admin_removes_a_comment_with_a_reason_that_its_author_reads(
    session: Session, alice: User, bob: User, mia: User, adam: User, post: Post
) -> None:
    comment = write_comment(session, bob, post)
    for who in (alice, mia):
        with pytest.raises(NotAllowed):
            commenting.delete(session, viewer_of(who), comment, NOW, "spam")
    with pytest.raises(ReasonNeeded):
        commenting.delete(session, viewer_of(adam), comment, NOW)
    commenting.delete(session, viewer_of(adam), comment, NOW, "spam")
    assert [shown(session, who, post) for who in (alice, bob)] == [[], [("I was there.", [])]]
    assert comments.find(session, reader_of(session, bob), comment.id).comment.removal_reason == "spam"


def test_deleted_comments_are_purged_in_the_end_but_for_the_place_of_replies(
    session: Session, bob: User, post: Post
) -> None:
    top, lonely = write_comment(session, bob, post, "top"), write_comment(session, bob, post, "lonely")
    reply = write_comment(session, bob, post, "reply", to=top)
    for one in (top, lonely):
        commenting.delete(session, viewer_of(bob), one, NOW)
    assert commenting.purge(session, NOW + KEPT) == 0
    assert commenting.purge(session, NOW + KEPT + timedelta(seconds=1)) == 1
    assert session.scalars(select(Comment.id).order_by(Comment.id)).all() == [top.id, reply.id]
    session.refresh(top)
    assert "top" not in top.content + top.content_html + top.folded
    assert shown(session, None, post) == [(None, ["reply"])]


def test_threads_take_two_statements(session: Session, bob: User, post: Post, statements: list[str]) -> None:
    for _ in range(3):
        top = write_comment(session, bob, post)
        for _ in range(3):
            write_comment(session, bob, post, to=top)
    reader, post_id = reader_of(session, bob), post.id
    session.expunge_all()
    statements.clear()
    page = comments.threads(session, reader, post_id, Window(limit=2))
    assert [(len(one.replies), one.replies[0].author) for one in page.rows] == [(3, page.rows[0].author)] * 2
    assert (page.has_older, len(statements)) == (True, 2)


def test_of_a_long_thread_the_first_replies_are_shown(
    session: Session, bob: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "REPLIES_SHOWN", 2)
    top = write_comment(session, bob, post)
    for number in range(3):
        write_comment(session, bob, post, str(number), to=top)
    [thread] = comments.threads(session, reader_of(session, bob), post.id, Window()).rows
    assert ([one.comment.content for one in thread.replies], thread.has_more_replies) == (["0", "1"], True)
