"""Alice, who has a deck and lives in Poland; Bob, of whom nothing is known; each in a browser of their own."""

import re
from html import unescape

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.feed.extension import store_of
from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import User
from tests.feed.member_decks import Held, build
from tests.web.conftest import HIDDEN
from tests.web.people.conftest import HTMX, Browsers, alice, alices, bob, bobs, browser_of

__all__ = ["HTMX", "Browsers", "alice", "alices", "bob", "bobs", "browser_of"]

DECK = [f"pl-{rank}" for rank in (4, 5, 6, *range(11, 38))]
"""Thirty, the first three of one channel; every third is sport, the others are music."""

CHART = ["pl-1", HIDDEN, *(f"pl-{rank}" for rank in range(3, 61))]
REST = [video for video in CHART if video not in DECK]
PAGE = 25


@pytest.fixture
def decks(app: APIFlask, session: Session, world: Engine, alice: User) -> Store:
    """Alice's deck, and the list of Poland."""
    alice.home_region = "PL"
    session.commit()
    store = store_of(app)
    put(session, store, {alice: DECK})
    return store


def put(session: Session, store: Store, decks: dict[User, list[str]], reason: Reason = Reason.TASTE) -> int:
    """Build decks; the number of the snapshot."""
    held = {user: [Held(video, reason) for video in videos] for user, videos in decks.items()}
    return build(session, store, held, {"PL": CHART})


def cards(html: str) -> list[str]:
    """The videos of the cards on a page, in their order."""
    return re.findall(r'data-video="([^"]+)"', html)


def hidden(html: str, name: str, near: str = "") -> str:
    """The value of the first hidden field of a name, behind a text."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', html[html.index(near) :])
    assert found
    return unescape(found[1])


def next_page(client: FlaskClient, html: str) -> str:
    """The page behind the button that acknowledges one and shows the next."""
    more = html[html.index('class="more"') :]
    answer = client.post("/for-you/seen", data={"cursor": hidden(more, "cursor"), "state": "on"})
    assert answer.status_code == 303
    return str(client.get(answer.headers["Location"]).text)


def say(client: FlaskClient, video: str, kind: str, state: str = "on", **headers: str) -> str:
    """What a button of a card answers, where it leads without htmx."""
    form = {"kind": kind, "state": state}
    answer = client.post(f"/for-you/{video}/feedback", data=form, headers=headers, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return str(answer.text)
