"""Alice, what she wrote, those who may stand to her in some way, and what each of them sees."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Block, Comment, Follow, FollowRequest, Mute, Post, Role, User, login_select
from app.social import marks
from app.trending.intake import take_in
from app.trending.videos import key_of
from tests.members import NOW, PASSWORD, add_member
from tests.social.writing import viewer_of, write_comment, write_post
from tests.trending.worlds import GivenSource, chart

VIDEO = "vid00000001"
CAROLS = "Carol on the same video"
TITLE, COMMENT, REMOVED, DELETED = "Zorza over Gdynia", "Her remark on herons", "Removed lanterns", "Withdrawn kites"


class Sight(NamedTuple):
    """What someone sees of Alice: her profile; what she wrote, opened; that in lists; what was removed."""

    profile: bool
    opened: bool
    listed: bool
    removed: bool = False
    named: bool = True  # in the directory of members, which a muted or inactive one is not


ALL, NOTHING = Sight(True, True, True), Sight(False, False, False, named=False)
NAME_ONLY = Sight(True, False, False)
EXPECTED = {
    "public": {
        "anonymous": ALL,
        "stranger": ALL,
        "follower": ALL,
        "requested": ALL,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": Sight(True, True, False, named=False),
        "author": Sight(True, True, True, True),
        "moderator": Sight(True, True, True, True),
    },
    "private": {
        "anonymous": NAME_ONLY,
        "stranger": NAME_ONLY,
        "follower": ALL,
        "requested": NAME_ONLY,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": NAME_ONLY._replace(named=False),
        "author": Sight(True, True, True, True),
        "moderator": Sight(True, True, False, True),
    },
    "inactive": {
        "anonymous": NOTHING,
        "stranger": NOTHING,
        "follower": NOTHING,
        "requested": NOTHING,
        "blocked": NOTHING,
        "blocker": NOTHING,
        "muter": NOTHING,
        "moderator": Sight(True, True, False, True, named=False),
    },
}
CASES = [(state, relation) for state, row in EXPECTED.items() for relation in row]


@dataclass
class World:
    """Alice's posts, her comment and her like on Carol's post, all about one video. The two follow each other."""

    alice: User
    carol: User
    post: Post
    removed: Post
    deleted: Post
    carols: Post
    comment: Comment

    @classmethod
    def known(cls, session: Session) -> "World":
        """What `make_world` made, as a session sees it."""
        alice, carol = (session.scalars(login_select(name)).one() for name in ("alice", "carol"))
        titles = (TITLE, REMOVED, DELETED, CAROLS)
        posts = [session.scalars(select(Post).where(Post.title == title)).one() for title in titles]
        return cls(alice, carol, *posts, session.scalars(select(Comment)).one())


def make_world(session: Session) -> None:
    take_in(session, GivenSource(), chart([VIDEO]))
    alice, carol = add_member(session, "alice", password=PASSWORD), add_member(session, "carol")
    session.add_all(
        [Follow(follower_id=carol.id, followed_id=alice.id), Follow(follower_id=alice.id, followed_id=carol.id)]
    )
    about: dict[str, Any] = {"video_id": VIDEO, "tags": ["zorza"]}
    carols = write_post(session, carol, CAROLS, **about)
    posts = [write_post(session, alice, title, **about) for title in (TITLE, REMOVED, DELETED)]
    write_comment(session, alice, carols, COMMENT)
    marks.like_post(session, viewer_of(alice), carols.id)
    marks.like_video(session, viewer_of(alice), key_of(session, VIDEO))
    posts[1].removed_at, posts[1].removal_reason = NOW, "spam"
    posts[2].deleted_at = NOW
    session.commit()


def stand(session: Session, world: World, relation: str) -> User | None:
    """The one who asks, who likes and keeps Alice's post if they ever could, and follows Carol."""
    if relation == "anonymous":
        return None
    if relation == "author":
        return world.alice
    role = Role.MODERATOR if relation == "moderator" else Role.USER
    one = add_member(session, "bob", role, password=PASSWORD)
    between: dict[str, Any] = {
        "follower": Follow(follower_id=one.id, followed_id=world.alice.id),
        "requested": FollowRequest(requester_id=one.id, target_id=world.alice.id),
        "blocked": Block(blocker_id=world.alice.id, blocked_id=one.id),
        "blocker": Block(blocker_id=one.id, blocked_id=world.alice.id),
        "muter": Mute(muter_id=one.id, muted_id=world.alice.id),
    }
    session.add(Follow(follower_id=one.id, followed_id=world.carol.id))
    if relation in between:
        session.add(between[relation])
    marks.like_post(session, viewer_of(one), world.post.id)
    marks.save_post(session, viewer_of(one), world.post.id)
    session.commit()
    return one
