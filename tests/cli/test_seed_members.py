"""`flask seed` makes members who follow, write and like, once, and their talk counts in the rankings."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import time_machine
from apiflask import APIFlask
from sqlalchemy import and_, func, select, text

from app.accounts.passwords import verify
from app.extensions import db
from app.jobs import feed as jobs
from app.models import Comment, Follow, FollowRequest, Post, PostVersion, TasteSettings, User, Watch, login_select
from app.social import demo
from app.social.demo.phrasebook import phrasebooks

NOW = datetime(2026, 11, 20, 10, 25, tzinfo=UTC)


def seed(app: APIFlask, at: datetime = NOW) -> str:
    with time_machine.travel(at, tick=False):
        return app.test_cli_runner().invoke(args=["seed", "--days", "1"], catch_exceptions=False).output


def test_the_command_makes_members_who_log_in_follow_write_and_watch_and_makes_them_once(fresh_app: APIFlask) -> None:
    output = seed(fresh_app)
    assert "200 members" in output
    check_the_lists(fresh_app)
    with fresh_app.app_context():
        check_the_logins(output)
        check_who_follows_alice_and_whom_she_follows()
        check_what_they_wrote()
        check_what_they_watched()
        check_that_decks_are_built_by_one_job_at_a_time()
    again = seed(fresh_app, NOW + timedelta(hours=1))
    assert "There are members already; none are added." in again
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 200


def check_that_decks_are_built_by_one_job_at_a_time() -> None:
    held = db.session.scalar(text("SELECT lock FROM procrastinate_jobs WHERE task_name = 'feed.build'"))
    assert held == jobs.build.lock == jobs.build_if_due.lock is not None


def check_the_logins(output: str) -> None:
    assert "Log in as alice, bob, charlie, marit (moderator), anton (admin)" in output
    for name, role in demo.LOGINS.items():
        user = db.session.scalars(login_select(name)).one()
        assert (user.role, user.is_active, verify(user.password_hash, demo.PASSWORD)) == (role, True, True)
        assert f'"{demo.PASSWORD}"' in output
    others = select(User).where(User.username.not_in(demo.LOGINS))
    assert not any(verify(user.password_hash, demo.PASSWORD) for user in db.session.scalars(others.limit(5)))
    assert db.session.scalar(select(func.count()).where(User.activated_at.is_(None))) == 0


def check_who_follows_alice_and_whom_she_follows() -> None:
    """She follows twenty, private members among them, and others wait for her."""
    alice = db.session.scalars(login_select("alice")).one()
    followed = select(User).join(Follow, Follow.followed_id == User.id).where(Follow.follower_id == alice.id)
    people = db.session.scalars(followed).all()
    assert (len(people), alice.following_count) == (20, 20)
    assert sum(one.is_private for one in people) >= 3
    waiting = select(FollowRequest.requester_id).where(FollowRequest.target_id == alice.id)
    assert len(db.session.scalars(waiting).all()) >= 3
    private_targets = select(User.is_private).join(FollowRequest, FollowRequest.target_id == User.id)
    assert set(db.session.scalars(private_targets)) == {True}
    both = select(Follow.id).join(
        FollowRequest,
        and_(FollowRequest.requester_id == Follow.follower_id, FollowRequest.target_id == Follow.followed_id),
    )
    assert db.session.scalar(both) is None


def check_what_they_wrote() -> None:
    """Ids grow with time, and every post has its first version."""
    for written in (Post, Comment):
        times = db.session.scalars(select(written.created_at).order_by(written.id)).all()
        assert times
        assert all(before <= after for before, after in pairwise(times))
        assert times[-1] <= NOW
    posts, versions = (db.session.scalar(select(func.count()).select_from(one)) for one in (Post, PostVersion))
    assert posts == versions
    late = select(Comment.id).join(Post, Post.id == Comment.post_id).where(Comment.created_at < Post.created_at)
    assert db.session.scalar(late) is None


def check_what_they_watched() -> None:
    """They watch and read languages, so that decks can be built."""
    watched = dict(db.session.execute(select(Watch.kind, func.count()).group_by(Watch.kind)).all())
    assert watched["view"] > watched["play"] > watched["complete"] > 100
    late = select(func.count()).where(Watch.last_at > NOW)
    assert db.session.scalar(late) == 0
    alice = db.session.scalars(login_select("alice")).one()
    settings = db.session.get_one(TasteSettings, alice.id)
    assert (alice.home_region, settings.languages[:2], settings.is_on) == ("GB", ["en", "pl"], True)


def check_the_lists(app: APIFlask) -> None:
    """What members say is seen there."""
    entries = app.test_client().get("/v1/trending/PL?explain=1").get_json()["data"]
    parts = [part for entry in entries for part in entry["receipt"]["parts"] if part["name"] == "community"]
    assert sum(part["points"] > 0 for part in parts) > len(parts) / 4
    assert " about it</span>" in app.test_client().get("/trending/PL").text


def test_every_language_has_words_for_every_kind_and_tags_as_members_write_them() -> None:
    for book in phrasebooks():
        assert set(book.kinds) == {"music", "sport", "games", "news"}
        for phrases in (book.anything, *book.kinds.values()):
            filled = [one.format(channel="C", title="T", rank=1) for one in phrases.titles + phrases.bodies]
            assert all(filled)
            assert all(tag == tag.casefold() and " " not in tag and len(tag) <= 30 for tag in phrases.tags)
