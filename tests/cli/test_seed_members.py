"""`flask seed` makes members who follow, write and like, once, and their talk counts in the rankings."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from apiflask import APIFlask
from sqlalchemy import and_, func, select

from app import create_app
from app.accounts.passwords import verify
from app.extensions import db
from app.models import Comment, Follow, FollowRequest, Post, PostVersion, TasteSettings, User, Watch, login_select
from app.social import demo
from app.social.demo.phrasebook import phrasebooks
from config import Settings
from tests import servers
from tests.members import add_member
from tests.visited import watched

NOW = datetime(2026, 11, 20, 10, 25, tzinfo=UTC)


def seed(app: APIFlask, at: datetime = NOW) -> str:
    with time_machine.travel(at, tick=False):
        return app.test_cli_runner().invoke(args=["seed", "--days", "2"], catch_exceptions=False).output


def application(settings: Settings, url: str) -> APIFlask:
    return watched(create_app(settings.model_copy(update={"database_url": url})))


@pytest.fixture(scope="module")
def template(settings: Settings) -> Iterator[tuple[str, str]]:
    """The address of a database that was seeded once, and what the command told."""
    url = servers.clone(os.environ["DATABASE_URL"], f"upswell_seeded_{os.getpid()}")
    app = application(settings, url)
    told = seed(app)
    with app.app_context():
        db.engine.dispose()
    yield url, told
    servers.drop_database(url)


@pytest.fixture
def seeded(settings: Settings, template: tuple[str, str], empty_cache: None) -> Iterator[APIFlask]:
    """An application on a copy of it."""
    url = servers.clone(template[0], f"upswell_copy_{os.getpid()}")
    app = application(settings, url)
    yield app
    with app.app_context():
        db.engine.dispose()
    servers.drop_database(url)


def test_the_command_tells_who_can_log_in_and_how(seeded: APIFlask, template: tuple[str, str]) -> None:
    _, output = template
    assert "200 members" in output
    assert "Log in as alice, bob, charlie, marit (moderator), anton (admin)" in output
    with seeded.app_context():
        for name, role in demo.LOGINS.items():
            user = db.session.scalars(login_select(name)).one()
            assert (user.role, user.is_active, verify(user.password_hash, demo.PASSWORD)) == (role, True, True)
            assert f'"{demo.PASSWORD}"' in output
        others = select(User).where(User.username.not_in(demo.LOGINS))
        assert not any(verify(user.password_hash, demo.PASSWORD) for user in db.session.scalars(others.limit(5)))
        assert db.session.scalar(select(func.count()).where(User.activated_at.is_(None))) == 0


def test_seeding_again_adds_no_members(seeded: APIFlask) -> None:
    output = seed(seeded, NOW + timedelta(hours=1))
    assert "There are members already; none are added." in output
    with seeded.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 200


def test_members_of_ones_own_are_left_alone(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        add_member(db.session(), "alice")
    seed(fresh_app)
    with fresh_app.app_context():
        assert db.session.scalars(select(User.username)).all() == ["alice"]


def test_alice_follows_twenty_private_members_among_them_and_others_wait_for_her(seeded: APIFlask) -> None:
    with seeded.app_context():
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


def test_ids_grow_with_time_and_every_post_has_its_first_version(seeded: APIFlask) -> None:
    with seeded.app_context():
        for written in (Post, Comment):
            times = db.session.scalars(select(written.created_at).order_by(written.id)).all()
            assert times
            assert all(before <= after for before, after in pairwise(times))
            assert times[-1] <= NOW
        posts, versions = (db.session.scalar(select(func.count()).select_from(one)) for one in (Post, PostVersion))
        assert posts == versions
        late = select(Comment.id).join(Post, Post.id == Comment.post_id).where(Comment.created_at < Post.created_at)
        assert db.session.scalar(late) is None


def test_members_watch_and_read_languages_so_that_decks_can_be_built(seeded: APIFlask) -> None:
    with seeded.app_context():
        watched = dict(db.session.execute(select(Watch.kind, func.count()).group_by(Watch.kind)).all())
        assert watched["view"] > watched["play"] > watched["complete"] > 100
        late = select(func.count()).where(Watch.last_at > NOW)
        assert db.session.scalar(late) == 0
        alice = db.session.scalars(login_select("alice")).one()
        settings = db.session.get_one(TasteSettings, alice.id)
        assert (alice.home_region, settings.languages[:2], settings.is_on) == ("GB", ["en", "pl"], True)


def test_what_members_say_is_seen_in_the_lists(seeded: APIFlask) -> None:
    entries = seeded.test_client().get("/v1/trending/PL?explain=1").get_json()["data"]
    parts = [part for entry in entries for part in entry["receipt"]["parts"] if part["name"] == "community"]
    assert sum(part["points"] > 0 for part in parts) > len(parts) / 4
    assert " about it</span>" in seeded.test_client().get("/trending/PL").text


def test_every_language_has_words_for_every_kind_and_tags_as_members_write_them() -> None:
    for book in phrasebooks():
        assert set(book.kinds) == {"music", "sport", "games", "news"}
        for phrases in (book.anything, *book.kinds.values()):
            filled = [one.format(channel="C", title="T", rank=1) for one in phrases.titles + phrases.bodies]
            assert all(filled)
            assert all(tag == tag.casefold() and " " not in tag and len(tag) <= 30 for tag in phrases.tags)
