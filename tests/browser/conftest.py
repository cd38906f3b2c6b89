"""A served site with a world in it, and a browser that notes what must not happen."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app.extensions import db
from app.trending import lists
from app.trending.intake import take_in
from tests.web.conftest import LONG_AGO, GivenSource, observation, poland

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def site(fresh_app: APIFlask) -> Iterator[str]:
    """The address of a site with sixty videos in Poland, and three old ones in Sweden."""
    with fresh_app.app_context():
        take_in(db.session(), GivenSource("demo"), poland())
        take_in(db.session(), GivenSource("youtube"), [observation(f"se-{n}", n, "SE", LONG_AGO) for n in (1, 2, 3)])
        db.session.commit()
        lists.renew(["PL", "SE"])
    server = make_server("127.0.0.1", 0, fresh_app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """A page with what it asked for and complained about."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def strangers(self) -> list[str]:
        """The requests that went to another host."""
        return [url for url in self.requests if not url.startswith((self.site, "data:"))]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Opens a visit with the options of a browser context; none may complain or leave the site."""
    visits: list[Visit] = []

    def open_visit(**options: object) -> Visit:
        context = browser.new_context(**{"viewport": DESK, "locale": "pl-PL", **options})  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        visits.append(Visit(context.new_page(), site))
        return visits[-1]

    yield open_visit
    for one in visits:
        one.page.context.close()
        assert one.strangers() == []
        assert one.complaints == []
