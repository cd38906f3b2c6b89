"""What the pages of posts show: a post with its threads, its versions with what each changed, the way to older rows."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.extensions import db
from app.models import Post, Role
from app.social import comments
from app.social.commenting import EDITABLE_FOR
from app.social.drafts import CommentDraft
from app.social.paging import Page, Window
from app.social.post_versions import SeenVersion, versions
from app.social.posts import SeenPost
from app.web import differences
from app.web.differences import Piece
from app.web.forms import Form
from app.web.identity import reading, viewer
from app.web.posts.sent import new_key

VERSIONS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Edit:
    """A version and what it changed of the one before; of the first, and of the oldest that is told, nothing."""

    seen: SeenVersion
    before: SeenVersion | None
    changes: list[Piece]


def post_page(seen: SeenPost, window: Window, fresh_id: int | None = None) -> dict[str, Any]:
    """A post and one page of its threads; `fresh_id` is the comment that was just written."""
    threads = comments.threads(db.session(), reading(), seen.post.id, window)
    more = _older([one.comment.id for one in threads.rows], threads, "posts.show", post_id=seen.post.id)
    is_own = seen.post.author_id == reading().id
    shown = {"seen": seen, "threads": threads.rows, "more": more, "fresh_id": fresh_id}
    shown["edit_reason"] = _edit_reason(seen.post) if is_own and seen.post.version > 1 else None
    return (
        shown
        | may_do(seen)
        | {"form": Form(CommentDraft), "once": new_key(), "now": reading().now, "editable_for": EDITABLE_FOR}
    )


def may_do(seen: SeenPost) -> dict[str, bool]:
    """What the viewer may do with a post, to show the ways to it; whether they really may is asked again there."""
    member = viewer()
    is_own = member is not None and seen.post.author_id == member.id
    stands = seen.post.removed_at is None
    may_edit = stands if is_own else member is not None and member.role in {Role.MODERATOR, Role.ADMIN}
    may_delete = is_own or (member is not None and member.role is Role.ADMIN and stands)
    return {"is_own": is_own, "may_edit": may_edit, "may_delete": may_delete}


def versions_page(seen: SeenPost, window: Window) -> dict[str, Any]:
    """Versions with what each changed; of one more than is shown, to compare the last with."""
    page = versions(db.session(), reading(), seen.post, Window(VERSIONS_SHOWN + 1, max_id=window.max_id))
    shown = page.rows[:VERSIONS_SHOWN]
    before = [*page.rows[1:], None][: len(shown)]
    edits = [Edit(one, other, _changes(one, other)) for one, other in zip(shown, before, strict=True)]
    last = shown[-1].version.version if shown else 0
    has_more = len(page.rows) > VERSIONS_SHOWN
    more = url_for("posts.versions", post_id=seen.post.id, max_id=last) if has_more else None
    return {"seen": seen, "edits": edits, "more": more}


def items(page: Page[SeenPost], endpoint: str, **address: object) -> dict[str, Any]:
    """Posts of a list and the way to the older ones."""
    return {"rows": page.rows, "more": _older([one.post.id for one in page.rows], page, endpoint, **address)}


def _older(ids: list[int], page: Page[Any], endpoint: str, **address: Any) -> str | None:
    return url_for(endpoint, max_id=ids[-1], **address) if page.has_older else None


def _edit_reason(post: Post) -> str | None:
    """What a moderator stated who edited it last; None when its author did."""
    (latest,) = versions(db.session(), reading(), post, Window(1)).rows
    return latest.reason


def _changes(one: SeenVersion, before: SeenVersion | None) -> list[Piece]:
    if before is None:
        return []
    return differences.shortened(differences.pieces(before.version.content, one.version.content))
