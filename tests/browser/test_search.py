"""Searching by keyboard: results while one types, what is offered, and what this browser remembers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

OpenVisit = Callable[..., Visit]

PLACES = "ol.places > .place"


@pytest.fixture
def site(read_site: str) -> str:
    """All here only read."""
    return read_site


def test_results_and_the_address_follow_what_is_typed(visit: OpenVisit) -> None:
    page = visit().go("/search")
    page.get_by_label("Words, names or tags").press_sequentially("title se-2", delay=30)
    expect(page.locator(PLACES)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/search\?q=title(\+|%20)se-2$"))
    expect(page.locator(f"{PLACES} mark").first).to_have_text("Title")


def test_what_is_offered_is_chosen_by_keyboard(visit: OpenVisit) -> None:
    page = visit().go("/search")
    field = page.get_by_label("Words, names or tags")
    expect(field).to_have_role("combobox")
    field.press_sequentially("title", delay=30)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowUp")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/videos/"))


def test_searches_are_remembered_in_this_browser_until_forgotten(visit: OpenVisit) -> None:
    page = visit().go("/search")
    page.get_by_label("Words, names or tags").fill("title se-2")
    page.get_by_label("Words, names or tags").press("Enter")
    expect(page.locator(PLACES)).to_have_count(1)
    page.goto(page.url.partition("?")[0])
    expect(page.get_by_role("link", name="title se-2")).to_be_visible()
    page.get_by_role("button", name="Forget these").click()
    page.reload()
    expect(page.get_by_text("You searched for")).to_be_hidden()


def test_without_javascript_the_form_searches(visit: OpenVisit) -> None:
    page = visit(java_script_enabled=False).go("/search")
    page.get_by_label("Words, names or tags").fill("title se-2")
    page.get_by_role("form", name="Everything").get_by_role("button").click()
    expect(page.locator(PLACES)).to_have_count(1)
