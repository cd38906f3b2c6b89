"""The queries behind the lists of members use their indexes and read a bounded number of rows among many follows."""

from collections.abc import Callable, Iterator

import pytest
from apiflask import APIFlask
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.extensions import db
from app.models import User
from app.social import following, hiding, members, suggestions
from app.social.counts import EXACT_UP_TO
from app.social.paging import Window
from app.social.reader import Reader
from tests.members import NOW, add_member
from tests.social.writing import viewer_of
from tests.trending.test_plans import plans, rows_read

CROWD, FOLLOWS, OF_STAR, OF_READER = 14_000, 70_000, 5_000, 500
SUGGESTED = suggestions.MAX_FRIENDS * suggestions.MAX_OF_EACH
READER, STAR, FIRST = 1, 2, 3
"""Ids: those of the crowd begin at the last."""

FILL = f"""
ALTER TABLE follows DISABLE TRIGGER count_follow;
INSERT INTO users (username, email, password_hash, activated_at)
SELECT 'crowd' || n, 'crowd' || n || '@example.org', 'unusable', now() FROM generate_series(1, {CROWD}) n;
INSERT INTO follows (follower_id, followed_id)
SELECT DISTINCT follower, followed FROM (
    SELECT {FIRST} + n % {CROWD} AS follower, {FIRST} + n * 7919 % ({CROWD} / (1 + n % 97)) AS followed
    FROM generate_series(1, {FOLLOWS}) n
) pairs WHERE follower <> followed;
INSERT INTO follows (follower_id, followed_id) SELECT {FIRST} + n, {STAR} FROM generate_series(1, {OF_STAR}) n;
INSERT INTO follows (follower_id, followed_id) SELECT {READER}, {FIRST} + 7 * n FROM generate_series(1, {OF_READER}) n;
INSERT INTO blocks (blocker_id, blocked_id) SELECT {READER}, {FIRST} + 7 * n + 1 FROM generate_series(1, {OF_READER}) n;
INSERT INTO mutes (muter_id, muted_id) SELECT {READER}, {FIRST} + 7 * n + 2 FROM generate_series(1, {OF_READER}) n;
INSERT INTO follow_requests (requester_id, target_id) SELECT {FIRST} + n, {READER} FROM generate_series(1, {OF_STAR}) n;
UPDATE users SET followers_count = (SELECT count(*) FROM follows WHERE followed_id = users.id),
    following_count = (SELECT count(*) FROM follows WHERE follower_id = users.id);
ALTER TABLE follows ENABLE TRIGGER count_follow;
ANALYZE users, follows, follow_requests, blocks, mutes
"""
TABLES = ("users", "follows", "follow_requests")


def _viewer(session: Session, reader: Reader) -> Viewer:
    return viewer_of(session.get_one(User, reader.id))


Action = Callable[[Session, Reader, User], object]
ACTIONS: dict[str, tuple[Action, int]] = {
    "a star": (lambda session, reader, star: members.find(session, reader, star.id), EXACT_UP_TO),
    "the newest members": (lambda session, reader, _: members.listed(session, reader, Window()), EXACT_UP_TO),
    "who follows a star": (lambda *given: members.followers(*given, Window()), EXACT_UP_TO),
    "older followers": (lambda *given: members.followers(*given, Window(max_id=FOLLOWS + 100)), EXACT_UP_TO),
    "whom the reader follows": (
        lambda session, reader, _: members.following(session, reader, session.get_one(User, reader.id), Window()),
        EXACT_UP_TO,
    ),
    "who waits": (lambda session, reader, _: following.requests(session, reader, Window()), 100),
    "who is blocked": (lambda session, reader, _: hiding.blocked(session, _viewer(session, reader), Window()), 100),
    "who is muted": (lambda session, reader, _: hiding.muted(session, reader, Window()), 100),
    "whom to follow": (lambda session, reader, _: suggestions.suggested(session, reader, 10), SUGGESTED),
    "whom a stranger is to follow": (lambda session, *_: suggestions.suggested(session, Reader(NOW), 10), SUGGESTED),
}
"""Each with the most rows that it may read."""


@pytest.fixture
def crowded(fresh_app: APIFlask) -> Iterator[tuple[Reader, User]]:
    """A reader who follows, blocks and mutes hundreds, and a star whom thousands follow."""
    with fresh_app.app_context():
        reader, star = (add_member(db.session(), name) for name in ("reader", "star"))
        assert (reader.id, star.id) == (READER, STAR)
        for statement in FILL.split(";"):
            db.session.execute(text(statement))
        db.session.commit()
        yield Reader(NOW, READER), star


def test_no_list_of_members_reads_more_than_it_needs(crowded: tuple[Reader, User]) -> None:
    for name, (action, most) in ACTIONS.items():
        for plan in plans(lambda action=action: action(db.session(), *crowded)):
            assert [table for table in TABLES if f"Seq Scan on {table}" in plan] == [], (name, plan)
            assert rows_read(plan) <= most, (name, plan)
