"""Writing posts: a new one, a change of one, taking one back and undoing that."""

from datetime import UTC, datetime

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.accounts import access
from app.accounts.access import Permission
from app.extensions import db
from app.models import Post
from app.social import posting, posts
from app.social.drafts import PostEditForm, PostForm, Removal
from app.social.posting import POSTS_OF_MEMBER, StaleEdit
from app.social.posts import SeenPost
from app.trending import videos
from app.web import differences
from app.web.forms import Form, Refused
from app.web.identity import identity, reading
from app.web.members import REFUSED, STALE, member, members_blueprint, per_member
from app.web.posts.refusals import told
from app.web.posts.sent import new_key, once
from app.web.render import keep_private, render_private, send_to

blueprint = members_blueprint("writing")


@blueprint.get("/posts/new")
def new() -> Response:
    """The form; `?video=` is the source's id of the video to write about."""
    member()
    asked = request.args.get("video", "")
    video = videos.find(db.session(), asked)[1] if asked else None
    form = Form(PostForm, tags="", video_id=asked)
    return render_private("posts/new.html", form=form, video=video, once=new_key())


@blueprint.post("/posts/new")
@per_member(POSTS_OF_MEMBER)
def create() -> Response:
    form = Form(PostForm, tags="")
    try:
        location = form.submit(lambda filled: once(member(), lambda: _created(filled)), told)
    except Refused:
        return render_private("posts/new.html", "posts/_form.html", REFUSED, form=form, once=new_key())
    db.session.commit()
    return keep_private(send_to(location, 303))


@blueprint.get("/posts/<post_id>/edit")
def edit(post_id: str) -> Response:
    seen = _another_or_own(post_id, Permission.MODERATE)
    form = Form(PostEditForm, **_values(seen.post, seen.video.source_id if seen.video else ""))
    return render_private("posts/edit.html", form=form, seen=seen, is_own=_is_own(seen))


@blueprint.post("/posts/<post_id>/edit")
def update(post_id: str) -> Response:
    """Save a change; one of an older version comes back with both versions, to be sent again."""
    form, now = Form(PostEditForm, tags=""), datetime.now(UTC)
    seen = posts.find(db.session(), reading(), post_id)
    shown = {"form": form, "seen": seen, "is_own": _is_own(seen)}
    try:
        form.submit(
            lambda filled: posting.edit(
                db.session(), member(), seen.post, filled.changes, filled.version, now, filled.reason
            ),
            told,
        )
    except Refused:
        return render_private("posts/edit.html", "posts/_form.html", REFUSED, **shown)
    except StaleEdit as stale:
        theirs = stale.current
        form.values["version"] = str(theirs.version)
        changes = differences.pieces(theirs.content, form.values["content"])
        return render_private("posts/edit.html", "posts/_form.html", STALE, theirs=theirs, changes=changes, **shown)
    db.session.commit()
    return keep_private(send_to(url_for("posts.show", post_id=post_id), 303))


@blueprint.get("/posts/<post_id>/delete")
def ask(post_id: str) -> Response:
    """Where a post is deleted by its author, or removed by an admin who says why."""
    seen = _another_or_own(post_id, Permission.ADMINISTER)
    return render_private("posts/delete.html", form=Form(Removal), seen=seen, is_own=_is_own(seen))


@blueprint.post("/posts/<post_id>/delete")
def destroy(post_id: str) -> Response:
    """Take it back; its page then tells its author how to undo that."""
    form, now = Form(Removal), datetime.now(UTC)
    seen = posts.find(db.session(), reading(), post_id)
    is_own = _is_own(seen)
    try:
        form.submit(lambda filled: posting.delete(db.session(), member(), seen.post, now, filled.reason), told)
    except Refused:
        return render_private("posts/delete.html", "posts/_delete.html", REFUSED, form=form, seen=seen, is_own=is_own)
    db.session.commit()
    if not is_own:
        flash("The post is removed. Its author sees the reason.")
    return keep_private(send_to(url_for("posts.show", post_id=post_id), 303))


@blueprint.post("/posts/<post_id>/restore")
def restore(post_id: str) -> Response:
    """Undo a deletion, as often as one likes."""
    posting.restore(db.session(), member(), post_id, datetime.now(UTC))
    db.session.commit()
    flash("The post is back.")
    return keep_private(send_to(url_for("posts.show", post_id=post_id), 303))


def _created(filled: PostForm) -> str:
    post = posting.create(db.session(), member(), filled, datetime.now(UTC))
    return url_for("posts.show", post_id=post.id)


def _another_or_own(post_id: str, permission: Permission) -> SeenPost:
    """The post, when it is the viewer's or they have the permission over another's."""
    member()
    seen = posts.find(db.session(), reading(), post_id)
    if not _is_own(seen):
        access.require(identity(), permission)
    return seen


def _is_own(seen: SeenPost) -> bool:
    return seen.post.author_id == reading().id


def _values(post: Post, video_id: str) -> dict[str, str]:
    """The fields of a form that changes a post."""
    return {
        "title": post.title,
        "content": post.content,
        "tags": ", ".join(post.tags),
        "video_id": video_id,
        "region": post.region_code or "",
        "version": str(post.version),
    }
