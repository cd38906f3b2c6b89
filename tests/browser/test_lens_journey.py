"""From the lens to one video's receipt and into the past, and all the way back; with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Gallery, Visit
from tests.browser.gallery import DAY_BEFORE


@pytest.fixture
def site(gallery: Gallery) -> str:
    """A reader only reads."""
    return gallery.site


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_lens_compare_video_receipt_time_machine_and_back(visit: Callable[..., Visit], javascript: bool) -> None:
    reader = visit(java_script_enabled=javascript)
    page, visited = reader.page, []

    def arrive(words: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
        visited.append((page.url, words))

    reader.go("/trending/PL")
    arrive("Rising in Poland")
    page.get_by_role("navigation", name="Regions").get_by_role("link", name="Lens").click()
    arrive("Seven regions at once")
    page.get_by_label("Compare").select_option("PL")
    page.get_by_label("with", exact=True).select_option("NO")
    page.get_by_role("button", name="Put side by side").click()
    arrive("Poland beside Norway")
    page.get_by_role("link", name="Poland and United Kingdom").click()
    arrive("Poland beside the United Kingdom")
    page.get_by_role("link", name="Title pl-1", exact=True).first.click()
    arrive("Title pl-1")
    page.get_by_text("Why #1 in Poland").click()
    page.locator(".standing.region-PL").get_by_role("link", name="The whole receipt").click()
    arrive("Why #1 in Poland")
    page.get_by_role("link", name="Poland", exact=True).click()
    arrive("Rising in Poland")
    page.get_by_role("link", name="Time machine").click()
    if not javascript:  # with it, the controls come into the page
        arrive("Time machine")
    page.get_by_label("Or name it, in UTC").fill(f"{DAY_BEFORE:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Go", exact=True).click()
    arrive("in Poland")
    assert reader.path == f"/trending/PL?at={DAY_BEFORE:%Y-%m-%dT%H:%MZ}"

    if not javascript:  # the way back is the browser's own
        return
    for url, words in visited[-2::-1]:
        page.go_back()
        expect(page).to_have_url(url)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    for url, words in visited[1:]:
        page.go_forward()
        expect(page).to_have_url(url)
        expect(page.get_by_role("heading", level=1)).to_contain_text(words)
