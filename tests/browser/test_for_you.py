"""A member's way through their deck: what they say has its effect, what they saw is seen, and it ends."""

from collections.abc import Callable, Iterator

import pytest
from apiflask import APIFlask
from playwright.sync_api import Page, ViewportSize, expect

from app.extensions import db
from app.feed.extension import store_of
from app.feed.store import Store
from app.models import User, Watch
from tests.browser.conftest import DESK, PHONE, Visit, come_in
from tests.feed.member_decks import Held, build
from tests.members import add_member
from tests.web.for_you.conftest import CHART, DECK, PAGE

OpenVisit = Callable[..., Visit]

CARDS = ".deck > .place:visible"


@pytest.fixture
def alices(visit: OpenVisit, fresh_app: APIFlask, alice: User) -> OpenVisit:
    """Opens visits in which Alice is logged in."""

    def open_visit(**options: object) -> Visit:
        opened = visit(**options)
        come_in(opened, fresh_app, "alice")
        return opened

    return open_visit


@pytest.fixture
def alice(fresh_app: APIFlask, site: str) -> Iterator[User]:
    """Who lives in Poland and has a deck of thirty."""
    with fresh_app.app_context():
        alice = add_member(db.session(), "alice")
        alice.home_region = "PL"
        db.session.commit()
        put(store_of(fresh_app), alice)
        yield alice
        db.session.remove()


def put(store: Store, alice: User) -> int:
    return build(db.session(), store, {alice: [Held(video) for video in DECK]}, {"PL": CHART})


def shown(page: Page) -> list[str]:
    return [str(one.get_attribute("data-video")) for one in page.locator(CARDS).all()]


def open_deck(alices: OpenVisit, **options: object) -> Page:
    page = alices(**options).go("/for-you")
    expect(page.get_by_role("heading", level=1)).to_have_text("For you")
    return page


@pytest.mark.parametrize(
    ("size", "javascript"), [(PHONE, True), (DESK, False)], ids=["phone", "desk without JavaScript"]
)
def test_less_of_this_is_seen_at_once_and_can_be_taken_back(
    alices: OpenVisit, javascript: bool, size: ViewportSize
) -> None:
    page = open_deck(alices, java_script_enabled=javascript, viewport=size)
    card = page.locator("#card-pl-4")
    card.get_by_text("Members with a taste like yours watch it").click()
    expect(card.get_by_text("Who they are is not told.")).to_be_visible()
    card.get_by_role("button", name="Less like this").click()
    expect(page.get_by_text("You get less like this.")).to_be_visible()
    for video in ("pl-5", "pl-6"):
        expect(page.locator(f"#card-{video}")).to_be_hidden()
    page.get_by_role("button", name="Undo for Title pl-4").click()
    for video in ("pl-4", "pl-5", "pl-6"):
        expect(page.locator(f"#card-{video} h2")).to_be_visible()


def test_a_card_leaves_and_the_focus_stays_on_the_way_back(alices: OpenVisit) -> None:
    page = open_deck(alices)
    for button, told in (("Hide", "Hidden:"), ("Not this channel", "You see nothing of this channel")):
        page.locator("#card-pl-11").get_by_role("button", name=button).press("Enter")
        expect(page.locator("#card-pl-11").get_by_text(told)).to_be_visible()
        expect(page.locator("#card-pl-11 h2")).to_be_hidden()
        undo = page.get_by_role("button", name="Undo for Title pl-11")
        expect(undo).to_be_focused()
        undo.press("Enter")
        expect(page.locator("#card-pl-11 h2")).to_be_visible()
        expect(page.locator("#card-pl-11").get_by_role("button", name=button)).to_be_focused()


def test_what_was_on_screen_is_seen_and_another_device_goes_on_behind_it(alices: OpenVisit) -> None:
    page = open_deck(alices, viewport=DESK)
    with page.expect_response("**/for-you/seen") as answered:
        expect(page.locator(CARDS)).to_have_count(PAGE)
    assert answered.value.status == 204
    on_screen = page.locator(CARDS).evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().bottom < innerHeight).length"
    )
    assert on_screen >= 2
    other = open_deck(alices, viewport=PHONE)
    remaining = shown(other)
    assert remaining[0] in DECK[on_screen : on_screen + 2]
    assert not set(remaining) & set(DECK[:on_screen])


