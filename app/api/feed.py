"""The Following feed."""

from apiflask import APIBlueprint

from app.accounts import access
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, links
from app.api.queries import query
from app.api.schemas.feed import FeedQuery
from app.api.schemas.posts import Post, PostList
from app.extensions import db
from app.social import following_feed

feed = APIBlueprint("feed", __name__, tag="Posts", url_prefix="/v1/users")
feed.after_request(keep_apart)


@feed.get("/feed")
@query(feed, FeedQuery)
@feed.output(PostList)
@feed.doc(security="bearer", responses=LINKED)
def index(query: FeedQuery) -> tuple[PostList, int, dict[str, str]]:
    """Your posts and those of the people you follow

    In the order of time, and nothing else: no post is moved, left out or put in.
    """
    access.member(identity())
    window = query.window()
    page = following_feed.page(db.session(), reading(), window, query)
    posts = [Post.of(seen, reading()) for seen in page.rows]
    return PostList(data=posts), 200, links(page, window, lambda seen: seen.post.id)
