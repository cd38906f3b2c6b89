"""Members who act at once: counts stay exact, and of those who edit one version one wins."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Post, PostVersion, User
from app.social import marks, posting
from app.social.drafts import PostChanges
from app.social.posting import StaleEdit
from tests.accounts.racing import at_once
from tests.members import add_member
from tests.social.writing import viewer_of, write_post

THREADS = 10
ROUNDS = 5
NOW = datetime.now(UTC)


@pytest.fixture
def post_id(fresh_app: APIFlask) -> int:
    with fresh_app.app_context():
        return write_post(db.session(), add_member(db.session(), "alice")).id


def test_of_fifty_who_edit_one_version_after_another_one_wins_each(fresh_app: APIFlask, post_id: int) -> None:
    def editor(number: int, version: int) -> Callable[[Session], object]:
        def edit(session: Session) -> str:
            post = session.get_one(Post, post_id)
            alice = session.get_one(User, post.author_id)
            posting.edit(session, viewer_of(alice), post, PostChanges(title=f"{version}-{number}"), version, NOW)
            return post.title

        return edit

    won = []
    for version in range(1, ROUNDS + 1):
        results = at_once(fresh_app, *(editor(number, version) for number in range(THREADS)))
        assert sum(isinstance(one, StaleEdit) for one in results) == THREADS - 1
        won += [one for one in results if isinstance(one, str)]
    with fresh_app.app_context():
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
