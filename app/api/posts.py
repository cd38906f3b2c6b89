"""Posts: listed, written, edited by version, deleted and restored, and their versions."""

from apiflask import APIBlueprint

from app.accounts import access
from app.api import preconditions, throttles
from app.api.idempotency import idempotent
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.preconditions import StalePost
from app.api.queries import query as query_of
from app.api.schemas.posts import (
    Post,
    PostAnswer,
    PostList,
    PostPatch,
    PostsQuery,
    PostVersion,
    PostVersions,
    RemovalQuery,
)
from app.api.users import named
from app.extensions import db
from app.social import members, post_versions, posting
from app.social import posts as seen_posts
from app.social.drafts import PostDraft
from app.social.paging import Page
from app.social.posting import StaleEdit
from app.social.posts import SeenPost
from app.trending.videos import key_of

posts = APIBlueprint("posts", __name__, tag="Posts", url_prefix="/v1")
posts.after_request(keep_apart)

Headers = dict[str, str]


@posts.get("/posts")
@query_of(posts, PostsQuery)
@posts.output(PostList)
@posts.doc(responses=LINKED)
def index(query: PostsQuery) -> tuple[PostList, int, Headers]:
    """Posts of all members, the newest first"""
    key = None if query.video_id is None else key_of(db.session(), query.video_id)
    return _listed(seen_posts.newest(db.session(), reading(), query.window(), query.tag, key), query)


@posts.get("/videos/<video_id>/posts")
@query_of(posts, WindowQuery)
@posts.output(PostList)
@posts.doc(responses=LINKED)
def about_video(video_id: str, query: WindowQuery) -> tuple[PostList, int, Headers]:
    """Posts about a video, the newest first"""
    key = key_of(db.session(), video_id)
    return _listed(seen_posts.about_video(db.session(), reading(), key, query.window()), query)


@posts.get("/users/<user_id>/posts")
@query_of(posts, WindowQuery)
@posts.output(PostList)
@posts.doc(responses=LINKED)
def by_member(user_id: str, query: WindowQuery) -> tuple[PostList, int, Headers]:
    """Posts of a member, the newest first

    Of a private member only followers see any.
    """
    user = members.find(db.session(), reading(), named(user_id)).user
    return _listed(seen_posts.by_member(db.session(), reading(), user.id, query.window()), query)


@posts.post("/posts")
@throttles.posts
@idempotent
@posts.input(PostDraft, arg_name="draft")
@posts.output(PostAnswer, status_code=201)
@posts.doc(security="bearer")
def create(draft: PostDraft) -> tuple[PostAnswer, int, Headers]:
    """Write a post"""
    post = posting.create(db.session(), access.member(identity()), draft, reading().now)
    answer, _, headers = _shown(post.id)
    return answer, 201, headers | {"Location": f"/v1/posts/{post.id}"}


@posts.get("/posts/<post_id>")
@posts.output(PostAnswer)
def show(post_id: str) -> tuple[PostAnswer, int, Headers]:
    """A post

    Its `ETag` begins with `v` and its version; send it in `If-Match` to edit that version.
    """
    return _shown(post_id)


@posts.patch("/posts/<post_id>")
@posts.input(PostPatch, arg_name="patch")
@posts.output(PostAnswer)
@posts.doc(security="bearer", responses=[409, 428])
def update(post_id: str, patch: PostPatch) -> tuple[PostAnswer, int, Headers]:
    """Edit a post

    An edit is of one version, told as `version` or by `If-Match`; 428 without. When the post has another version by
    then, nothing is changed, and the answer is 409 with the post as it is as `current`. Authors edit their own posts,
    moderators those of others with a `reason`.
    """
    viewer, version = access.member(identity()), preconditions.edited_version(patch.version)
    post = seen_posts.find(db.session(), reading(), post_id).post
    try:
        posting.edit(db.session(), viewer, post, patch, version, reading().now, patch.reason)
    except StaleEdit:
        raise StalePost(Post.of(seen_posts.find(db.session(), reading(), post_id), reading()))
    answer = _shown(post_id)
    db.session.commit()
    return answer


@posts.delete("/posts/<post_id>")
@query_of(posts, RemovalQuery)
@posts.output({}, status_code=204)
@posts.doc(security="bearer")
def destroy(post_id: str, query: RemovalQuery) -> tuple[str, int]:
    """Delete a post

    Its author can restore it for 30 days. An admin removes another's with a `reason`, which its author can still read.
    """
    viewer = access.member(identity())
    post = seen_posts.find(db.session(), reading(), post_id).post
    posting.delete(db.session(), viewer, post, reading().now, query.reason)
    db.session.commit()
    return "", 204


@posts.post("/posts/<post_id>/restore")
@idempotent
@posts.output(PostAnswer)
@posts.doc(security="bearer")
def restore(post_id: str) -> tuple[PostAnswer, int, Headers]:
    """Undo that you deleted a post"""
    posting.restore(db.session(), access.member(identity()), post_id, reading().now)
    return _shown(post_id)


@posts.get("/posts/<post_id>/versions")
@query_of(posts, WindowQuery)
@posts.output(PostVersions)
@posts.doc(responses=LINKED)
def versions(post_id: str, query: WindowQuery) -> tuple[PostVersions, int, Headers]:
    """How a post came about, the newest version first

    Here `max_id`, `min_id` and `since_id` are versions. After an edit by a moderator the versions before it are told
    to the author of the post and to staff alone.
    """
    window, post = query.window(), seen_posts.find(db.session(), reading(), post_id).post
    page = post_versions.versions(db.session(), reading(), post, window)
    answer = PostVersions(data=[PostVersion.of(one) for one in page.rows])
    return answer, 200, links(page, window, lambda one: one.version.version)


def _shown(post_id: int | str) -> tuple[PostAnswer, int, Headers]:
    seen = seen_posts.find(db.session(), reading(), post_id)
    answer = PostAnswer.of(seen, reading())
    return answer, 200, preconditions.etag(seen.post.version, answer)


def _listed(page: Page[SeenPost], query: WindowQuery) -> tuple[PostList, int, Headers]:
    answer = PostList(data=[Post.of(one, reading()) for one in page.rows])
    return answer, 200, links(page, query.window(), lambda one: one.post.id)