def test_a_page_that_nobody_looks_at_is_not_seen(alices: OpenVisit, fresh_app: APIFlask, alice: User) -> None:
    opened = alices()
    opened.page.add_init_script("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    opened.go("/for-you").wait_for_timeout(3500)
    assert [url for url in opened.requests if url.endswith("/for-you/seen")] == []
    assert store_of(fresh_app).position(alice.id) == 0


def test_without_javascript_the_next_page_is_asked_for_and_the_deck_ends(alices: OpenVisit) -> None:
    page = open_deck(alices, java_script_enabled=False)
    seen = shown(page)
    while page.get_by_role("button", name="Seen, show the next").count():
        page.get_by_role("button", name="Seen, show the next").click()
        seen += shown(page)
    assert seen == DECK + [video for video in CHART if video not in DECK]
    expect(page.get_by_role("heading", name="You are caught up")).to_be_visible()
    page.get_by_role("button", name="Mark these as seen").click()
    expect(page.locator(CARDS)).to_have_count(0)
    expect(page.get_by_role("link", name="What is rising in Poland")).to_be_visible()
    page.get_by_role("button", name="Show the last ones again").click()
    expect(page.locator(CARDS)).not_to_have_count(0)  # once the page that was asked for is there


def test_with_javascript_it_goes_on_to_the_end(alices: OpenVisit) -> None:
    page = open_deck(alices)
    for count in (2 * PAGE, 60):
        page.locator(".deck .more").scroll_into_view_if_needed()
        expect(page.locator(CARDS)).to_have_count(count)
    expect(page.get_by_text("What was chosen for you ends here")).to_have_count(1)
    expect(page.get_by_role("heading", name="You are caught up")).to_have_count(1)


def test_a_newer_deck_is_offered_and_moves_nothing(alices: OpenVisit, fresh_app: APIFlask, alice: User) -> None:
    page = open_deck(alices)
    before = page.locator(CARDS).nth(1).bounding_box()
    put(store_of(fresh_app), alice)
    page.evaluate("htmx.ajax('GET', document.querySelector('#newer').getAttribute('hx-get'), '#newer')")
    pill = page.get_by_role("link", name="A newer deck: open it")
    expect(pill).to_be_in_viewport()
    assert page.locator(CARDS).nth(1).bounding_box() == before
    pill.click()
    expect(page.locator(CARDS).first).to_be_visible()


def test_a_view_is_told_after_some_seconds_on_the_page_of_a_video(
    alices: OpenVisit, fresh_app: APIFlask, alice: User
) -> None:
    opened = alices()
    with opened.page.expect_response("**/videos/pl-1/watches", timeout=15_000) as answered:
        opened.go("/videos/pl-1")
    assert answered.value.status == 204
    assert [one.kind for one in db.session.query(Watch)] == ["view"]


def test_an_interest_is_deleted_and_the_deck_follows(alices: OpenVisit) -> None:
    opened = alices()
    page = opened.page
    opened.go("/videos/pl-3")
    page.get_by_role("button", name="Like this video").click()
    expect(page.get_by_role("button", name="Like this video, 1 like")).to_be_visible()
    opened.go("/settings/taste")
    sports = page.locator("#interest-category-17")
    sports.get_by_role("button", name="Delete Sports").click()
    expect(sports.get_by_text("Deleted: nothing in your decks carries it.")).to_be_visible()
    expect(page.get_by_text("20 videos left your deck at once")).to_be_visible()
    opened.go("/for-you")
    assert not {f"pl-{rank}" for rank in range(3, 61, 3)} & set(shown(page))
    opened.go("/settings/taste")
    sports.get_by_role("button", name="Undo Sports").click()
    expect(page.get_by_text("20 videos came back to your deck.")).to_be_visible()
