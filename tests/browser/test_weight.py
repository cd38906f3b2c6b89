"""What each page costs a reader: few requests of few bytes, all from this site, and nothing that moves or complains."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

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
def test_a_page_is_light_and_keeps_still_on_a_phone_and_on_a_desk(newcomer: Page, gallery: Gallery, name: str) -> None:
    loaded: list[Request] = []
    newcomer.on("requestfinished", lambda request: loaded.append(request))
    visit = Visit(newcomer, gallery.site)
    late = tuple(gallery.site + one for one in LATE)
    needed = []
    for size in (PHONE, DESK):
        newcomer.set_viewport_size(size)
        loaded.clear()
        answer = newcomer.goto(gallery.site + gallery.pages[name])
        assert newcomer.evaluate(EAGER_BELOW) == []
        needed.append([one for one in loaded if not one.url.startswith(late)])
        newcomer.evaluate(SCROLL_THROUGH)
        assert newcomer.evaluate("shifted") < MOST_SHIFT

    first, again = needed
    assert len(first) <= MOST_REQUESTS
    assert sum(one.sizes()["responseBodySize"] for one in first) <= MOST_BYTES
    assert {one.url for one in again} == {one.url for one in first}  # so it is as light there
    assert visit.strangers() == []
    assert [told for told in visit.complaints if answer.ok or str(answer.status) not in told] == []
