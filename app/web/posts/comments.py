"""Comments: the page of one, where it is answered; writing one, changing one, taking one back.

Each answers htmx, whose place on the page of the post it was asked from, with all comments of that post.
"""

from datetime import UTC, datetime
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from app.accounts import access
from app.accounts.access import Permission
from app.extensions import db
from app.social import commenting, comments, posts
from app.social.commenting import COMMENTS_OF_MEMBER
from app.social.comments import SeenComment, UnknownComment
from app.social.drafts import CommentChanges, CommentDraft, Removal
from app.social.paging import Window
from app.social.posts import SeenPost
from app.web.forms import Form, Refused
from app.web.identity import identity, reading
from app.web.members import REFUSED, member, members_blueprint, per_member
from app.web.posts.pages import post_page
from app.web.posts.refusals import told
from app.web.posts.sent import new_key, once
from app.web.render import keep_private, render, render_private, send_to, wants_partial

blueprint = members_blueprint("comments")


@blueprint.get("/comments/<comment_id>")
def show(comment_id: str) -> Response:
    """A comment and the form to answer it; for htmx the form."""
    found, seen = _found(comment_id)
    form = _draft(comment_id)
    form.values = {"reply_to_id": str(found.comment.id), "content": _called(found)}
    return render("posts/comment.html", "posts/_reply.html", found=found, seen=seen, form=form, once=new_key())


@blueprint.post("/posts/<post_id>/comments")
@per_member(COMMENTS_OF_MEMBER)
def create(post_id: str) -> Response:
    form, seen = _draft(request.form.get("reply_to_id")), posts.find(db.session(), reading(), post_id)
    try:
        location = form.submit(lambda filled: once(member(), lambda: _created(seen, filled)), told)
    except Refused:
        return render_private("posts/write_comment.html", "posts/_write.html", REFUSED, **_shown(form, seen))
    db.session.commit()
    return _all(seen.post.id, location.rpartition("-")[2])


@blueprint.get("/comments/<comment_id>/edit")
def edit(comment_id: str) -> Response:
    found, seen = _of_viewer(comment_id)
    form = Form(CommentChanges, content=found.comment.content)
    return render_private("posts/edit_comment.html", "posts/_edit_comment.html", **_shown(form, seen, found))


@blueprint.post("/comments/<comment_id>/edit")
def update(comment_id: str) -> Response:
    form, now = Form(CommentChanges), datetime.now(UTC)
    found, seen = _of_viewer(comment_id)
    try:
        form.submit(lambda filled: commenting.edit(db.session(), member(), found.comment, filled, now), told)
    except Refused:
        shown = _shown(form, seen, found)
        return render_private("posts/edit_comment.html", "posts/_edit_comment.html", REFUSED, **shown)
    db.session.commit()
    return _all(seen.post.id, comment_id)


@blueprint.get("/comments/<comment_id>/delete")
def ask(comment_id: str) -> Response:
    """Where a comment is deleted by its author, or removed by an admin who says why."""
    found, seen = _found(comment_id)
    if found.comment.author_id != member().id:
        access.require(identity(), Permission.ADMINISTER)
    shown = _shown(Form(Removal), seen, found)
    return render_private("posts/delete_comment.html", "posts/_delete_comment.html", **shown)


@blueprint.post("/comments/<comment_id>/delete")
def destroy(comment_id: str) -> Response:
    form, now = Form(Removal), datetime.now(UTC)
    found, seen = _found(comment_id)
    try:
        form.submit(lambda filled: commenting.delete(db.session(), member(), found.comment, now, filled.reason), told)
    except Refused:
        shown = _shown(form, seen, found)
        return render_private("posts/delete_comment.html", "posts/_delete_comment.html", REFUSED, **shown)
    db.session.commit()
    return _all(seen.post.id, None)


def _draft(answered: str | None) -> Form[CommentDraft]:
    """The form of a comment; those of answers stand on the same page, so they tell themselves apart."""
    form = Form(CommentDraft)
    form.id = f"answer-{answered}" if answered else form.id
    return form


def _created(seen: SeenPost, filled: CommentDraft) -> str:
    comment = commenting.create(db.session(), member(), reading(), seen.post, filled)
    return _place(seen.post.id, comment.id)


def _place(post_id: int, comment_id: int | str) -> str:
    return url_for("posts.show", post_id=post_id, _anchor=f"comment-{comment_id}")


def _all(post_id: int, comment_id: str | None) -> Response:
    """All comments of a post after a change of one."""
    if not wants_partial():
        location = url_for("posts.show", post_id=post_id, _anchor=f"comment-{comment_id}" if comment_id else "comments")
        return keep_private(send_to(location, 303))
    seen = posts.find(db.session(), reading(), post_id)
    fresh_id = int(comment_id) if comment_id else None
    response = render_private("posts/_comments.html", **post_page(seen, Window(), fresh_id))
    response.headers["HX-Retarget"] = "#comments"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _found(comment_id: str) -> tuple[SeenComment, SeenPost]:
    """A comment that the reader sees, with its post."""
    found = comments.find(db.session(), reading(), comment_id)
    if found.is_placeholder:
        raise UnknownComment(comment_id)
    return found, posts.find(db.session(), reading(), found.comment.post_id)


def _of_viewer(comment_id: str) -> tuple[SeenComment, SeenPost]:
    """The same of one that the viewer may still change."""
    viewer, (found, seen) = member(), _found(comment_id)
    commenting.require_editable(viewer, found.comment, datetime.now(UTC))
    return found, seen


def _called(found: SeenComment) -> str:
    """With what an answer begins: one to a reply stands beside it, so it says whom it means."""
    return f"@{found.author.username} " if found.author and found.comment.reply_to_id else ""


def _shown(form: Form[Any], seen: SeenPost, found: SeenComment | None = None) -> dict[str, Any]:
    is_own = found is not None and found.comment.author_id == reading().id
    return {"form": form, "seen": seen, "found": found, "is_own": is_own, "once": new_key()}
