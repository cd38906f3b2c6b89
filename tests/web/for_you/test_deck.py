"""/for-you: the deck page by page, its end, what follows it, and what stands there for others."""

import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import Region, User
from app.trending import lists
from tests.feed.decks import stored
from tests.feed.member_decks import Held, build
from tests.web.for_you.conftest import CHART, DECK, HTMX, PAGE, REST, Browsers, cards, hidden, next_page, put

pytestmark = pytest.mark.usefixtures("world")


def test_visitors_are_told_what_it_is_and_where_to_go(client: FlaskClient) -> None:
    answer = client.get("/for-you")
    assert answer.status_code == 200
    assert "You are not logged in" in answer.text
    assert "/login?next=/for-you" in answer.text
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.post("/for-you/seen", data={"snapshot": "1", "positions": "0"}).status_code == 303


def test_members_find_it_beside_following(alices: FlaskClient) -> None:
    page = alices.get("/about/ranking").text
    assert page.index('href="/for-you"') < page.index('href="/feed"')


def test_a_card_tells_why_it_is_there_and_opens_the_reason(alices: FlaskClient, decks: Store) -> None:
    answer = alices.get("/for-you")
    assert cards(answer.text) == DECK[:PAGE]
    assert answer.headers["Cache-Control"] == "private, no-store"
    card = answer.text[answer.text.index('id="card-pl-4"') : answer.text.index('id="card-pl-5"')]
    assert "<details" in card
    assert "Members with a taste like yours watch it" in card
    assert "Who they are is not told." in card
    assert "At 1 of 30" in answer.text


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_something_behind_it(
    alices: FlaskClient, session: Session, alice: User, decks: Store, reason: Reason
) -> None:
    build(session, decks, {alice: [Held("pl-4", reason, 2)]}, {"PL": CHART})
    page = alices.get("/for-you").text
    text = re.search(r'<details class="because">.*?<p>(.*?)</p>', page, re.S)
    assert text
    assert len(re.sub(r"<[^>]+>", "", text[1]).split()) >= 8


def test_reading_changes_nothing(alices: FlaskClient, alice: User, decks: Store) -> None:
    assert cards(alices.get("/for-you").text) == cards(alices.get("/for-you").text)
    assert decks.position(alice.id) == 0


def test_the_page_stores_nothing_of_a_newer_deck(
    alices: FlaskClient, session: Session, alice: User, decks: Store
) -> None:
    next_page(alices, alices.get("/for-you").text)
    put(session, decks, {alice: DECK})
    before = stored(decks)
    assert cards(alices.get("/for-you").text)[:5] == DECK[PAGE:]
    assert stored(decks) == before


def test_without_javascript_the_next_page_acknowledges_the_one_before(
    alices: FlaskClient, browser_of: Browsers, alice: User, decks: Store
) -> None:
    second = next_page(alices, alices.get("/for-you").text)
    assert cards(second) == DECK[PAGE:] + REST[:20]
    assert decks.position(alice.id) == PAGE
    other_device = browser_of(alice).get("/for-you").text
    assert cards(other_device) == cards(second)
    assert "At 26 of 30" in other_device


def test_the_ones_before_can_be_shown_again(alices: FlaskClient, alice: User, decks: Store) -> None:
    second = next_page(alices, alices.get("/for-you").text)
    cursor = hidden(second, "cursor", "deck-before")
    answer = alices.post("/for-you/seen", data={"cursor": cursor, "state": "off"})
    assert answer.headers["Location"] == "/for-you"
    assert cards(alices.get("/for-you").text) == DECK[:PAGE]


def test_htmx_gets_the_cards_alone_and_acknowledges_nothing(alices: FlaskClient, alice: User, decks: Store) -> None:
    cursor = hidden(alices.get("/for-you").text, "cursor", 'class="more"')
    part = alices.get("/for-you", query_string={"cursor": cursor, "state": "on"}, headers=HTMX)
    assert cards(part.text) == DECK[PAGE:] + REST[:20]
    assert "<main" not in part.text
    assert decks.position(alice.id) == 0


def test_cards_on_screen_are_acknowledged_by_their_positions(alices: FlaskClient, alice: User, decks: Store) -> None:
    told = {"snapshot": str(decks.number), "positions": ["0", "1", "4"]}
    answer = alices.post("/for-you/seen", data=told)
    assert (answer.status_code, answer.data) == (204, b"")
    assert cards(alices.get("/for-you").text)[:3] == [DECK[2], DECK[3], DECK[5]]


@pytest.mark.parametrize(
    "told",
    [{}, {"snapshot": "1"}, {"snapshot": "x", "positions": "0"}, {"snapshot": "1", "positions": "200"}],
)
def test_what_cannot_be_on_screen_is_refused(alices: FlaskClient, decks: Store, told: dict[str, str]) -> None:
    assert alices.post("/for-you/seen", data=told).status_code == 400


def test_a_short_deck_goes_on_with_the_list_and_says_so(alices: FlaskClient, decks: Store) -> None:
    first = alices.get("/for-you").text
    second = next_page(alices, first)
    assert "deck-turn" not in first
    assert second.index("What was chosen for you ends here") < second.index(f'id="card-{REST[0]}"')
    assert second.index("What was chosen for you ends here") > second.index(f'id="card-{DECK[-1]}"')
    assert "those of Poland first" in second
    assert "On the list of Poland" in second


