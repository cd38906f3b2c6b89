"""Keys alone: Tab reaches whatever can be pressed or filled in, in the order of the page, and shows where it is."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import DESK, PHONE, Gallery

PLACES = (
    "chart of a language",
    "chart of another time",
    "chart, old",
    "chart, gone",
    "time machine",
    "lens",
    "lens before all",
    "compare",
    "categories",
    "video",
    "video of long ago",
    "receipt",
    "search, found",
    "about",
    "profile",
    "profile, followers",
    "profile, private",
)
NOTE_STOPS = """
() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const all = Array.from(document.querySelectorAll(kinds));
  window.stops = all.filter(one => one.tabIndex >= 0 && one.checkVisibility());
  window.reached = [];
  document.addEventListener("focusin", ({target}) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    const {top, bottom, left, right} = target.getBoundingClientRect();
    const isSeen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    if (outlineStyle === "none" || outlineWidth === "0px" || !isSeen) reached.push(`unseen ${target.outerHTML}`);
    reached.push(stops.indexOf(target));
  });
  return stops.length;
}
"""
MOST_FIELDS_OF_A_DATE = 6
"""A field of a date and time is one stop with so many inside."""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", PLACES)
def test_tab_goes_through_the_page_in_order_and_is_seen(
    browser: Browser, gallery: Gallery, name: str, size: dict[str, int]
) -> None:
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.goto(gallery.site + gallery.pages[name])
        # The rest of a list, which comes when one gets near, would bring stops of its own.
        page.route("**/*cursor=*", lambda route: route.abort())
        stops = page.evaluate(NOTE_STOPS)
        for _ in range(stops + MOST_FIELDS_OF_A_DATE):
            page.keyboard.press("Tab")
        assert page.evaluate("reached")[:stops] == list(range(stops))
