"""/settings/taste: what the deck is read from, what is decided about it, and what that does to the deck at once."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed.store import Store
from app.models import DeckSeen, TasteOverride, TasteSettings, User, Video
from app.social import marks
from tests.social.writing import viewer_of
from tests.web.for_you.conftest import DECK, HTMX, PAGE, cards, say

SPORT = {f"pl-{rank}" for rank in range(3, 61, 3)}
"""In the deck and in the list behind it."""


@pytest.fixture
def liked(session: Session, alice: User, decks: Store) -> None:
    """Alice likes numbers 1 and 3 of Poland: music and sport."""
    for video in ("pl-1", "pl-3"):
        key = session.scalars(select(Video.id).where(Video.source_id == video)).one()
        marks.like_video(session, viewer_of(alice), key)
    session.commit()


def decide(client: FlaskClient, kind: str, key: str, state: str, **headers: str) -> str:
    form = {"kind": kind, "key": key, "state": state}
    answer = client.post("/settings/taste/interests", data=form, headers=headers, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def row(html: str, of: str) -> str:
    """An interest as it stands on the page."""
    begin = html.index(f'id="interest-{of}"')
    return html[begin : html.index("</form>", begin)]


def test_each_interest_has_its_weight_and_what_it_is_read_from(alices: FlaskClient, liked: None) -> None:
    answer = alices.get("/settings/taste")
    assert answer.headers["Cache-Control"] == "private, no-store"
    music = row(answer.text, "category-10")
    assert re.search(r'class="weight-part"\s+width="50(\.\d+)?"', music)
    assert re.search(r"Weight </span>3\.0", music)
    assert "You liked" in music
    assert 'href="/videos/pl-1"' in music
    assert "Polish" in row(answer.text, "language-pl")


def test_deleting_an_interest_tells_what_left_the_deck_and_undo_brings_it_back(
    alices: FlaskClient, session: Session, liked: None
) -> None:
    page = decide(alices, "category", "17", "deleted")
    assert f"{len(SPORT)} videos left your deck at once." in page
    assert "Deleted: nothing in your decks carries it." in row(page, "category-17")
    assert not SPORT & set(cards(alices.get("/for-you").text))
    page = decide(alices, "category", "17", "")
    assert f"{len(SPORT)} videos came back to your deck." in page
    assert cards(alices.get("/for-you").text) == DECK[:PAGE]
    assert session.scalars(select(TasteOverride)).all() == []


def test_htmx_gets_the_row_with_what_it_did(alices: FlaskClient, liked: None) -> None:
    part = decide(alices, "category", "17", "deleted", **HTMX)
    assert "<main" not in part
    assert f"{len(SPORT)} videos left your deck at once; {60 - len(SPORT)} are left." in part
    assert part.count("<button") == 1
    assert decide(alices, "category", "17", "", **HTMX).count("<button") == 3


@pytest.mark.parametrize(("state", "words"), [("pinned", "Pinned:"), ("frozen", "Frozen:")])
def test_an_interest_is_pinned_or_frozen(
    alices: FlaskClient, session: Session, liked: None, state: str, words: str
) -> None:
    page = decide(alices, "category", "10", state)
    assert words in row(page, "category-10")
    assert "Your deck has the same videos as before." in page
    assert session.scalars(select(TasteOverride.state)).all() == [state]


def test_taking_back_what_nothing_else_stands_for_leaves_a_line(alices: FlaskClient, decks: Store) -> None:
    decide(alices, "tag", "lanterns", "pinned", **HTMX)
    assert "Kept." in decide(alices, "tag", "lanterns", "", **HTMX)


@pytest.mark.parametrize(
    "form",
    [{}, {"kind": "mood", "key": "1"}, {"kind": "category", "key": "x"}, {"kind": "tag", "key": "a", "state": "b"}],
)
def test_an_interest_that_cannot_be_is_refused(alices: FlaskClient, decks: Store, form: dict[str, str]) -> None:
    assert alices.post("/settings/taste/interests", data=form).status_code == 400


def test_the_choices_are_kept_and_shown(alices: FlaskClient, session: Session, alice: User, decks: Store) -> None:
    form = {"is_on": "false", "learns": "false", "languages": ["pl", "uk"]}
    assert alices.post("/settings/taste", data=form).headers["Location"] == "/settings/taste"
    kept = session.get_one(TasteSettings, alice.id)
    assert (kept.is_on, kept.learns, kept.languages) == (False, False, ["pl", "uk"])
    page = alices.get("/settings/taste").text
    assert "Your deck does not learn" in page
    assert len(re.findall(r'value="(?:pl|uk|false)"\s+checked', page)) == 4
    assert "You turned your deck off" in alices.get("/for-you").text


@pytest.mark.parametrize("languages", [["x1"], [f"a{letter}" for letter in "abcdefghijk"]])
def test_languages_that_cannot_be_are_told_beside_them(alices: FlaskClient, decks: Store, languages: list[str]) -> None:
    form = {"is_on": "true", "learns": "true", "languages": languages}
    for headers in ({}, HTMX):
        answer = alices.post("/settings/taste", data=form, headers=headers)
        assert answer.status_code == 422
        assert "field-wrong" in answer.text


def test_a_hidden_channel_is_listed_and_shown_again(alices: FlaskClient, decks: Store) -> None:
    say(alices, "pl-4", "hide_channel")
    page = alices.get("/settings/taste").text
    act = re.search(r'action="(/settings/taste/channels/\d+/show)"', page)
    assert act
    assert alices.post(act[1]).headers["Location"] == "/settings/taste#channels"
    assert "You hide none." in alices.get("/settings/taste").text
    assert cards(alices.get("/for-you").text) == DECK[:PAGE]


def test_a_reset_is_confirmed_and_forgets_what_was_learnt(
    alices: FlaskClient, session: Session, alice: User, liked: None
) -> None:
    decide(alices, "category", "10", "pinned")
    assert "This cannot be undone." in alices.get("/settings/taste/reset").text
    page = alices.post("/settings/taste/reset", follow_redirects=True).text
    assert f"{len(DECK)} videos left your deck at once." in page
    assert "Nothing yet." in page
    assert session.scalars(select(TasteOverride)).all() == []
    assert session.scalars(select(DeckSeen)).all() == []


def test_what_one_decides_is_their_own(alices: FlaskClient, bobs: FlaskClient, liked: None) -> None:
    before = cards(bobs.get("/for-you").text)
    decide(alices, "category", "17", "deleted")
    assert cards(bobs.get("/for-you").text) == before
    assert 'id="interest-' not in bobs.get("/settings/taste").text


def test_it_is_for_members_and_stands_in_the_menu_of_the_settings(client: FlaskClient, alices: FlaskClient) -> None:
    assert 'href="/settings/taste"' in alices.get("/settings/profile").text
    for path in ("/settings/taste", "/settings/taste/reset"):
        assert client.get(path).headers["Location"].startswith("/login")


def test_a_page_of_it_takes_few_statements(alices: FlaskClient, liked: None, statements: list[str]) -> None:
    alices.get("/settings/taste")
    statements.clear()
    alices.get("/settings/taste")
    assert len(statements) <= 6, statements
