"""Likes and saves of posts and videos: each is set and taken away as often as one likes, with the same result."""

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from sqlalchemy.orm import Session

from app.accounts import access
from app.accounts.viewers import Viewer
from app.api import throttles
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.queries import query as query_of
from app.api.schemas.marks import Likers, MarkedList, MarkedQuery
from app.api.schemas.people import UserName
from app.api.schemas.posts import Post
from app.api.schemas.videos import Video
from app.api.users import named
from app.extensions import db
from app.social import marks as social_marks
from app.social import members, posts
from app.social.marks import Marked
from app.social.paging import Page
from app.trending.videos import key_of

marks = APIBlueprint("marks", __name__, tag="Likes and saves", url_prefix="/v1")
marks.after_request(keep_apart)

Act = Callable[[Session, Viewer, int], None]
Done = tuple[str, int]
Listed = tuple[MarkedList, int, dict[str, str]]


def _on_post(post_id: str, act: Act) -> Done:
    viewer = access.member(identity())
    act(db.session(), viewer, posts.find(db.session(), reading(), post_id).post.id)
    db.session.commit()
    return "", 204


def _on_video(video_id: str, act: Act) -> Done:
    viewer = access.member(identity())
    act(db.session(), viewer, key_of(db.session(), video_id))
    db.session.commit()
    return "", 204


def _listed(page: Page[Marked[Any]], query: MarkedQuery) -> Listed:
    things = [one.thing for one in page.rows]
    data = [Video.of(one) for one in things] if query.kind == "videos" else [Post.of(one, reading()) for one in things]
    return MarkedList(data=data), 200, links(page, query.window(), lambda one: one.id)


@marks.put("/posts/<post_id>/like")
@throttles.marks("PUT")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def like_post(post_id: str) -> Done:
    """Like a post"""
    return _on_post(post_id, social_marks.like_post)


@marks.delete("/posts/<post_id>/like")
@throttles.marks("DELETE")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def unlike_post(post_id: str) -> Done:
    """Take the like of a post back"""
    return _on_post(post_id, social_marks.unlike_post)


@marks.put("/posts/<post_id>/save")
@throttles.marks("PUT")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def save_post(post_id: str) -> Done:
    """Keep a post for later; nobody else sees it"""
    return _on_post(post_id, social_marks.save_post)


@marks.delete("/posts/<post_id>/save")
@throttles.marks("DELETE")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def unsave_post(post_id: str) -> Done:
    """Keep a post no longer"""
    return _on_post(post_id, social_marks.unsave_post)


@marks.put("/videos/<video_id>/like")
@throttles.marks("PUT")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def like_video(video_id: str) -> Done:
    """Like a video"""
    return _on_video(video_id, social_marks.like_video)


@marks.delete("/videos/<video_id>/like")
@throttles.marks("DELETE")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def unlike_video(video_id: str) -> Done:
    """Take the like of a video back"""
    return _on_video(video_id, social_marks.unlike_video)


@marks.put("/videos/<video_id>/save")
@throttles.marks("PUT")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def save_video(video_id: str) -> Done:
    """Keep a video for later; nobody else sees it"""
    return _on_video(video_id, social_marks.save_video)


@marks.delete("/videos/<video_id>/save")
@throttles.marks("DELETE")
@marks.output({}, status_code=204)
@marks.doc(security="bearer")
def unsave_video(video_id: str) -> Done:
    """Keep a video no longer"""
    return _on_video(video_id, social_marks.unsave_video)


@marks.get("/posts/<post_id>/likes")
@query_of(marks, WindowQuery)
@marks.output(Likers)
@marks.doc(responses=LINKED)
def likers(post_id: str, query: WindowQuery) -> tuple[Likers, int, dict[str, str]]:
    """Who likes a post and shows it to you, who did so last first

    Ids in `max_id`, `min_id` and `since_id` are those that `Link` tells, not those of members.
    """
    window, post = query.window(), posts.find(db.session(), reading(), post_id).post
    page = social_marks.likers(db.session(), reading(), post.id, window)
    return Likers(data=[UserName.of(one.thing) for one in page.rows]), 200, links(page, window, lambda one: one.id)


@marks.get("/me/likes")
@query_of(marks, MarkedQuery)
@marks.output(MarkedList)
@marks.doc(security="bearer", responses=LINKED)
def own_likes(query: MarkedQuery) -> Listed:
    """What you like, what you liked last first"""
    return _liked(access.member(identity()).id, query)


@marks.get("/users/<user_id>/likes")
@query_of(marks, MarkedQuery)
@marks.output(MarkedList)
@marks.doc(responses=LINKED)
def likes_of(user_id: str, query: MarkedQuery) -> Listed:
    """What a member likes, what they liked last first

    Nothing, when they do not show it; of a private member only followers see any.
    """
    seen = members.find(db.session(), reading(), named(user_id))
    if not social_marks.shows_likes(seen, reading()):
        return MarkedList(data=[]), 200, {}
    return _liked(seen.user.id, query)


@marks.get("/me/saves")
@query_of(marks, MarkedQuery)
@marks.output(MarkedList)
@marks.doc(security="bearer", responses=LINKED)
def own_saves(query: MarkedQuery) -> Listed:
    """What you keep for later, what you kept last first"""
    viewer, window = access.member(identity()), query.window()
    if query.kind == "videos":
        return _listed(social_marks.videos_saved(db.session(), viewer.id, window), query)
    return _listed(social_marks.posts_saved(db.session(), reading(), viewer.id, window), query)


def _liked(user_id: int, query: MarkedQuery) -> Listed:
    if query.kind == "videos":
        return _listed(social_marks.videos_liked(db.session(), user_id, query.window()), query)
    return _listed(social_marks.posts_liked(db.session(), reading(), user_id, query.window()), query)
