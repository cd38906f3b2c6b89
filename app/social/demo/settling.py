"""Puts the demo members with all they do into the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any, cast

from psycopg import Cursor, sql
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.accounts.passwords import hash_password
from app.models import User
from app.search.folding import fold
from app.social.demo import liking, members, watching, writing
from app.social.demo.charted import Charts
from app.social.demo.members import LOGINS, PASSWORD, Member
from app.social.demo.writing import DemoComment, DemoPost
from app.social.markdown import render
from app.social.texts import folded_post

_UNUSABLE = "unusable"
"""In place of a hash: no password is right, and none has to be made."""

_html = cache(render)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """How many rows were made."""

    members: int
    posts: int
    comments: int


def settle(session: Session, seed: int, since: datetime, now: datetime) -> Settled | None:
    """Make the members of a world and what they did between two times; nothing is committed.

    The same number makes the same members of the same charts. None, and nothing done, where there are members already.
    """
    if session.scalar(select(User.id).limit(1)) is not None:
        return None
    chance = Random(f"{seed}:members")  # noqa: S311  (nothing secret comes of it)
    people, charts = members.everybody(chance, now), Charts.load(session, since)
    user_ids = _ids(session, "users", len(people))
    _copy(session, "users", _USER, (_user(*one) for one in zip(user_ids, people, strict=True)))
    follows = members.follows(chance, people, since, now)
    requests = members.requests(chance, people, since, now)
    posts = writing.posts(chance, people, charts, since, now)
    comments = writing.comments(chance, people, posts, now)
    post_ids = _write(session, user_ids, posts, comments)
    rows = ((user_ids[pair.follower], user_ids[pair.followed], pair.at) for pair in follows)
    _copy(session, "follows", ("follower_id", "followed_id", "created_at"), rows)
    rows = ((user_ids[pair.follower], user_ids[pair.followed], pair.at) for pair in requests)
    _copy(session, "follow_requests", ("requester_id", "target_id", "created_at"), rows)
    for table, a_day in (("video_likes", liking.VIDEO_LIKES_A_DAY), ("video_saves", liking.VIDEO_SAVES_A_DAY)):
        marks = liking.of_videos(chance, people, charts, a_day, since, now)
        rows = ((user_ids[mark.member], mark.what, mark.at) for mark in marks)
        _copy(session, table, ("user_id", "video_id", "created_at"), rows)
    for table, marks in zip(("post_likes", "post_saves"), liking.of_posts(chance, people, posts, now), strict=True):
        rows = ((user_ids[mark.member], post_ids[mark.what], mark.at) for mark in marks)
        _copy(session, table, ("user_id", "post_id", "created_at"), rows)
    _watch(session, Random(f"{seed}:watches"), user_ids, people, charts, since, now)  # noqa: S311
    session.execute(text("ANALYZE users, follows, posts, comments, video_likes, video_saves, post_likes, watches"))
    return Settled(len(people), len(posts), len(comments))


_USER = (
    *("id", "username", "email", "password_hash", "role", "created_at", "activated_at", "bio", "home_region"),
    *("is_private", "shows_likes"),
)


def _user(user_id: int, member: Member) -> Row:
    password_hash = hash_password(PASSWORD) if member.username in LOGINS else _UNUSABLE
    joined = member.created_at, member.created_at + timedelta(minutes=5)
    account = (user_id, member.username, f"{member.username}@upswell.example", password_hash, member.role.value)
    return (*account, *joined, member.bio, member.home, member.is_private, member.shows_likes)


_POST = (
    *("id", "author_id", "title", "content", "content_html", "folded", "tags", "video_id", "region_code"),
    *("created_at", "updated_at"),
)
_VERSION = ("post_id", "version", "title", "content", "tags", "editor_id", "created_at")
_COMMENT = ("id", "post_id", "author_id", "reply_to_id", "content", "content_html", "folded", "created_at")


def _watch(
    session: Session,
    chance: Random,
    user_ids: Sequence[int],
    people: list[Member],
    charts: Charts,
    since: datetime,
    now: datetime,
) -> None:
    """Store what they watched and read, by a chance of its own, so that the rest of the world stays as it was."""
    watched = watching.watches(chance, people, charts, since, now)
    rows: Iterable[Row] = ((user_ids[one.member], *one[1:]) for one in watched)
    _copy(session, "watches", ("user_id", "video_id", "kind", "count", "last_at"), rows)
    rows = ((user_id, watching.languages(chance, one)) for user_id, one in zip(user_ids, people, strict=True))
    _copy(session, "taste_settings", ("user_id", "languages"), rows)


def _write(
    session: Session, user_ids: Sequence[int], posts: list[DemoPost], comments: list[DemoComment]
) -> Sequence[int]:
    """Store what was written, each with its first version; ids grow with time."""
    post_ids = _ids(session, "posts", len(posts))
    comment_ids = dict(zip(map(id, comments), _ids(session, "comments", len(comments)), strict=True))
    _copy(session, "posts", _POST, (_post(one, post, user_ids) for one, post in zip(post_ids, posts, strict=True)))
    versions = (
        (one, 1, post.title, post.content, post.tags, user_ids[post.author], post.at)
        for one, post in zip(post_ids, posts, strict=True)
    )
    _copy(session, "post_versions", _VERSION, versions)
    rows = (
        (
            *(comment_ids[id(one)], post_ids[one.post], user_ids[one.author], comment_ids.get(id(one.answers))),
            *(one.content, _html(one.content), fold(one.content), one.at),
        )
        for one in comments
    )
    _copy(session, "comments", _COMMENT, rows)
    return post_ids


def _post(post_id: int, post: DemoPost, user_ids: Sequence[int]) -> Row:
    folded = folded_post(post.title, post.content, post.tags)
    texts = (post.title, post.content, _html(post.content), folded, post.tags)
    about = post.charted.video_id, post.charted.region_code
    return (post_id, user_ids[post.author], *texts, *about, post.at, post.at)


def _ids(session: Session, table: str, count: int) -> Sequence[int]:
    """The next ids of a table, in order."""
    drawn = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return session.scalars(drawn, {"table": table, "count": count}).all()


def _copy(session: Session, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    cursor = cast(Cursor, session.connection().connection.cursor())
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
