"""What pages hold for others does not trouble a browser that keeps the strict content policy."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Gallery, Visit

OpenVisit = Callable[..., Visit]

NOTE_VIOLATIONS = """
window.violated = [];
document.addEventListener("securitypolicyviolation", one => violated.push(one.violatedDirective));
"""


@pytest.fixture
def site(gallery: Gallery) -> str:
    """All here only read."""
    return gallery.site


@pytest.mark.parametrize(("path", "kind"), [("/trending/PL", "ItemList"), ("/videos/pl-1", "VideoObject")])
def test_a_block_of_data_breaks_no_policy(visit: OpenVisit, path: str, kind: str) -> None:
    reader = visit()
    reader.page.add_init_script(NOTE_VIOLATIONS)
    page = reader.go(path)
    block = page.locator('script[type="application/ld+json"]')
    assert block.evaluate("one => JSON.parse(one.textContent)['@type']") == kind
    assert page.evaluate("violated") == []


def test_the_browser_finds_no_fault_in_the_manifest(visit: OpenVisit) -> None:
    page = visit().go("/about/ranking")
    browser = page.context.new_cdp_session(page)
    told = browser.send("Page.getAppManifest")
    assert told["url"].endswith("/manifest.webmanifest")
    assert told["errors"] == []
    assert told["data"]
