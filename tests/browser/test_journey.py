"""A reader's way through the site, with and without JavaScript, and by keys alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit

OpenVisit = Callable[..., Visit]

PLACES = "ol.places > .place"


@pytest.fixture
def site(read_site: str) -> str:
    """All here only read."""
    return read_site


def scroll_position(page: Page) -> float:
    return float(page.evaluate("scrollY"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_home_region_category_video_and_back(visit: OpenVisit, javascript: bool) -> None:
    reader = visit(java_script_enabled=javascript)
    page = reader.go("/")
    assert reader.path == "/trending/PL"
    page.get_by_role("navigation", name="Regions").get_by_role("link", name="Sweden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rose in Sweden")
    page.get_by_role("navigation", name="Regions").get_by_role("link", name="Poland").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rising in Poland")

    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Sports").click()
    expect(page.locator("[aria-current=true]")).to_contain_text("Sports")
    assert reader.path == "/trending/PL?category=17"
    expect(page.locator("header.masthead")).to_have_count(1)
    expect(page.locator(PLACES)).to_have_count(20)

    page.get_by_role("link", name="Title pl-12").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Title pl-12")
    page.go_back()
    expect(page.locator("[aria-current=true]")).to_contain_text("Sports")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Title pl-12")


def test_without_javascript_more_is_a_page_of_its_own(visit: OpenVisit) -> None:
    reader = visit(java_script_enabled=False)
    page = reader.go("/trending/PL")
    page.get_by_role("link", name="More of the list").click()
    assert "?cursor=" in reader.path
    expect(page.locator(PLACES)).to_have_count(25)
    expect(page.locator(".numeral").first).to_contain_text("31")
    page.get_by_role("link", name="Back to number 1").click()
    assert reader.path == "/trending/PL"


def test_more_appends_when_it_is_reached_and_the_way_back_finds_the_place(visit: OpenVisit) -> None:
    reader = visit()
    page = reader.go("/trending/PL")
    expect(page.locator(PLACES)).to_have_count(25)
    page.locator(".more").scroll_into_view_if_needed()
    expect(page.locator(PLACES)).to_have_count(50)
    expect(page.locator(".numeral", has_text="31").first).to_be_visible()
    assert "?through=" in reader.path
    title = page.get_by_role("link", name="Title pl-45")
    title.scroll_into_view_if_needed()
    position, opened = scroll_position(page), page.locator(PLACES).count()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Title pl-45")
    page.go_back()
    expect(page.get_by_role("link", name="Title pl-45")).to_be_in_viewport()
    assert page.locator(PLACES).count() >= opened
    assert abs(scroll_position(page) - position) < 50


def test_the_list_has_an_end(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    for shown in (50, 55):
        page.locator(".more").scroll_into_view_if_needed()
        expect(page.locator(PLACES)).to_have_count(shown)
    expect(page.locator(".end")).to_have_text("That is the whole list.")
    ranks = page.locator(".place > .rank .numeral").all_text_contents()
    assert len(ranks) == len(set(ranks)) == 55


def test_back_from_a_category_restores_the_whole_page(visit: OpenVisit) -> None:
    reader = visit()
    page = reader.go("/trending/PL")
    categories = page.get_by_role("navigation", name="Categories")
    categories.get_by_role("link", name="Sports").click()
    expect(page.locator(PLACES)).to_have_count(20)
    expect(categories.get_by_role("link", name="Sports")).to_be_focused()
    page.go_back()
    expect(page.locator(PLACES)).to_have_count(25)
    for part in ("header.masthead", "main#main", "footer.imprint", "h1"):
        expect(page.locator(part)).to_have_count(1)
    page.go_forward()
    expect(page.locator(PLACES)).to_have_count(20)
    assert reader.path == "/trending/PL?category=17"


def test_a_search_shows_its_results_below_the_form(visit: OpenVisit) -> None:
    reader = visit()
    page = reader.go("/search")
    page.get_by_label("Words, names or tags").fill("se-2")
    page.get_by_label("Region", exact=True).select_option("SE")
    page.get_by_role("form", name="Everything").get_by_role("button").click()
    expect(page.locator(PLACES)).to_have_count(1)
    assert reader.path == "/search?q=se-2&region=SE"


def test_a_receipt_and_a_folded_channel_open_without_javascript(visit: OpenVisit) -> None:
    page = visit(java_script_enabled=False).go("/trending/PL")
    page.get_by_text("Why #1 in Poland").click()
    expect(page.get_by_text("in the source's chart of 60").first).to_be_visible()
    page.get_by_text("+5 more from this channel").click()
    expect(page.get_by_role("link", name="Title pl-10")).to_be_visible()


def test_keys_reach_the_content_the_regions_and_a_receipt(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="US United States")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The whole receipt, with 30 days").first).to_be_visible()


def test_the_skip_link_moves_the_focus(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_posters_below_the_screen_wait(visit: OpenVisit) -> None:
    reader = visit(viewport=PHONE)
    page = reader.go("/trending/PL")
    page.wait_for_load_state("networkidle")
    assert page.locator("img[loading=lazy]").count() == 24
    assert page.locator("img.poster").first.evaluate("one => one.complete && one.naturalWidth") == 320
