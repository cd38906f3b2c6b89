"""Members who act at once: counts stay exact, and of those who edit one version one wins."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.access import NotAllowed
from app.extensions import db
from app.models import Comment, Post, PostVersion, User, Video
from app.social import commenting, marks, posting
from app.social.comments import UnknownComment
from app.social.drafts import CommentChanges, PostChanges
from app.social.posting import StaleEdit
from app.trending.intake import take_in
from tests.accounts.racing import at_once
from tests.members import add_member
from tests.social.conftest import WRITERS
from tests.social.writing import viewer_of, write_comment, write_post
from tests.trending.worlds import GivenSource, chart

THREADS = 10
ROUNDS = 5
NOW = datetime.now(UTC)


@pytest.fixture
def post_id(fresh_app: APIFlask) -> int:
    with fresh_app.app_context():
        return write_post(db.session(), add_member(db.session(), "alice")).id


def test_of_fifty_who_edit_one_version_at_once_one_wins_each_time(crowded_app: APIFlask, post_id: int) -> None:
    def editor(number: int, version: int) -> Callable[[Session], object]:
        def edit(session: Session) -> str:
            post = session.get_one(Post, post_id)
            alice = session.get_one(User, post.author_id)
            posting.edit(session, viewer_of(alice), post, PostChanges(title=f"{version}-{number}"), version, NOW)
            return post.title

        return edit

    won = []
    for version in range(1, ROUNDS + 1):
        results = at_once(crowded_app, *(editor(number, version) for number in range(WRITERS)))
        assert sum(isinstance(one, StaleEdit) for one in results) == WRITERS - 1
        won += [one for one in results if isinstance(one, str)]
    with crowded_app.app_context():
        post = db.session.get_one(Post, post_id)
        kept = db.session.scalars(select(PostVersion.title).order_by(PostVersion.version)).all()
    assert (post.version, post.title) == (ROUNDS + 1, won[-1])
    assert kept == ["Lanterns", *won]


def test_likes_that_come_and_go_at_once_are_counted_exactly(fresh_app: APIFlask, post_id: int) -> None:
    with fresh_app.app_context():
        ids = [add_member(db.session(), f"member{number}").id for number in range(THREADS)]

    def act(number: int) -> Callable[[Session], object]:
        def like(session: Session) -> None:
            viewer = viewer_of(session.get_one(User, ids[number]))
            for _ in range(ROUNDS):
                marks.like_post(session, viewer, post_id)
                if number % 2:
                    marks.unlike_post(session, viewer, post_id)
                session.commit()

        return like

    assert at_once(fresh_app, *map(act, range(THREADS))) == [None] * THREADS
    with fresh_app.app_context():
        assert db.session.get_one(Post, post_id).likes_count == THREADS // 2


@pytest.mark.usefixtures("post_id")
def test_posts_that_trade_their_videos_at_once_do_not_wait_for_each_other(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        take_in(db.session(), GivenSource(), chart(["one", "two"]))
        members = [add_member(db.session(), f"member{number}") for number in range(THREADS)]
        posts = [write_post(db.session(), one, video_id=["one", "two"][one.id % 2]).id for one in members]

    def move(post_id: int) -> Callable[[Session], object]:
        def trade(session: Session) -> None:
            for version in range(1, 4 * ROUNDS + 1):
                post = session.get_one(Post, post_id, populate_existing=True)
                author = viewer_of(session.get_one(User, post.author_id))
                video = "one" if (post.author_id + version) % 2 == 0 else "two"
                posting.edit(session, author, post, PostChanges(video_id=video), version, NOW)
                session.commit()

        return trade

    assert at_once(fresh_app, *(move(post) for post in posts)) == [None] * THREADS
    with fresh_app.app_context():
        counted = db.session.execute(
            select(Video.member_posts, func.count(Post.id)).join(Post).group_by(Video.id)
        ).all()
    assert sorted(row[0] for row in counted) == sorted(row[1] for row in counted)


def test_a_comment_that_was_removed_meanwhile_is_not_changed(session: Session, alice: User, adam: User) -> None:
    comment = write_comment(session, alice, write_post(session, alice))
    assert comment.removed_at is None
    removal = {"removed_at": NOW, "removal_reason": "It shouts.", "removed_by_id": adam.id}
    session.execute(update(Comment).values(removal).execution_options(synchronize_session=False))
    assert comment.removed_at is None  # as a request knows it that began before
    with pytest.raises(NotAllowed, match="removed"):
        commenting.edit(session, viewer_of(alice), comment, CommentChanges(content="Louder."), comment.created_at)
    commenting.delete(session, viewer_of(alice), comment, NOW)
    with pytest.raises(UnknownComment):
        commenting.delete(session, viewer_of(adam), comment, NOW, "Another reason.")
