"""Alice writes in two browsers at once, Bob comments and likes, Alice answers, deletes and undoes that.

She has JavaScript at the desk only, and he has none.
"""

import re
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from playwright.sync_api import Page, expect

from app.extensions import db
from tests.browser.conftest import PHONE, Visit, come_in
from tests.members import add_member

OpenVisit = Callable[..., Visit]

EXPECTED = re.compile("409|410|422|Autofocus processing was blocked")
"""What Chromium notes of a form that comes back, and of the place in it that has the focus already."""


@pytest.fixture
def members(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        for username in ("alice", "bob"):
            add_member(db.session(), username)


@pytest.mark.usefixtures("members")
def test_from_the_first_word_to_the_undone_deletion(visit: OpenVisit, fresh_app: APIFlask) -> None:
    desk, phone, bobs = visit(), *(visit(java_script_enabled=False, viewport=PHONE) for _ in range(2))
    for reader, username in ((desk, "alice"), (phone, "alice"), (bobs, "bob")):
        come_in(reader, fresh_app, username)

    page = desk.go("/videos/pl-1")
    page.get_by_role("link", name="Write about this video").click()
    page.get_by_label("Title", exact=True).fill("Lanterns over the harbour")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Fill in this field.")).to_be_visible()
    page.get_by_label("Text").fill("They rise **every** autumn.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lanterns over the harbour")
    post = desk.path

    conflict(desk, phone, post)
    talk(desk, bobs, post)

    page = desk.go(post)
    page.get_by_role("link", name="Delete", exact=True).first.click()
    page.get_by_role("button", name="Delete the post").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    expect(bobs.go(post).get_by_role("heading", level=1)).to_have_text("There is no page here")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lanterns over the harbour")
    expect(page.get_by_role("heading", level=2).filter(has_text="comments")).to_have_text("2 comments")

    for reader in (desk, phone, bobs):
        reader.complaints[:] = [one for one in reader.complaints if not EXPECTED.search(one) and "404" not in one]


def conflict(first: Visit, second: Visit, post: str) -> None:
    """Both change the same version; the second one reads of it, keeps the text, and saves it over the other."""
    pages = [reader.go(f"{post}/edit") for reader in (first, second)]
    for page, season in zip(pages, ("spring", "winter"), strict=True):
        page.get_by_label("Text").fill(f"They rise every {season}.")
    pages[0].get_by_role("button", name="Save the post").click()
    expect(pages[0].locator(".post-text")).to_have_text("They rise every spring.")
    pages[1].get_by_role("button", name="Save the post").click()
    sides = pages[1].locator(".conflict-sides")
    expect(sides.locator("del")).to_contain_text("spring")
    expect(sides.locator("ins")).to_contain_text("winter")
    expect(pages[1].get_by_label("Text")).to_have_value("They rise every winter.")
    assert pages[1].evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    pages[1].get_by_role("button", name="Save mine over it").click()
    expect(pages[1].locator(".post-text")).to_have_text("They rise every winter.")


def talk(alices: Visit, bobs: Visit, post: str) -> None:
    """Bob likes and comments, Alice answers."""
    page = bobs.go(post)
    press(page, "Like this post, 0 likes")
    expect(page.get_by_role("button", name="Like this post, 1 like")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Your comment").fill("I was there.")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment")).to_contain_text("I was there.")
    page = alices.go(post)
    page.get_by_role("link", name="Reply").click()
    page.get_by_label("Your reply").fill("So was I.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".replies .comment")).to_contain_text("So was I.")
    expect(page.get_by_role("heading", level=2).filter(has_text="comments")).to_have_text("2 comments")
    assert alices.path.partition("#")[0] == post


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
