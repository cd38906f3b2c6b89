"""The pictures that other sites show beside a link, and the cards that name them."""

import html
import re
from io import BytesIO

import pytest
import redis
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from app import create_app
from app.extensions import limiter
from app.trending import lists
from app.trending.intake import take_in
from app.web.previews import SLOTS, WIDTHS
from config import Settings
from tests.web.conftest import HIDDEN, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")

PICTURES = [
    "charts/PL.png",
    "charts/SE.png",
    "charts/AT.png",
    "videos/pl-1.png",
    f"videos/{HIDDEN}.png",
    "pages/upswell.png",
    "pages/lens.png",
]
PAGES = {
    "/trending/PL": "/charts/PL.png",
    "/trending/AT": "/charts/AT.png",
    "/videos/pl-1": "/videos/pl-1.png",
    "/lens": "/pages/lens.png",
    "/lens?compare=PL,SE": "/pages/lens.png",
    "/search?q=title": "/pages/upswell.png",
    "/about/ranking": "/pages/upswell.png",
}


def card(client: FlaskClient, path: str) -> dict[str, str]:
    """What a page's head tells in `og:` and `twitter:` properties."""
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)"\s+content="([^"]*)"', client.get(path).text)
    return {name: html.unescape(content) for name, content in found}


@pytest.mark.parametrize("path", PICTURES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_preview_is_a_png_of_its_size(client: FlaskClient, path: str, width: int) -> None:
    answer = client.get(f"/previews/{width}/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    with Image.open(BytesIO(answer.data)) as image:
        image.load()
        assert (image.format, image.size) == ("PNG", (width, width * 630 // 1200))
    assert len(answer.data) < 30_000


@pytest.mark.parametrize(("page", "picture"), PAGES.items())
def test_every_page_has_a_card_with_a_picture(client: FlaskClient, page: str, picture: str) -> None:
    told = card(client, page)
    assert told["og:title"].endswith("Upswell")
    assert told["og:description"]
    assert told["og:url"].startswith("http://localhost/")
    assert told["twitter:card"] == "summary_large_image"
    assert picture in told["og:image"]
    answer = client.get(told["og:image"])
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_card_leads_to_the_page_without_what_is_only_of_this_visit(client: FlaskClient) -> None:
    assert (
        card(client, "/trending/PL?category=17&from=somewhere")["og:url"] == "http://localhost/trending/PL?category=17"
    )
    assert card(client, "/videos/pl-1?from=somewhere")["og:url"] == "http://localhost/videos/pl-1"


def test_a_picture_of_another_version_is_kept_for_a_short_time(client: FlaskClient) -> None:
    for query in ("", "?v=000000000000"):
        answer = client.get(f"/previews/1200/charts/PL.png{query}")
        assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_who_has_a_picture_is_told_so(client: FlaskClient) -> None:
    first = client.get("/previews/1200/charts/PL.png")
    again = client.get("/previews/1200/charts/PL.png", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_list_that_changed_has_another_picture(client: FlaskClient, session: Session) -> None:
    address, before = card(client, "/trending/NO")["og:image"], client.get("/previews/1200/charts/NO.png").data
    take_in(session, GivenSource("demo"), [observation("no-1", 1, "NO")])
    session.commit()
    lists.renew(["NO"])
    assert card(client, "/trending/NO")["og:image"] != address
    assert client.get("/previews/1200/charts/NO.png").data != before


def test_the_cache_of_pictures_has_a_bound(client: FlaskClient, settings: Settings) -> None:
    first = {name: client.get(f"/previews/600/videos/pl-{name}.png").data for name in range(3, 20)}
    again = {name: client.get(f"/previews/600/videos/pl-{name}.png").data for name in range(3, 20)}
    assert first == again
    with redis.Redis.from_url(str(settings.redis_url)) as cache:
        slots = [key.decode().rpartition(":")[2] for key in cache.keys("upswell:preview:*")]
    assert slots
    assert all(int(slot) < SLOTS for slot in slots)


def test_two_pictures_of_one_slot_are_not_mistaken(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = [client.get(f"/previews/1200/pages/{name}.png").data for name in ("upswell", "lens")]
    monkeypatch.setattr("app.web.previews.SLOTS", 1)
    for _ in range(2):
        assert [client.get(f"/previews/1200/pages/{name}.png").data for name in ("upswell", "lens")] == apart


@pytest.mark.parametrize(
    "path",
    [
        "1200/charts/XX.png",
        "1200/videos/unknown.png",
        "1200/pages/other.png",
        "1201/pages/lens.png",
        "99999999/charts/PL.png",
    ],
)
def test_what_has_no_preview_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/previews/{path}")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_drawing_has_a_limit_of_its_own(settings: Settings, empty_cache: None) -> None:
    kept = dict(vars(limiter))
    client = create_app(settings.model_copy(update={"ratelimit_enabled": True})).test_client()
    answers = [client.get(f"/previews/1200/pages/{name}.png") for name in ("upswell", "lens", "none")]
    vars(limiter).update(kept)
    assert [answer.headers["RateLimit"].partition(";t=")[0] for answer in answers] == [
        '"previews";r=119',
        '"previews";r=118',
        '"previews";r=117',
    ]
