"""The people of the gallery, and where they are seen: by everybody, and by Alice, who is logged in."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from app.models import User
from app.social import following, hiding, marks, muted_words
from app.social.muted_words import MutedWordDraft
from tests.members import PASSWORD, add_member
from tests.social.writing import viewer_of, write_comment, write_post

BIO = "What crosses the Baltic, and why a song needs nine hours for the way.\n" + "Ostseeüberquerung" * 6

PAGES = {
    "profile": "/@alice",
    "profile, comments": "/@alice/comments",
    "profile, likes": "/@alice/likes",
    "profile, followers": "/@alice/followers",
    "profile, private": "/@charlie",
    "profile, empty": "/@dana",
}
"""What everybody may open."""

PAGES_OF_ALICE = {
    "own profile": "/@alice",
    "own followers": "/@alice/followers",
    "profile of somebody": "/@bob",
    "profile of somebody muted": "/@erik",
    "profile of somebody private": "/@charlie",
    "profile of somebody blocked": "/@fjord",
    "follow requests": "/follow-requests",
    "settings, profile": "/settings/profile",
    "settings, privacy": "/settings/privacy",
    "settings, blocked": "/settings/privacy/blocked",
    "settings, muted words": "/settings/muted-words",
}


def fill_people(session: Session) -> None:
    """Alice with all there is, Bob who writes, private Charlie, Dana who did nothing, Erik muted, Fjord blocked."""
    alice, bob, charlie, dana, erik, fjord = (
        add_member(session, name, password=PASSWORD if name == "alice" else None)
        for name in ("alice", "bob", "charlie", "dana", "erik", "fjord")
    )
    alice.bio, alice.home_region, bob.bio = BIO, "PL", "Oslo."
    follow(session, (bob, alice), (dana, alice), (alice, bob))
    charlie.is_private = True
    session.commit()
    follow(session, (alice, charlie))
    alice.is_private = True
    session.commit()
    follow(session, (erik, alice))
    alice.is_private = False
    hiding.mute(session, viewer_of(alice), erik, datetime.now(UTC) + timedelta(days=7))
    hiding.block(session, viewer_of(alice), fjord)
    word = MutedWordDraft.model_validate({"phrase": "cup final", "scopes": ["home", "search"], "action": "fold"})
    muted_words.add(session, viewer_of(alice), word, datetime.now(UTC))
    post = write_post(session, alice, "Lanterns over the harbour", video_id="pl-1", tags=["harbour"])
    write_comment(session, alice, post, "I was there, and *it was loud*.")
    marks.like_post(session, viewer_of(alice), post.id)
    write_post(session, bob, "Snow in May", content="Nobody saw the cup final coming. " * 12)
    session.commit()


def follow(session: Session, *pairs: tuple[User, User]) -> None:
    """Have the first of each pair follow the second, or ask for it."""
    for follower, followed in pairs:
        following.follow(session, viewer_of(follower), followed)
    session.commit()
