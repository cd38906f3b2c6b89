"""What holds for each page: its keys, its posters, and what it says when its list went."""

from collections.abc import Callable

import redis
from apiflask import APIFlask
from playwright.sync_api import expect
from sqlalchemy import delete, update

from app.extensions import db
from app.models import Ranking, Region
from tests.browser.conftest import PHONE, Visit

OpenVisit = Callable[..., Visit]


def test_keys_reach_the_content_the_regions_and_a_receipt(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="US United States")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The whole receipt, with 30 days").first).to_be_visible()


def test_the_skip_link_moves_the_focus(visit: OpenVisit) -> None:
    page = visit().go("/trending/PL")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_posters_below_the_screen_wait(visit: OpenVisit) -> None:
    reader = visit(viewport=PHONE)
    page = reader.go("/trending/PL")
    page.wait_for_load_state("networkidle")
    assert page.locator("img[loading=lazy]").count() == 24
    assert page.locator("img.poster").first.evaluate("one => one.complete && one.naturalWidth") == 320


def test_a_list_that_went_meanwhile_is_told_and_leaves_the_page(
    visit: OpenVisit, fresh_app: APIFlask, cache: redis.Redis
) -> None:
    reader = visit()
    page = reader.go("/trending/PL")
    with fresh_app.app_context():
        db.session.execute(update(Region).values(ranking_id=None))
        db.session.execute(delete(Ranking))
        db.session.commit()
    cache.flushdb()
    page.locator(".more").scroll_into_view_if_needed()
    expect(page.locator("#flash")).to_contain_text("This list is gone")
    expect(page.locator("#flash")).to_be_in_viewport()
    expect(page.locator("ol.places > .place")).to_have_count(25)
    expect(page.get_by_role("link", name="More of the list")).to_have_count(1)
    assert all("410" in complaint for complaint in reader.complaints)
    reader.complaints.clear()
