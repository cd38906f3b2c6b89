"""A served site with a world in it, and a browser that notes what must not happen."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
import redis
from apiflask import APIFlask
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.extensions import db
from app.models import login_select
from app.trending import lists
from app.trending.intake import take_in
from config import Settings
from tests.browser.gallery import DAY_BEFORE, fill, pages
from tests.members import log_in
from tests.servers import clone, drop_database, empty
from tests.web.conftest import LONG_AGO, GivenSource, observation, poland

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class KeepingAlive(WSGIRequestHandler):
    """Answers a page and its pictures over few connections, and writes no line for each."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(app: APIFlask) -> Iterator[str]:
    """The address of `app` on a server of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeepingAlive)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fill_site(session: Session) -> None:
    """Sixty videos in Poland, and three old ones in Sweden."""
    take_in(session, GivenSource("demo"), poland())
    take_in(session, GivenSource("youtube"), [observation(f"se-{n}", n, "SE", LONG_AGO) for n in (1, 2, 3)])
    session.commit()
    lists.renew(["PL", "SE"])


@pytest.fixture
def site(fresh_app: APIFlask) -> Iterator[str]:
    """The address of a site of the test's own, with sixty videos in Poland."""
    with fresh_app.app_context():
        fill_site(db.session())
    with serving(fresh_app) as address:
        yield address


@contextmanager
def standing(
    settings: Settings, name: str, data_dir: Path, make: Callable[[Session], Any]
) -> Iterator[tuple[str, Any]]:
    """The address of a served site whose world `make` makes once, and what that tells.

    The cache is to be empty for who makes it and for whoever takes it after another: all sites share it.
    """
    database_url = clone(os.environ["DATABASE_URL"], f"upswell_{name}_{os.getpid()}")
    app = create_app(settings.model_copy(update={"database_url": database_url, "data_dir": data_dir}))
    with app.app_context():
        told = make(db.session())
        db.session.remove()
    with serving(app) as address:
        yield address, told
    with app.app_context():
        db.engine.dispose()
    drop_database(database_url)


@pytest.fixture(scope="session")
def standing_site(settings: Settings, cache: redis.Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    empty(cache)
    with standing(settings, "site", tmp_path_factory.mktemp("site"), fill_site) as (address, _):
        yield address


@pytest.fixture
def read_site(standing_site: str, empty_cache: None) -> str:
    """The address of a site as `site` is, for tests that only read; a module of them lets its `site` be this one."""
    return standing_site


class Gallery(NamedTuple):
    """A site for tests that only read, and the addresses of its pages by what they show."""

    site: str
    pages: dict[str, str]


def fill_gallery(session: Session) -> dict[str, str]:
    fill(session)
    return pages(lists.at("PL", DAY_BEFORE).ranking_id)


@pytest.fixture(scope="session")
def standing_gallery(
    settings: Settings, cache: redis.Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gallery]:
    empty(cache)
    with standing(settings, "gallery", tmp_path_factory.mktemp("gallery"), fill_gallery) as made:
        yield Gallery(*made)


@pytest.fixture(scope="module")
def gallery(standing_gallery: Gallery, cache: redis.Redis) -> Gallery:
    """For all tests of a module, which must not ask for `site` as well: they would share the cache."""
    empty(cache)
    return standing_gallery


class Visit:
    """A page with what it asked for and complained about."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.requests: list[str] = []
        self.finished: list[Request] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfinished", lambda request: self.finished.append(request))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def forget(self) -> None:
        self.requests.clear()
        self.finished.clear()
        self.complaints.clear()

    def go(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def strangers(self) -> list[str]:
        """The requests that went to another host."""
        return [url for url in self.requests if not url.startswith((self.site, "data:"))]


def come_in(visit: Visit, app: APIFlask, username: str) -> None:
    """Give a browser the cookie that the form of the login would have given it."""
    name = app.config["SESSION_COOKIE_NAME"]
    with app.app_context():
        user = db.session.scalars(login_select(username)).one()
        cookie = log_in(app.test_client(), db.session(), user).get_cookie(name)
    assert cookie
    visit.page.context.add_cookies([{"name": name, "value": cookie.value, "url": visit.site}])


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
