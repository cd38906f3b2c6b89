"""Two people read each other, and after a block neither finds the other anywhere."""

import re
from collections.abc import Callable, Iterator

import pytest
from apiflask import APIFlask
from playwright.sync_api import expect

from app.extensions import db
from tests.browser.conftest import DESK, PHONE, Visit, come_in
from tests.members import add_member

OpenVisit = Callable[..., Visit]
EXPECTED = re.compile("404|Autofocus processing was blocked")
"""What Chromium notes of what is hidden, and of the form of a comment that htmx has focused already."""


@pytest.fixture
def members(fresh_app: APIFlask, site: str) -> Iterator[None]:
    with fresh_app.app_context():
        for name in ("alice", "bob", "charlie"):
            add_member(db.session(), name)
        db.session.remove()
        yield


def write(visit: Visit, title: str) -> str:
    """The path of a new post about the first video of Poland."""
    page = visit.go("/posts/new")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Text").fill("They *rise*.")
    page.get_by_label("Tags").fill("harbour")
    page.get_by_label("Video", exact=True).fill("pl-1")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return visit.path


def comment(visit: Visit, post: str, words: str) -> None:
    page = visit.go(post)
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("main").get_by_text(words)).to_be_visible()


def follow(visit: Visit, name: str) -> None:
    page = visit.go(f"/@{name}")
    page.get_by_role("button", name=f"Follow @{name}").click()
    expect(page.get_by_role("button", name=f"Unfollow @{name}")).to_be_visible()
    expect(page.locator(".profile-counts")).to_contain_text("1 follower")


def surfaces(name: str, their_post: str) -> dict[str, str]:
    """The lists that may show somebody, by what is looked for in them, and what is theirs alone."""
    return {
        "/feed": f"/@{name}",
        "/videos/pl-1": f"/@{name}",
        "/tags/harbour": f"/@{name}",
        "/@charlie/followers": f"/@{name}",
        their_post: f"/@{name}",
        f"/@{name}": f"/@{name}/followers",
    }


def sees(visit: Visit, name: str, their_post: str) -> set[str]:
    """On which of the surfaces somebody is found. They are read without being drawn: it takes a tenth of the time."""
    found = set()
    for path, address in surfaces(name, their_post).items():
        answer = visit.page.request.get(visit.site + path)
        assert answer.status in {200, 404}
        _, _, main = answer.text().partition("<main")
        if f'href="{address}"' in main.partition("</main>")[0]:
            found.add(path)
    return found


@pytest.mark.usefixtures("members")
def test_one_member_with_javascript_and_one_without_read_each_other_until_one_blocks_the_other(
    visit: OpenVisit, fresh_app: APIFlask
) -> None:
    alices, bobs = visit(viewport=DESK), visit(java_script_enabled=False, viewport=PHONE)
    come_in(alices, fresh_app, "alice")
    come_in(bobs, fresh_app, "bob")
    alices_post, bobs_post = write(alices, "Lanterns over the harbour"), write(bobs, "Snow in May")
    follow(alices, "bob")
    follow(bobs, "alice")
    for one in (alices, bobs):
        one.go("/@charlie").get_by_role("button", name="Follow @charlie").click()
        expect(one.page.get_by_role("button", name="Unfollow @charlie")).to_be_visible()
    comment(bobs, alices_post, "I was there.")
    comment(alices, bobs_post, "So was I.")
    expect(alices.go(alices_post).get_by_role("main")).to_contain_text("I was there.")
    everywhere = set(surfaces("bob", bobs_post))
    assert sees(alices, "bob", bobs_post) == everywhere
    assert len(sees(bobs, "alice", alices_post)) == len(everywhere)

    page = alices.go("/@bob")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Block @bob").click()
    expect(page.locator("#flash")).to_contain_text("You blocked @bob.")
    assert sees(alices, "bob", bobs_post) == set()
    assert sees(bobs, "alice", alices_post) == set()
    expect(alices.go(alices_post).get_by_role("main")).not_to_contain_text("I was there.")

    page = alices.go("/settings/privacy")
    page.get_by_role("button", name="Unblock @bob").click()
    expect(page.locator("#flash")).to_contain_text("@bob is blocked no longer.")
    page = bobs.go("/@alice")  # and now the other way round
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Block @alice").click()
    expect(page.locator("#flash")).to_contain_text("You blocked @alice.")
    assert sees(alices, "bob", bobs_post) == set()
    assert sees(bobs, "alice", alices_post) == set()
    for one in (alices, bobs):
        assert all(EXPECTED.search(complaint) for complaint in one.complaints)
        one.complaints.clear()
