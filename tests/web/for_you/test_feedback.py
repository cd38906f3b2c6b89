"""What members say of cards: its effect at once, its undo, and what is told of it."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.feed.store import Store
from app.models import DeckFeedback, HiddenChannel, User, Video
from tests.web.for_you.conftest import DECK, HTMX, PAGE, cards, say

FROM_DECK = {"Referer": "http://localhost/for-you"}


def left(html: str) -> set[str]:
    found = re.search(r'data-left="([^"]*)"', html)
    assert found
    return set(found[1].split())


@pytest.mark.parametrize(
    ("kind", "gone"), [("more", []), ("hide", ["pl-4"]), ("hide_channel", ["pl-4", "pl-5", "pl-6"])]
)
def test_each_has_its_effect_at_once_and_an_undo(alices: FlaskClient, decks: Store, kind: str, gone: list[str]) -> None:
    page = say(alices, "pl-4", kind, **FROM_DECK)
    assert cards(page) == [video for video in DECK if video not in gone][:PAGE]
    assert 'id="said"' in page
    assert "Undo" in page[page.index('id="said"') : page.index("<ol")]
    page = say(alices, "pl-4", kind, "off", **FROM_DECK)
    assert cards(page) == DECK[:PAGE]
    assert "taken back" in page


def test_less_takes_the_rest_of_the_channel_and_tells_how_many_left(alices: FlaskClient, decks: Store) -> None:
    page = say(alices, "pl-4", "less", **FROM_DECK)
    assert not {"pl-4", "pl-5", "pl-6"} & set(cards(page))
    told = re.search(r"(\d+) more videos left your deck with it; (\d+) are left", page)
    assert told
    assert int(told[1]) >= 2
    back = say(alices, "pl-4", "less", "off", **FROM_DECK)
    assert cards(back) == DECK[:PAGE]
    assert f"{int(told[1]) + 1} videos are in your deck again" in back


def test_htmx_gets_what_stands_in_place_of_the_buttons_and_which_cards_leave(alices: FlaskClient, decks: Store) -> None:
    part = say(alices, "pl-4", "hide_channel", **HTMX)
    assert "<main" not in part
    assert "said-out" in part
    assert left(part) == {f"pl-{rank}" for rank in (3, *range(5, 11))}
    assert "Channel 3" in part
    buttons = say(alices, "pl-4", "hide_channel", "off", **HTMX)
    assert buttons.count("<button") == 4
    assert "said" not in buttons


def test_more_leaves_the_card_where_it_is(alices: FlaskClient, session: Session, alice: User, decks: Store) -> None:
    part = say(alices, "pl-4", "more", **HTMX)
    assert "said-out" not in part
    assert session.scalars(select(DeckFeedback.kind).where(DeckFeedback.user_id == alice.id)).all() == ["more"]


def test_a_video_without_a_channel_has_no_button_for_it(alices: FlaskClient, session: Session, decks: Store) -> None:
    session.execute(update(Video).where(Video.source_id == "pl-4").values(channel_id=None))
    session.commit()
    card = alices.get("/for-you").text
    card = card[card.index('id="card-pl-4"') : card.index('id="card-pl-5"')]
    assert "Not this channel" not in card
    answer = alices.post("/for-you/pl-4/feedback", data={"kind": "hide_channel", "state": "on"})
    assert answer.status_code == 422
    assert "of which channel" in answer.text


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("pl-4", {"kind": "praise", "state": "on"}, 400),
        ("pl-4", {"kind": "more"}, 400),
        ("unknown", {"kind": "more", "state": "on"}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(
    alices: FlaskClient, decks: Store, path: str, form: dict[str, str], status: int
) -> None:
    assert alices.post(f"/for-you/{path}/feedback", data=form).status_code == status


def test_what_one_says_changes_nothing_for_another(
    alices: FlaskClient, bobs: FlaskClient, session: Session, bob: User, decks: Store
) -> None:
    before = cards(bobs.get("/for-you").text)
    say(alices, before[0], "hide")
    assert cards(bobs.get("/for-you").text) == before
    say(bobs, before[0], "hide_channel")
    assert session.scalars(select(HiddenChannel.user_id)).all() == [bob.id]


def test_it_takes_members_and_no_other_site(client: FlaskClient, alices: FlaskClient, decks: Store) -> None:
    form = {"kind": "hide", "state": "on"}
    assert "/login" in client.post("/for-you/pl-4/feedback", data=form).headers["Location"]
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert alices.post("/for-you/pl-4/feedback", data=form, headers=foreign).status_code == 403
    assert cards(alices.get("/for-you").text)[0] == "pl-4"
