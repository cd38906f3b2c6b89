"""Keys alone: Tab reaches whatever can be pressed or filled in, in the order of the page, and shows where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

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
# Of radio buttons, one is a stop; the arrows lead to the others. Tab begins at the top, wherever it was before.
NOTE_STOPS = """
() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const all = Array.from(document.querySelectorAll(kinds));
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  const isStop = one => one.tabIndex >= 0 && one.checkVisibility() && (one.type !== "radio" || one.checked);
  window.stops = all.filter(isStop);
  window.reached = [];
  if (!window.isNoted) document.addEventListener("focusin", ({target}) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    const {top, bottom, left, right} = target.getBoundingClientRect();
    const isSeen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    if (outlineStyle === "none" || outlineWidth === "0px" || !isSeen) reached.push(`unseen ${target.outerHTML}`);
    reached.push(stops.indexOf(target));
  });
  window.isNoted = true;
  return stops.length;
}
"""
REST = "**/*cursor=*"
MOST_FIELDS_OF_A_DATE = 6
"""A field of a date and time is one stop with so many inside."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def passed_over(page: Page) -> list[object]:
    """Where Tab, pressed from the top of the page to its end, does not lead to the next stop, or not in sight."""
    stops = page.evaluate(NOTE_STOPS)
    for _ in range(stops + MOST_FIELDS_OF_A_DATE):
        page.keyboard.press("Tab")
    reached = page.evaluate("reached")[:stops]
    return [] if reached == list(range(stops)) else reached


@pytest.mark.parametrize("name", PLACES)
def test_tab_goes_through_the_page_in_order_and_is_seen_on_a_phone_and_on_a_desk(
    page: Page, gallery: Gallery, name: str
) -> None:
    page.goto(gallery.site + gallery.pages[name])
    # The rest of a list, which comes when one gets near, would bring stops of its own.
    page.route(REST, lambda route: route.abort())
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert passed_over(page) == []
    page.unroute(REST)
