"""axe-core finds no fault on any page, in both themes, on a phone and on a desk."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Gallery
from tests.browser.gallery import pages

AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*")) / "axe.min.js"
# Every rule that axe runs unless told otherwise; `preload` only fetches style sheets for rules that are not among them.
RUN_AXE = """
async () => {
  const told = await axe.run({resultTypes: ["violations"], preload: false});
  return told.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}`));
}
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that knows axe; without motion, so that a change of theme is there at once."""
    with browser.new_context(reduced_motion="reduce") as context:
        context.add_init_script(path=AXE)
        yield context.new_page()


@pytest.mark.parametrize("name", pages())
def test_axe_finds_nothing(page: Page, gallery: Gallery, name: str) -> None:
    page.goto(gallery.site + gallery.pages[name])
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    found = {}
    for size, theme in product((PHONE, DESK), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        found[size["width"], theme] = page.evaluate(RUN_AXE)
    assert {where: faults for where, faults in found.items() if faults} == {}
