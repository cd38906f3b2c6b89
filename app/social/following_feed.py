"""The Following feed: the posts of a member and of those whom they follow, in the order of time and nothing else.

The feed is made when it is read. Of each author the newest post is looked up in the index of posts by author; only the
authors of the newest of these can have a place on the page, and only their posts are read.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, literal, select, true, union_all
from sqlalchemy.orm import Session

from app.models import Follow, Post, User
from app.models.aliases import shared_alias
from app.social.feed_filters import NO_FILTERS, Filters
from app.social.paging import MAX_LIMIT, Page, Window
from app.social.posts import SeenPost, listed_select, seen_from
from app.social.reader import Reader, Surface
from app.social.visibility import is_shown, sees_writing_of

NEAREST, FOLLOWED = shared_alias(Post, "nearest_post"), shared_alias(User, "followed")
MAX_OFFSET = 1_000
"""How far clients that page by numbers get."""


def page(session: Session, reader: Reader, window: Window, filters: Filters = NO_FILTERS) -> Page[SeenPost]:
    """A page of the feed of a member; one statement."""
    rows = session.execute(page_select(reader, window, filters))
    return window.page([seen_from(row, reader, Surface.HOME) for row in rows])


def page_select(reader: Reader, window: Window, filters: Filters = NO_FILTERS) -> Select[*tuple[Any, ...]]:
    """The page's posts and one more, in the order of `Window.apply`, with what the reader sees of them."""
    near = ids_select(reader, window, filters).subquery("near")
    rows = listed_select(reader, Surface.HOME).join(near, near.c.id == Post.id)
    return rows.order_by(window.order(Post.id))


def newer_than(session: Session, reader: Reader, post_id: int, filters: Filters = NO_FILTERS) -> int:
    """How many posts of the feed are newer than one; above MAX_LIMIT they are no longer counted."""
    rows = ids_select(reader, Window(limit=MAX_LIMIT, since_id=post_id), filters)
    return len(session.scalars(rows).all())


def ids_select(reader: Reader, window: Window, filters: Filters = NO_FILTERS) -> Select[int]:
    """The ids of the page's posts and one more, as `Window.apply` takes them."""
    authors = _authors(reader)
    nearest = _taken(reader, window, filters, NEAREST, authors.c.id, 1).lateral()
    near = select(authors.c.id).join(nearest, true()).order_by(window.order(nearest.c.id)).limit(window.reach)
    chosen = near.cte("chosen")
    posts = _taken(reader, window, filters, Post, chosen.c.id, window.reach).lateral()
    return window.apply(select(posts.c.id).select_from(chosen).join(posts, true()), posts.c.id)


def _authors(reader: Reader) -> Subquery:
    """The reader, and those of whom they follow whose writing comes to them."""
    followed = select(Follow.followed_id).where(Follow.follower_id == reader.id)
    people = union_all(select(literal(reader.id).label("id")), followed).subquery()
    return (
        select(FOLLOWED.id)
        .join(people, people.c.id == FOLLOWED.id)
        .where(sees_writing_of(reader, Surface.HOME, FOLLOWED))
        .subquery("authors")
    )


def _taken(
    reader: Reader, window: Window, filters: Filters, post: type[Post], author_id: ColumnElement[int], limit: int
) -> Select[int]:
    """The first of one author's posts, from the end that the window begins at."""
    rows = select(post.id).where(
        post.author_id == author_id,
        post.deleted_at.is_(None),
        post.removed_at.is_(None),  # also of the reader's own: a removed post is told on its page
        is_shown(reader, Surface.HOME, post),
        window.holds(post.id),
        *_conditions(filters, post),
    )
    return rows.order_by(window.order(post.id)).limit(limit)


def _conditions(filters: Filters, post: type[Post]) -> list[ColumnElement[bool]]:
    conditions = [post.folded.contains(word) for word in filters.words]  # which holds nothing that LIKE reads
    if filters.tags:
        conditions.append(post.tags.op("&&")(filters.tag_list))
    if filters.since is not None:
        conditions.append(post.created_at >= filters.since)
    if filters.until is not None:
        conditions.append(post.created_at < filters.until)
    return conditions
