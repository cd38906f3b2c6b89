"""axe-core finds no fault on any page, in either theme, on a phone and on a desk; the narrowest shows all of it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

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
NARROW = {"width": 320, "height": 640}
MOVING = """
() => Array.from(document.querySelectorAll("*")).filter(one => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one);
  return !/^(0s(, )?)+$/.test(transitionDuration) || animationName !== "none" || scrollBehavior !== "auto";
}).map(one => one.outerHTML.slice(0, 80))
"""
# The first of a list stand for the others, which the same template makes.
OPEN_SOME = "all => all.slice(0, 6).forEach(one => { one.open = true })"
LEAVE_SOME = "all => all.forEach(list => Array.from(list.children).slice(8).forEach(one => one.remove()))"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that knows axe; without motion, so that a change of theme is there at once."""
    with browser.new_context(reduced_motion="reduce") as context:
        context.add_init_script(path=AXE)
        yield context.new_page()


def faults(page: Page) -> dict[tuple[int, str], list[str]]:
    """What axe finds on a phone in the light and on a desk in the dark, in a page that loses the ends of its lists."""
    page.locator("ol, ul, tbody").evaluate_all(LEAVE_SOME)
    page.locator("details").evaluate_all(OPEN_SOME)
    found = {}
    for size, theme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        found[size["width"], theme] = page.evaluate(RUN_AXE)
    return {where: told for where, told in found.items() if told}


def check_width(page: Page) -> None:
    """On the narrowest screen a page scrolls down only, also with all that can be opened."""
    page.set_viewport_size(NARROW)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def check_headings(page: Page) -> None:
    """One heading leads the page, and none below it skips a level."""
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", pages())
def test_axe_finds_nothing_and_a_page_is_in_order_and_narrow_and_does_not_move_by_itself(
    page: Page, gallery: Gallery, name: str
) -> None:
    page.goto(gallery.site + gallery.pages[name])
    check_headings(page)
    assert page.evaluate(MOVING) == []
    check_width(page)
    for role in ("banner", "main", "contentinfo", "search"):
        expect(page.get_by_role(role)).to_have_count(1)
    assert faults(page) == {}


def test_axe_finds_nothing_around_the_documentation_of_the_interface(page: Page, gallery: Gallery) -> None:
    """Inside, the markup is Swagger UI's, which nests controls; the same is plain text in the document it reads."""
    page.goto(f"{gallery.site}/api/docs")
    page.locator(".opblock").first.wait_for()
    assert page.evaluate(RUN_AXE.replace("axe.run(", 'axe.run({exclude: [".swagger-ui"]}, ')) == []
