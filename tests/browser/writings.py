"""The posts of the gallery and where they are seen: by everybody, and by Alice, who is logged in."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Post, User
from app.social import commenting, marks, posting
from app.social.drafts import PostChanges
from tests.social.writing import viewer_of, write_comment, write_post

LONG_TITLE = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen und was davon blieb " * 2
CONTENT = """
## What happened

The **boats** left at *nine*, ~~ten~~ as [told](https://example.org/an-address-that-has-no-blank-in-it-and-is-long).

> Nobody saw them
> come back.

1. One lantern
2. Two lanterns
   - and `three`

| where | when |
|-------|------|
| Gdynia | in the morning |

```
a line of code that is much too long for the screen of a phone, on which it stands nevertheless
```
"""

FIRST = 3
"""The number of the first post here; those of people come before it."""

PAGES = {
    "post": f"/posts/{FIRST}",
    "post without comments": f"/posts/{FIRST + 1}",
    "versions": f"/posts/{FIRST}/versions",
    "comment": "/comments/2",
    "tag": "/tags/lanterns",
    "tag, unused": "/tags/nothing",
    "posts about a video": "/videos/pl-1/posts",
    "posts about a video, none": "/videos/pl-9/posts",
}
"""What everybody may open."""

PAGES_OF_ALICE = {
    "own post": f"/posts/{FIRST}",
    "post of somebody": "/posts/2",
    "own post, removed": f"/posts/{FIRST + 2}",
    "own post, deleted": f"/posts/{FIRST + 3}",
    "new post": "/posts/new?video=pl-1",
    "edit a post": f"/posts/{FIRST}/edit",
    "delete a post": f"/posts/{FIRST}/delete",
    "answer a comment": "/comments/2",
    "edit a comment": "/comments/3/edit",
    "delete a comment": "/comments/3/delete",
    "saved posts": "/settings/saves",
    "saved videos": "/settings/saves/videos",
    "posts with a tag, one folded": "/tags/final",
}


def fill_posts(session: Session) -> None:
    """A post of Alice with all there is, one with nothing, one removed, one deleted; one of Bob with a muted word."""
    now = datetime.now(UTC)
    alice, bob = (session.scalars(select(User).where(User.username == name)).one() for name in ("alice", "bob"))
    post = write_post(session, alice, LONG_TITLE[:120], content=CONTENT, tags=["lanterns", "harbour"], video_id="pl-1")
    others = [write_post(session, alice, title, tags=["lanterns"]) for title in ("Quiet", "Removed", "Deleted")]
    write_post(session, bob, "Cup final", tags=["final"])
    changed = PostChanges.model_validate({"content": CONTENT.replace("nine", "seven"), "tags": ["lanterns"]})
    posting.edit(session, viewer_of(alice), post, changed, 1, now)
    others[1].removed_at, others[1].removal_reason = now, "It told where somebody lives."
    posting.delete(session, viewer_of(alice), others[2], now)
    session.commit()
    top = write_comment(session, bob, post, "I was *there*, and it was the cup final.")
    write_comment(session, alice, post, "So was I.", to=top)
    gone = write_comment(session, bob, post, "Never mind.")
    write_comment(session, alice, post, "Why?", to=gone)
    commenting.delete(session, viewer_of(bob), gone, now)
    for marked in session.scalars(select(Post).where(Post.id <= post.id)):
        marks.save_post(session, viewer_of(alice), marked.id)
    marks.like_post(session, viewer_of(bob), post.id)
    for key in (1, 2):
        marks.save_video(session, viewer_of(alice), key)
    session.commit()
