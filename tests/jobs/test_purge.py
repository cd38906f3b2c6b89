"""What its authors deleted long ago is deleted for good by the schedule."""

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.extensions import db
from app.models import Comment, Post, User
from app.social.posting import KEPT
from tests.jobs.test_schedule import run_task
from tests.social.writing import write_comment, write_post


def test_posts_and_comments_that_were_deleted_long_ago_are_purged(runner: FlaskCliRunner, member: User) -> None:
    kept, gone = write_post(db.session(), member), write_post(db.session(), member)
    said, unsaid = write_comment(db.session(), member, kept), write_comment(db.session(), member, kept)
    for one, days in ((gone, 1), (unsaid, 1), (kept, -1), (said, -1)):
        one.deleted_at = datetime.now(UTC) - KEPT - timedelta(days=days)
    db.session.commit()
    left = kept.id, said.id
    run_task(runner, "social.purge")
    assert (db.session.scalars(select(Post.id)).all(), db.session.scalars(select(Comment.id)).all()) == (
        [left[0]],
        [left[1]],
    )
