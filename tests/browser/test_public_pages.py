"""What each page costs a reader, and that everybody can use it: one visit each, on a phone and on a desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.checks import MOVING, check_headings, check_keys, check_width, faults, shorten
from tests.browser.conftest import DESK, PHONE, Gallery, Visit
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


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """The page of somebody who has nothing of the site yet."""
    with browser.new_context() as context:
        context.add_init_script(NOTE_SHIFTS)
        yield context.new_page()


@pytest.mark.parametrize("name", pages())
def test_a_page_is_light_keeps_still_and_can_be_used_by_everybody(newcomer: Page, gallery: Gallery, name: str) -> None:
    check_weight(newcomer, gallery, name)
    newcomer.emulate_media(reduced_motion="reduce")
    assert newcomer.evaluate(MOVING) == []
    check_headings(newcomer)
    for role in ("banner", "main", "contentinfo", "search"):
        expect(newcomer.get_by_role(role)).to_have_count(1)
    check_width(newcomer)
    shorten(newcomer)
    check_keys(newcomer)
    assert faults(newcomer) == []


def check_weight(page: Page, gallery: Gallery, name: str) -> None:
    """Few requests of few bytes, all to this site, and nothing that moves or complains while one reads to the end."""
    loaded: list[Request] = []
    page.on("requestfinished", lambda request: loaded.append(request))
    visit = Visit(page, gallery.site)
    late = tuple(gallery.site + one for one in LATE)
    needed = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        loaded.clear()
        answer = page.goto(gallery.site + gallery.pages[name])
        assert page.evaluate(EAGER_BELOW) == []
        needed.append([one for one in loaded if not one.url.startswith(late)])
        page.evaluate(SCROLL_THROUGH)
        assert page.evaluate("shifted") < MOST_SHIFT

    first, again = needed
    assert len(first) <= MOST_REQUESTS
    assert sum(one.sizes()["responseBodySize"] for one in first) <= MOST_BYTES
    assert {one.url for one in again} == {one.url for one in first}  # so it is as light there
    assert visit.strangers() == []
    assert [told for told in visit.complaints if answer.ok or str(answer.status) not in told] == []
