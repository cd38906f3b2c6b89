"""Likes, saves and versions, as lists tell them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.models import Block, Follow, User, Video
from app.social import marks, posting
from app.social.drafts import PostChanges
from app.social.marks import VideoMarks
from app.social.paging import Window
from app.social.post_versions import versions
from tests.social.writing import reader_of, viewer_of, write_post

NOW = datetime.now(UTC)


@pytest.fixture
def video(session: Session) -> Video:
    video = Video(source_id="dQw4w9WgXcQ", source="youtube", title="Lanterns", folded="lanterns", counted_at=NOW)
    session.add(video)
    session.commit()
    return video


def test_likes_and_saves_of_posts_are_listed_the_last_first(session: Session, alice: User, bob: User) -> None:
    first, second = write_post(session, alice), write_post(session, alice)
    for post in (second, first):
        marks.like_post(session, viewer_of(bob), post.id)
        marks.save_post(session, viewer_of(bob), post.id)
    reader = reader_of(session, bob)
    for listed in (marks.posts_liked, marks.posts_saved):
        page = listed(session, reader, bob.id, Window(limit=1))
        assert ([one.thing.post for one in page.rows], page.has_older) == ([first], True)
        rest = listed(session, reader, bob.id, Window(max_id=page.rows[0].id))
        assert ([one.thing.post for one in rest.rows], rest.has_older) == ([second], False)
        assert rest.rows[0].thing.is_liked
        assert rest.rows[0].thing.is_saved
    marks.unsave_post(session, viewer_of(bob), first.id)
    assert [one.thing.post for one in marks.posts_saved(session, reader, bob.id, Window()).rows] == [second]


def test_who_likes_a_post_is_told_without_those_whom_the_reader_does_not_see(
    session: Session, alice: User, bob: User, mia: User
) -> None:
    post = write_post(session, alice)
    for who in (bob, mia):
        marks.like_post(session, viewer_of(who), post.id)
    session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
    session.commit()
    for who, likers in ((None, [mia, bob]), (alice, [mia])):
        page = marks.likers(session, reader_of(session, who), post.id, Window())
        assert [one.thing for one in page.rows] == likers


def test_who_likes_a_post_is_told_without_those_who_do_not_show_it(
    session: Session, alice: User, bob: User, mia: User
) -> None:
    post = write_post(session, alice)
    for who in (bob, mia):
        marks.like_post(session, viewer_of(who), post.id)
    bob.is_private, mia.shows_likes = True, False
    session.commit()
    for who, likers in ((None, []), (alice, []), (bob, [bob])):
        page = marks.likers(session, reader_of(session, who), post.id, Window())
        assert [one.thing for one in page.rows] == likers
    session.add(Follow(follower_id=alice.id, followed_id=bob.id))
    session.commit()
    assert [one.thing for one in marks.likers(session, reader_of(session, alice), post.id, Window()).rows] == [bob]


def test_marks_of_a_video_are_counted_and_listed(session: Session, bob: User, video: Video) -> None:
    for _ in range(2):
        marks.like_video(session, viewer_of(bob), video.id)
        marks.save_video(session, viewer_of(bob), video.id)
    session.refresh(video)
    assert video.member_likes == 1
    assert marks.of_video(session, reader_of(session, bob), video.id) == VideoMarks(1, 0, is_liked=True, is_saved=True)
    assert marks.of_video(session, reader_of(session, None), video.id) == VideoMarks(
        1, 0, is_liked=False, is_saved=False
    )
    for listed in (marks.videos_liked, marks.videos_saved):
        assert [one.thing.id for one in listed(session, bob.id, Window()).rows] == ["dQw4w9WgXcQ"]
    marks.unlike_video(session, viewer_of(bob), video.id)
    marks.unsave_video(session, viewer_of(bob), video.id)
    assert marks.of_video(session, reader_of(session, bob), video.id) == VideoMarks(
        0, 0, is_liked=False, is_saved=False
    )


def test_what_a_moderator_took_out_is_told_to_the_author_and_staff_alone(
    session: Session, alice: User, bob: User, mia: User
) -> None:
    post = write_post(session, alice, title="My phone is 555")
    posting.edit(session, viewer_of(mia), post, PostChanges(title="My phone"), 1, NOW, "a phone number")
    posting.edit(session, viewer_of(alice), post, PostChanges(title="My new phone"), 2, NOW)
    told = {
        who: [(one.version.title, one.reason) for one in versions(session, reader_of(session, who), post).rows]
        for who in (alice, mia, bob, None)
    }
    assert told[None] == told[bob] == [("My new phone", None), ("My phone", None)]
    assert (
        told[alice] == told[mia] == [("My new phone", None), ("My phone", "a phone number"), ("My phone is 555", None)]
    )


def test_the_name_of_an_editor_is_told_to_those_who_see_them(
    session: Session, alice: User, bob: User, mia: User
) -> None:
    post = write_post(session, alice)
    posting.edit(session, viewer_of(mia), post, PostChanges(title="Kites"), 1, NOW, "clearer")
    session.add(Block(blocker_id=mia.id, blocked_id=bob.id))
    session.commit()
    for who, editors in ((bob, [None]), (None, [mia])):
        assert [one.editor for one in versions(session, reader_of(session, who), post).rows] == editors
