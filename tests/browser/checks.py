"""What is asked of every page, public or a member's: headings, width, keys and what axe-core finds."""

from collections.abc import Iterable
from itertools import cycle, islice, pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE

AXE = next((Path(__file__).parents[1] / "vendor").glob("axe-core-*")) / "axe.min.js"
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# Every rule that axe runs unless told otherwise; `preload` only fetches style sheets for rules that are not among them.
RUN_AXE = """
async ([exclude, options]) => {
  const told = await axe.run({exclude}, {resultTypes: ["violations"], preload: false, ...options});
  return told.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")}`));
}
"""
SEEN_AT_BOTH = {"chart", "video", "for you"}
NARROW = {"width": 320, "height": 640}
MOVING = """
() => Array.from(document.querySelectorAll("*")).filter(one => {
  const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one);
  return !/^(0s(, )?)+$/.test(transitionDuration) || animationName !== "none" || scrollBehavior !== "auto";
}).map(one => one.outerHTML.slice(0, 80))
"""
# All is asked by `evaluate`: the first locator of a page has the browser read all that Playwright knows of locators.
HEADINGS = "() => Array.from(document.querySelectorAll('h1, h2, h3'), one => Number(one.tagName[1]))"
OPEN = "() => document.querySelectorAll('details').forEach(one => { one.wasOpen = one.open; one.open = true })"
AS_THEY_WERE = "() => document.querySelectorAll('details').forEach(one => { one.open = one.wasOpen })"
LEAVE_SOME = """
() => document.querySelectorAll("main :is(ol:not(.deck), ul, tbody)")
  .forEach(list => Array.from(list.children).slice(5).forEach(one => one.remove()))
"""
# The size of the text once it is as asked, the width, and the menus that stand out on the left, where nobody scrolls.
WIDTH = """
async size => {
  const now = () => getComputedStyle(document.body).fontSize;
  for (let frame = 0; now() !== size && frame < 300; frame++) await new Promise(requestAnimationFrame);
  const cut = Array.from(document.querySelectorAll(".menu-sheet")).filter(one => one.getBoundingClientRect().left < 0);
  return [now(), document.documentElement.scrollWidth, cut.map(one => one.outerHTML.slice(0, 80))];
}
"""
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
  document.addEventListener("focusin", ({target}) => {
    const {outlineStyle, outlineWidth} = getComputedStyle(target);
    const {top, bottom, left, right} = target.getBoundingClientRect();
    const isSeen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    if (outlineStyle === "none" || outlineWidth === "0px" || !isSeen) reached.push(`unseen ${target.outerHTML}`);
    reached.push(stops.indexOf(target));
  });
  return [stops.length, stops.filter(one => /^(date|time|month|week)/.test(one.type)).length];
}
"""
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
MOST_FIELDS_OF_A_DATE = 6
"""A field of a date and time is one stop with so many inside."""


def check_headings(page: Page) -> None:
    """One heading leads the page, and none below it skips a level."""
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def shorten(page: Page) -> None:
    """Take the ends of long lists away: the first of a list stand for the others, which the same template makes."""
    page.evaluate(LEAVE_SOME)


def in_turns(names: Iterable[str]) -> pytest.MarkDecorator:
    """A test of each page: on a phone and on a desk where its family shows most, else on one of them in turns."""
    turns = cycle([(PHONE, "phone"), (DESK, "desk")])
    visits = [(name, *size) for name in names for size in islice(turns, 2 if name in SEEN_AT_BOTH else 1)]
    ids = [f"{name}, {size}" for name, _, size in visits]
    return pytest.mark.parametrize(("name", "size"), [visit[:2] for visit in visits], ids=ids)


def check_keys(page: Page) -> None:
    """Tab, pressed from the top to the end, reaches whatever can be pressed or filled in, in order and in sight."""
    stops, dates = page.evaluate(NOTE_STOPS)
    session = page.context.new_cdp_session(page)
    for _ in range(stops + dates * MOST_FIELDS_OF_A_DATE):
        session.send("Input.dispatchKeyEvent", TAB)  # a `press` is four messages instead of one
    session.detach()
    assert page.evaluate("reached")[:stops] == list(range(stops))


def check_width(page: Page) -> None:
    """On the narrowest screen a page scrolls down only, with all that can be opened and in text of twice the size."""
    before = page.viewport_size
    assert before
    page.set_viewport_size(NARROW)
    page.evaluate(OPEN)
    session = page.context.new_cdp_session(page)
    for size in (32, 16):
        session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
        now, width, cut = page.evaluate(WIDTH, f"{size}px")
        assert now == f"{size}px"
        assert width <= NARROW["width"]
        assert cut == []
    session.detach()
    page.evaluate(AS_THEY_WERE)
    page.set_viewport_size(before)


def faults(page: Page, exclude: tuple[str, ...] = ()) -> list[str]:
    """What axe finds in the light, and of colours in the dark: nothing else differs there.

    The page must not move, for the themes fade into each other.
    """
    page.evaluate(f"{AXE.read_text()};0")
    page.evaluate(OPEN)
    found = []
    for theme, options in (("light", {}), ("dark", {"runOnly": OF_COLOURS})):
        page.emulate_media(color_scheme=theme)
        found += [f"{theme} {told}" for told in page.evaluate(RUN_AXE, [list(exclude), options])]
    return found
