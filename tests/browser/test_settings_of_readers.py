"""What readers set for themselves is kept to: large text on a narrow screen, no motion, colours of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import MOVING, NARROW, check_width
from tests.browser.conftest import CHROMIUM_OPTIONS, Gallery, Visit
from tests.browser.gallery import pages


@pytest.fixture
def site(gallery: Gallery) -> str:
    """All here only read."""
    return gallery.site


@pytest.fixture(scope="module")
def narrow(browser: Browser, chromium_path: str, gallery: Gallery) -> Iterator[Page]:
    """A page in a browser whose settings ask for text of twice the usual size."""
    options = [*CHROMIUM_OPTIONS, "--blink-settings=defaultFontSize=32"]
    with browser.browser_type.launch(executable_path=chromium_path, args=options) as own:
        page = own.new_page(viewport=NARROW, reduced_motion="reduce")
        page.goto(gallery.site)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        yield page


@pytest.mark.parametrize("name", pages())
def test_a_page_of_large_text_scrolls_one_way_only(narrow: Page, gallery: Gallery, name: str) -> None:
    """That one of usual text does is asked in test_public_pages.py, of shortened lists."""
    narrow.goto(gallery.site + gallery.pages[name])
    check_width(narrow)


def test_there_is_motion_for_those_who_do_not_mind(visit: Callable[..., Visit]) -> None:
    assert visit(reduced_motion="no-preference").go("/trending/PL").evaluate(MOVING) != []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_region_is_marked_in_forced_colours(visit: Callable[..., Visit], theme: str) -> None:
    page = visit(forced_colors="active", color_scheme=theme).go("/trending/PL")
    regions = page.get_by_role("navigation", name="Regions").get_by_role("link")
    chosen = regions.and_(page.locator("[aria-current]"))
    expect(chosen).to_have_count(1)
    colour = "one => getComputedStyle(one).borderBottomColor"
    others = {one.evaluate(colour) for one in regions.and_(page.locator(":not([aria-current])")).all()}
    assert chosen.evaluate(colour) not in others