def test_the_deck_ends_and_tells_what_next(alices: FlaskClient, alice: User, decks: Store) -> None:
    page = alices.get("/for-you").text
    pages = [page]
    while 'class="more"' in page:
        page = next_page(alices, page)
        pages.append(page)
    assert [video for page in pages for video in cards(page)] == DECK + REST
    assert "You are caught up" in page
    assert 'href="/trending/PL"' in page[page.index("You are caught up") :]
    cursor = hidden(page, "cursor", "You are caught up")
    assert alices.post("/for-you/seen", data={"cursor": cursor, "state": "on"}).status_code == 303
    over = alices.get("/for-you").text
    assert cards(over) == []
    assert "You are caught up" in over
    assert "Show the last ones again" in over


def test_a_page_keeps_its_deck_and_offers_the_newer_one(
    alices: FlaskClient, session: Session, alice: User, decks: Store
) -> None:
    first = alices.get("/for-you").text
    old, cursor = decks.number, hidden(first, "cursor", 'class="more"')
    put(session, decks, {alice: DECK[::-1]})
    second = alices.get("/for-you", query_string={"cursor": cursor}).text
    assert cards(second)[:5] == DECK[PAGE:]
    assert "Open the newer deck" in second
    pill = alices.get(f"/for-you/newer?than={old}", headers=HTMX).text
    assert "A newer deck: open it" in pill
    assert cards(alices.get("/for-you").text) == DECK[::-1][:PAGE]
    assert alices.get(f"/for-you/newer?than={decks.number}", headers=HTMX).text.strip() == ""
    assert alices.get(f"/for-you/newer?than={old}").headers["Location"] == "/for-you"


def test_a_deck_that_is_gone_is_told_plainly(alices: FlaskClient, session: Session, alice: User, decks: Store) -> None:
    first, old = alices.get("/for-you").text, decks.number
    cursor = hidden(first, "cursor", 'class="more"')
    for _ in range(2):
        put(session, decks, {alice: DECK})
    page = alices.get("/for-you", query_string={"cursor": cursor})
    assert page.status_code == 410
    assert "This deck is no longer kept" in page.text
    assert 'href="/for-you"' in page.text
    part = alices.get("/for-you", query_string={"cursor": cursor}, headers=HTMX)
    assert (part.status_code, "<main" in part.text) == (410, False)
    assert "HX-Retarget" not in part.headers
    assert alices.post("/for-you/seen", data={"snapshot": str(old), "positions": "1"}).status_code == 410


def test_a_cursor_is_good_for_its_member_alone(alices: FlaskClient, bobs: FlaskClient, decks: Store) -> None:
    cursor = hidden(alices.get("/for-you").text, "cursor", 'class="more"')
    for text in (cursor, cursor[:-1], "x"):
        assert bobs.get("/for-you", query_string={"cursor": text}).status_code == 400
    assert bobs.post("/for-you/seen", data={"cursor": cursor, "state": "on"}).status_code == 400


def test_without_decks_and_lists_it_says_when_there_will_be_one(bobs: FlaskClient, session: Session) -> None:
    session.execute(update(Region).values(ranking_id=None))
    session.commit()
    page = bobs.get("/for-you")
    assert page.status_code == 200
    assert "There is no deck yet" in page.text
    assert bobs.get("/for-you/newer?than=0", headers=HTMX).status_code == 503


def test_who_comes_first_chooses_a_home_and_languages_and_begins_there(
    bobs: FlaskClient, session: Session, bob: User, decks: Store
) -> None:
    page = bobs.get("/for-you").text
    assert "Where do you read?" in page
    assert "Nothing has been chosen for you yet" in page
    answer = bobs.post("/for-you/begin", data={"home_region": "PL", "languages": ["pl", "en"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/for-you")
    session.expire_all()
    assert bob.home_region == "PL"
    page = bobs.get("/for-you").text
    assert "Where do you read?" not in page
    assert cards(page) == CHART[:PAGE]
    assert "those of Poland first" in page


@pytest.mark.parametrize(
    "form", [{"home_region": "XX"}, {"languages": ["xxxx"]}, {"languages": [f"a{letter}" for letter in "abcdefghijk"]}]
)
def test_a_beginning_that_cannot_be_is_told_beside_its_field(
    bobs: FlaskClient, decks: Store, form: dict[str, str]
) -> None:
    for headers in ({}, HTMX):
        answer = bobs.post("/for-you/begin", data=form, headers=headers)
        assert answer.status_code == 422
        assert "field-wrong" in answer.text


def test_a_deck_that_is_off_is_the_plain_list_and_says_so(alices: FlaskClient, alice: User, decks: Store) -> None:
    cursor = hidden(alices.get("/for-you").text, "cursor", 'class="more"')
    assert alices.post("/settings/taste/deck", data={"state": "off"}).status_code == 303
    page = alices.get("/for-you").text
    assert "You turned your deck off" in page
    assert "data-position" not in page
    chart = [entry.video.id for entry in lists.current("PL")[0].entries]
    assert re.findall(r'href="/videos/([^"]+)">', page) == chart[:PAGE]
    more = re.search(r'<a href="(/for-you\?after=[^"]+)"', page)
    assert more
    rest = alices.get(more[1], headers=HTMX).text
    assert re.findall(r'href="/videos/([^"]+)">', rest) == chart[PAGE : 2 * PAGE]
    assert alices.post("/for-you/seen", data={"cursor": cursor, "state": "on"}).headers["Location"] == "/for-you"
    assert decks.position(alice.id) == 0
    answer = alices.post("/settings/taste/deck", data={"state": "on"}, headers={"Referer": "http://localhost/for-you"})
    assert urlsplit(answer.headers["Location"]).path == "/for-you"
    assert cards(alices.get("/for-you").text) == DECK[:PAGE]


def test_a_page_of_it_takes_few_statements(alices: FlaskClient, decks: Store, statements: list[str]) -> None:
    alices.get("/for-you")
    statements.clear()
    alices.get("/for-you")
    assert len(statements) <= 5, statements
