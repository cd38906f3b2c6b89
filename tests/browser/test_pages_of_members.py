"""What members see when they are logged in is as fit for everybody as the public pages are."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import decks, people, writings
from tests.browser.checks import check_headings, check_keys, check_width, faults, in_turns, shorten
from tests.browser.conftest import Gallery
from tests.members import PASSWORD

REST = "**/*cursor=*"
PAGES_OF_ALICE = people.PAGES_OF_ALICE | writings.PAGES_OF_ALICE | decks.PAGES_OF_ALICE


@pytest.fixture(scope="module")
def alices(browser: Browser, gallery: Gallery) -> Iterator[Page]:
    """The page of a browser in which Alice is logged in, one for all visits as it is for the public's."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{gallery.site}/login")
        page.get_by_label("Username or e-mail address").fill("alice")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: "/login" not in url)
        yield page


@pytest.fixture
def page(alices: Page) -> Iterator[Page]:
    yield alices
    alices.unroute(REST)
    alices.emulate_media(color_scheme="light")


@in_turns(PAGES_OF_ALICE)
def test_axe_finds_nothing_a_narrow_page_scrolls_one_way_only_and_tab_goes_through_it_in_order(
    page: Page, gallery: Gallery, name: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto(gallery.site + PAGES_OF_ALICE[name])
    check_headings(page)
    # The rest of a list, which comes when one gets near, would bring stops of its own.
    page.route(REST, lambda route: route.abort())
    check_width(page)
    shorten(page)
    check_keys(page)
    assert faults(page) == []
