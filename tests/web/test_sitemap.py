"""What search engines and home screens are told: sitemap, robots, manifest, icons."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app import create_app
from app.models import REGIONS
from app.web import sitemap
from config import Settings
from tests.web.conftest import HIDDEN, LONG_AGO, NOW

pytestmark = pytest.mark.usefixtures("world")

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client: FlaskClient) -> dict[str, str | None]:
    """Each address of the sitemap without its host, and when it changed."""
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{SITEMAP}urlset"
    found = {str(url.findtext(f"{SITEMAP}loc")): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert len(found) == len(root)
    assert all(address.startswith("http://localhost/") for address in found)
    return {address.removeprefix("http://localhost"): changed for address, changed in found.items()}


def test_the_sitemap_has_every_region_and_every_video_in_a_list(client: FlaskClient) -> None:
    found = addresses(client)
    assert {f"/trending/{code}" for code in REGIONS} | {"/lens", "/lens/categories", "/about/ranking"} <= found.keys()
    videos = {f"/videos/pl-{rank}" for rank in range(1, 61) if rank != 2} | {f"/videos/{HIDDEN}"}
    assert {path for path in found if path.startswith("/videos/")} == videos | {f"/videos/se-{n}" for n in range(1, 4)}


def test_the_sitemap_tells_when_a_list_changed(client: FlaskClient) -> None:
    found = addresses(client)
    assert found["/trending/PL"] == found["/videos/pl-1"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert found["/trending/SE"] == f"{LONG_AGO:%Y-%m-%dT%H:%M:%SZ}"
    assert found["/trending/AT"] is None


def test_a_sitemap_is_cut_at_the_number_that_the_protocol_allows(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 15)
    found = addresses(client)
    assert len(found) == 15
    assert "/videos/pl-1" in found


def test_the_sitemap_asks_the_database_twice(client: FlaskClient, statements: list[str]) -> None:
    addresses(client)
    assert len(statements) == 2


def test_robots_are_shown_the_sitemap_and_kept_from_searches(client: FlaskClient) -> None:
    answer = client.get("/robots.txt", headers={"Host": "upswell.example"})
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /search" in lines
    assert "Sitemap: http://upswell.example/sitemap.xml" in lines


def test_the_manifest_names_icons_of_the_sizes_it_tells(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    told = answer.get_json(force=True)
    assert (told["name"], told["start_url"], told["scope"]) == ("Upswell", "/", "/")
    pictures = {one["sizes"]: one for one in told["icons"]}
    assert pictures.keys() == {"any", "192x192", "512x512"}
    for one in told["icons"]:
        with client.get(one["src"]) as icon:
            assert (icon.status_code, icon.mimetype) == (200, one["type"])
            if one["type"] == "image/png":
                with Image.open(BytesIO(icon.data)) as image:
                    assert "x".join(map(str, image.size)) == one["sizes"]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/manifest.webmanifest"])
def test_who_has_it_is_told_so(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.cache_control.public, again.status_code, again.data) == (True, 304, b"")


def test_a_page_names_the_manifest_and_the_touch_icon(client: FlaskClient) -> None:
    page = client.get("/about/ranking").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert 'rel="apple-touch-icon"' in page


def test_the_pages_of_the_sitemap_are_there(client: FlaskClient) -> None:
    others = [path for path in addresses(client) if not path.startswith("/videos/")]
    assert {path: client.get(path).status_code for path in [*others, "/videos/pl-1"]} == dict.fromkeys(
        [*others, "/videos/pl-1"], 200
    )


@pytest.mark.parametrize(("hops", "origin"), [(0, "http://localhost"), (1, "https://upswell.example")])
def test_addresses_are_those_of_the_proxy_only_where_one_is_trusted(settings: Settings, hops: int, origin: str) -> None:
    client = create_app(settings.model_copy(update={"trusted_proxies": hops})).test_client()
    headers = {"X-Forwarded-Host": "upswell.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    assert f"Sitemap: {origin}/sitemap.xml" in client.get("/robots.txt", headers=headers).text.splitlines()
    card = re.search(r'og:image" content="([^"]+)"', client.get("/about/ranking", headers=headers).text)
    assert card is not None
    assert card[1].startswith(f"{origin}/previews/1200/pages/upswell.png?v=")
