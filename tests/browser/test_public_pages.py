"""What each page costs a reader, and that everybody can use it: one visit each, on a phone or on a desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.checks import MOVING, check_headings, check_keys, check_width, faults, in_turns, shorten
from tests.browser.conftest import Gallery, Visit
from tests.browser.gallery import pages

MOST_BYTES, MOST_REQUESTS, MOST_SHIFT = 60_000, 3, 0.01

# Posters and avatars are pictures of the content; the icon is the browser's own, which it fetches after the page.
LATE = ("/posters/", "/avatars/", "/static/icons/")
NOTE_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.shifted += one.value; })
  .observe({type: "layout-shift", buffered: true});
"""
SCROLL_THROUGH = """
async () => {
  const frame = () => new Promise(done => requestAnimationFrame(done));
  for (let at = 0; at < document.body.scrollHeight; at += innerHeight / 2) {
    scrollTo(0, at);
    do { await frame(); await frame(); } while (document.querySelector(".htmx-request"));
  }
}
"""
EAGER_BELOW = """
() => Array.from(document.images)
  .filter(one => one.loading !== "lazy" && one.getBoundingClientRect().top > innerHeight).map(one => one.src)
"""
LANDMARKS = """
() => ["body > header", "main", "body > footer", "[role=search]"].map(one => document.querySelectorAll(one).length)
"""


@pytest.fixture(scope="module")
def without_cache(browser: Browser, gallery: Gallery) -> Iterator[Visit]:
    """One page for all visits: a process for each, that reads all of axe anew, took a fifth of their time."""
    with browser.new_context() as context:
        context.add_init_script(NOTE_SHIFTS)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        yield Visit(page, gallery.site)


@pytest.fixture
def newcomer(without_cache: Visit) -> Visit:
    """Somebody who has nothing of the site yet."""
    without_cache.page.context.clear_cookies()
    without_cache.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    without_cache.forget()
    return without_cache


@in_turns(pages())
def test_a_page_is_light_keeps_still_and_can_be_used_by_everybody(
    newcomer: Visit, gallery: Gallery, name: str, size: ViewportSize
) -> None:
    page = newcomer.page
    page.set_viewport_size(size)
    check_weight(newcomer, gallery.pages[name])
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []
    check_headings(page)
    assert page.evaluate(LANDMARKS) == [1, 1, 1, 1]
    check_width(page)
    shorten(page)
    check_keys(page)
    assert faults(page) == []


def check_weight(visit: Visit, path: str) -> None:
    """Few requests of few bytes, all to this site, and nothing that moves or complains while one reads to the end."""
    late = tuple(visit.site + one for one in LATE)
    answer = visit.page.goto(visit.site + path)
    assert visit.page.evaluate(EAGER_BELOW) == []
    weights = [one.sizes()["responseBodySize"] for one in visit.finished if not one.url.startswith(late)]
    assert len(weights) <= MOST_REQUESTS
    assert min(weights) > 0  # of what was kept it would not be
    assert sum(weights) <= MOST_BYTES
    visit.page.evaluate(SCROLL_THROUGH)
    assert visit.page.evaluate("shifted") < MOST_SHIFT
    assert visit.strangers() == []
    assert [told for told in visit.complaints if answer.ok or str(answer.status) not in told] == []
