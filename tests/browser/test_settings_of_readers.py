"""What readers set for themselves is kept to: motion, and colours of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.checks import MOVING
from tests.browser.conftest import Gallery, Visit


@pytest.fixture
def site(gallery: Gallery) -> str:
    """All here only read."""
    return gallery.site


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
