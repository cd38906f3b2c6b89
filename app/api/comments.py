"""Comments under posts, and replies to them."""

from apiflask import APIBlueprint

from app.accounts import access
from app.api import throttles
from app.api.idempotency import idempotent
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.queries import query as query_of
from app.api.schemas.comments import CommentAnswer, CommentList
from app.api.schemas.posts import RemovalQuery
from app.api.users import named
from app.extensions import db
from app.models import Comment
from app.social import commenting, members, posts
from app.social import comments as seen_comments
from app.social.comments import UnknownComment
from app.social.drafts import CommentChanges, CommentDraft

comments = APIBlueprint("comments", __name__, tag="Comments", url_prefix="/v1")
comments.after_request(keep_apart)


@comments.get("/posts/<post_id>/comments")
@query_of(comments, WindowQuery)
@comments.output(CommentList)
@comments.doc(responses=LINKED)
def index(post_id: str, query: WindowQuery) -> tuple[CommentList, int, dict[str, str]]:
    """Comments and replies under a post, the newest first

    A comment that was deleted or is hidden from you stands as a placeholder while it has replies that you see.
    """
    window, post = query.window(), posts.find(db.session(), reading(), post_id).post
    page = seen_comments.of_post(db.session(), reading(), post.id, window)
    return CommentList.of(page.rows), 200, links(page, window, lambda one: one.comment.id)


@comments.get("/users/<user_id>/comments")
@query_of(comments, WindowQuery)
@comments.output(CommentList)
@comments.doc(responses=LINKED)
def by_member(user_id: str, query: WindowQuery) -> tuple[CommentList, int, dict[str, str]]:
    """Comments of a member, the newest first

    Of a private member only followers see any.
    """
    window, user = query.window(), members.find(db.session(), reading(), named(user_id)).user
    page = seen_comments.by_member(db.session(), reading(), user.id, window)
    return CommentList.of(page.rows), 200, links(page, window, lambda one: one.comment.id)


@comments.post("/posts/<post_id>/comments")
@throttles.comments
@idempotent
@comments.input(CommentDraft, arg_name="draft")
@comments.output(CommentAnswer, status_code=201)
@comments.doc(security="bearer")
def create(post_id: str, draft: CommentDraft) -> tuple[CommentAnswer, int, dict[str, str]]:
    """Comment on a post, or answer a comment

    Threads have two levels: an answer to a reply stands under the same comment as that.
    """
    viewer, post = access.member(identity()), posts.find(db.session(), reading(), post_id).post
    comment = commenting.create(db.session(), viewer, reading(), post, draft)
    seen = seen_comments.find(db.session(), reading(), comment.id)
    return CommentAnswer.of(seen), 201, {"Location": f"/v1/comments/{comment.id}"}


@comments.get("/comments/<comment_id>")
@comments.output(CommentAnswer)
def show(comment_id: str) -> CommentAnswer:
    """A comment"""
    return CommentAnswer.of(seen_comments.find(db.session(), reading(), comment_id))


@comments.patch("/comments/<comment_id>")
@comments.input(CommentChanges, arg_name="changes")
@comments.output(CommentAnswer)
@comments.doc(security="bearer")
def update(comment_id: str, changes: CommentChanges) -> CommentAnswer:
    """Edit your comment, for 15 minutes"""
    viewer, comment = access.member(identity()), _written(comment_id)
    commenting.edit(db.session(), viewer, comment, changes, reading().now)
    answer = CommentAnswer.of(seen_comments.find(db.session(), reading(), comment_id))
    db.session.commit()
    return answer


@comments.delete("/comments/<comment_id>")
@query_of(comments, RemovalQuery)
@comments.output({}, status_code=204)
@comments.doc(security="bearer")
def destroy(comment_id: str, query: RemovalQuery) -> tuple[str, int]:
    """Delete your comment; an admin removes another's with a `reason`"""
    viewer, comment = access.member(identity()), _written(comment_id)
    commenting.delete(db.session(), viewer, comment, reading().now, query.reason)
    db.session.commit()
    return "", 204


def _written(comment_id: str) -> Comment:
    """A comment that is there, and no placeholder."""
    seen = seen_comments.find(db.session(), reading(), comment_id)
    if seen.is_placeholder:
        raise UnknownComment(comment_id)
    return seen.comment
