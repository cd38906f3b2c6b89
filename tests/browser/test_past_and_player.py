"""Beyond the list of now: choices, other times, receipts, the player; with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.web.ages import clock
from tests.browser.conftest import DESK, Gallery, Visit
from tests.browser.gallery import DAY_BEFORE

OpenVisit = Callable[..., Visit]
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def site(gallery: Gallery) -> str:
    """All here only read; Poland had a list a day before as well."""
    return gallery.site


@WITH_AND_WITHOUT
def test_a_slider_and_a_date_lead_to_the_list_of_that_time(visit: OpenVisit, javascript: bool) -> None:
    reader = visit(java_script_enabled=javascript)
    page = reader.go("/trending/PL?category=17")
    page.get_by_role("link", name="Time machine").click()
    slider = page.get_by_label("Slide to a time")
    expect(slider).to_have_value("24")
    slider.press("Home")
    if javascript:
        expect(page.locator("#chosen")).to_have_text(clock(DAY_BEFORE))
        expect(slider).to_be_focused()
    page.get_by_role("button", name="Go to that time").click()
    expect(page.get_by_text("You are looking at")).to_be_visible()
    assert "at=" in reader.path
    assert "category=17" in reader.path
    page.get_by_role("link", name="A day later").click()
    expect(page.get_by_label("Slide to a time")).to_have_value("24")
    page.get_by_role("link", name="Back to now").click()
    assert reader.path == "/trending/PL?category=17"


@WITH_AND_WITHOUT
def test_the_shelf_is_lifted_with_one_click(visit: OpenVisit, javascript: bool) -> None:
    reader = visit(java_script_enabled=javascript)
    page = reader.go("/trending/PL")
    page.get_by_role("link", name="Show every video in its place").click()
    expect(page.get_by_text("more from this channel")).to_have_count(0)
    assert reader.path == "/trending/PL?shelf=off"


def test_a_choice_changes_the_title(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Sports").click()
    expect(page).to_have_title("Rising in Poland: Sports · Upswell")


def block_player(page: Page) -> list[str]:
    """Answer for the player's host, and note what was asked of it."""
    asked: list[str] = []
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: (asked.append(route.request.url), route.fulfill(body="player", content_type="text/html")),
    )
    return asked


def test_the_player_comes_with_the_click_and_not_before(visit: OpenVisit) -> None:
    reader = visit(viewport=DESK)
    asked = block_player(reader.page)
    page = reader.go("/videos/se-1")
    page.wait_for_load_state("networkidle")
    assert asked == []
    place = page.locator(".video-head .poster").bounding_box()
    page.get_by_role("link", name="Play the video").click()
    expect(page.frame_locator("iframe").get_by_text("player")).to_be_visible()
    assert asked == ["https://www.youtube-nocookie.com/embed/se-1?autoplay=1"]
    assert page.locator("iframe").get_attribute("title") == "Title se-1"
    assert page.locator("iframe.poster").bounding_box() == place
    reader.requests = [url for url in reader.requests if url not in asked]


def test_without_javascript_the_player_is_a_link(visit: OpenVisit) -> None:
    page = visit(java_script_enabled=False).go("/videos/se-1")
    link = page.get_by_role("link", name="Play the video")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=se-1"


@WITH_AND_WITHOUT
def test_a_receipt_leads_from_the_card_to_its_own_page(visit: OpenVisit, javascript: bool) -> None:
    reader = visit(java_script_enabled=javascript)
    page = reader.go("/trending/PL")
    page.get_by_text("Why #1 in Poland").click()
    page.get_by_role("link", name="The whole receipt, with 30 days").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why #1 in Poland")
    assert reader.path == "/videos/pl-1/receipts/PL"
