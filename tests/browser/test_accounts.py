"""A person signs up, opens the link in the mail, logs in on two devices and logs one of them out.

Only one of the devices has JavaScript.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from apiflask import APIFlask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.mailbox import delivered

OpenVisit = Callable[..., Visit]

PASSWORD = "seven lanterns rising"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1"
EXPECTED = re.compile("422|Autofocus processing was blocked")
"""What Chromium notes of a form that comes back, and of the field in it that htmx has focused already."""


def open_mail(reader: Visit, app: APIFlask) -> Page:
    """Send what waits, as the worker would, and follow the link on the page of mails."""
    delivered(app)
    page = reader.go("/dev/mail")
    link = page.get_by_role("link", name="/activate/").first.get_attribute("href") or ""
    page.goto(reader.site + urlsplit(link).path)  # the server of the test has a port of its own
    return page


def log_in(reader: Visit, login: str) -> Page:
    page = reader.go("/login")
    page.get_by_label("Username or e-mail address").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Keep me logged in").check()
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rising in Poland")
    return page


def test_from_the_sign_up_to_two_devices_and_back_to_one(visit: OpenVisit, fresh_app: APIFlask) -> None:
    desk = visit(java_script_enabled=False)
    page = desk.go("/trending/PL")
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("link", name="Create one").click()
    page.get_by_label("Username").fill("grace")
    page.get_by_label("E-mail address").fill("grace@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")

    page = open_mail(desk, fresh_app)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is ready")

    log_in(desk, "grace")
    phone = visit(viewport=PHONE, user_agent=IPHONE)
    log_in(phone, "grace@example.org")

    page.get_by_text("@grace").first.click()
    page.get_by_role("link", name="Sessions").click()
    sessions = page.locator(".session")
    expect(sessions).to_have_count(2)
    sessions.filter(has_text="Safari on iOS").get_by_role("button").click()
    expect(sessions).to_have_count(1)
    expect(sessions).to_contain_text("This browser")

    lost = phone.go("/settings/account")
    expect(lost.get_by_role("heading", level=1)).to_have_text("Log in")
    expect(desk.go("/settings/account").get_by_role("heading", level=1)).to_contain_text("Account")


def test_a_form_that_is_refused_keeps_what_was_typed_and_leads_to_the_first_error(visit: OpenVisit) -> None:
    reader = visit()
    page = reader.go("/register")
    page.get_by_label("Username").fill("a b")
    page.get_by_label("E-mail address").fill("grace@example.org")
    page.get_by_label("Password").fill("password12")
    expect(page.locator(".strength")).to_contain_text("Weak.")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Username")).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value("a b")
    expect(page.get_by_label("E-mail address")).to_have_value("grace@example.org")
    expect(page.get_by_label("Password")).to_have_value("")
    assert reader.path == "/register"
    assert all(EXPECTED.search(complaint) for complaint in reader.complaints)
    reader.complaints.clear()
