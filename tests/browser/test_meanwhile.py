"""What a page asks for while it is read, and what it says when its list changed or went."""

import re
from collections.abc import Callable
from datetime import timedelta

import redis
from apiflask import APIFlask
from playwright.sync_api import expect
from sqlalchemy import delete, update

from app.extensions import db
from app.models import Ranking, Region
from app.trending import lists
from app.trending.intake import take_in
from tests.browser.conftest import PHONE, Visit
from tests.web.conftest import NOW, GivenSource, observation

OpenVisit = Callable[..., Visit]

PLACES = "ol.places > .place"
POLL = """document.getElementById("newer").dispatchEvent(new CustomEvent("every"))"""


def arrive(fresh_app: APIFlask) -> None:
    """Ten other videos come to stand on top of Poland's list."""
    at = NOW + timedelta(hours=1)
    chart = [observation(f"new-{rank}", rank, at=at) for rank in range(1, 11)]
    with fresh_app.app_context():
        take_in(
            db.session(), GivenSource("demo"), [*chart, *(observation(f"pl-{n}", n + 10, at=at) for n in range(1, 50))]
        )
        db.session.commit()
        lists.renew(["PL"])


def test_newer_videos_are_told_without_moving_the_list(visit: OpenVisit, fresh_app: APIFlask) -> None:
    reader = visit(viewport=PHONE)
    page = reader.go("/trending/PL")
    page.locator(PLACES).nth(5).scroll_into_view_if_needed()
    arrive(fresh_app)
    before = page.locator(PLACES).nth(5).bounding_box()
    page.evaluate(POLL)
    pill = page.get_by_role("link", name=re.compile(r"^\d+ new: refresh$"))
    expect(pill).to_be_in_viewport()
    assert page.locator(PLACES).nth(5).bounding_box() == before
    pill.click()
    expect(page.locator(PLACES).first).to_contain_text("Title new-")
    assert reader.path == "/trending/PL"


def test_a_hidden_page_asks_for_nothing(visit: OpenVisit) -> None:
    reader = visit()
    page = reader.go("/trending/PL")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.evaluate(POLL)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    with page.expect_response("**/newer*") as answered:
        page.evaluate(POLL)
    assert answered.value.ok
    assert len([url for url in reader.requests if "/newer" in url]) == 1


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
    expect(page.locator(PLACES)).to_have_count(25)
    expect(page.get_by_role("link", name="More of the list")).to_have_count(1)
    assert all("410" in complaint for complaint in reader.complaints)
    reader.complaints.clear()
