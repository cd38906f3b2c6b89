"""The border lens: its matrix, now and at other times, and what its pages weigh."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import REGIONS
from app.trending import lens
from tests.web.conftest import NOW, charted

HOUR = timedelta(hours=1)
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
MAX_COMPRESSED_BYTES = 60_000


def cell(html: str, video: str, code: str) -> str:
    """What a screen reader tells of a cell, without the marks that it skips."""
    row = re.search(rf'<tr>\s*<th scope="row">\s*<a href="/videos/{video}".*?</tr>', html, re.DOTALL)
    assert row
    found = re.findall(r"<td.*?</td>", row[0], re.DOTALL)[list(REGIONS).index(code)]
    seen = re.sub(r"<svg.*?</svg>|<span aria-hidden.*?</span>", "", found, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", seen).split())


def rows(html: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href="/videos/([^"]+)"', html)


@pytest.mark.usefixtures("borders")
def test_a_cell_tells_region_rank_and_how_the_video_came(client: FlaskClient) -> None:
    html = client.get("/lens").text
    assert cell(html, "hit", "SE") == "Sweden, rank 2, had it first"
    assert cell(html, "hit", "NO") == "Norway, rank 1, 5 hours after Sweden"
    assert cell(html, "hit", "PL") == "Poland, rank 2, 9 hours after Sweden"
    assert cell(html, "hit", "GB") == "United Kingdom: not in the list"
    assert cell(html, "hit", "AT") == "Austria has no list"


@pytest.mark.usefixtures("borders")
def test_all_who_had_a_video_in_the_same_hour_had_it_first(client: FlaskClient) -> None:
    html = client.get("/lens").text
    assert cell(html, "fjord", "SE").endswith("had it first")
    assert cell(html, "fjord", "NO").endswith("had it first")


@pytest.mark.usefixtures("borders")
def test_the_newest_arrival_is_told_with_its_path(client: FlaskClient) -> None:
    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        html = client.get("/lens").text
    assert "Arrived in Poland from Sweden 20 minutes ago" in html
    title = re.search(r'<svg class="path".*?<title>(.*?)</title>', html, re.DOTALL)
    assert title
    told = " ".join(title[1].split())
    assert told.startswith("Sweden had it first, on ")
    assert told.endswith("Norway followed 5 hours later. Poland followed 9 hours later.")


@pytest.mark.usefixtures("borders")
def test_each_reach_tells_how_many_it_has_and_which_is_open(client: FlaskClient) -> None:
    for url, is_open in (("/lens", "all"), ("/lens?reach=several", "several")):
        told = re.findall(
            r'id="reach-(\w+)"[^>]*?(aria-current="true")?>[^<]*<span class="tally">(\d+)', client.get(url).text
        )
        assert {name: int(number) for name, _, number in told} == {"all": 6, "everywhere": 0, "several": 2, "one": 4}
        assert [name for name, current, _ in told if current] == [is_open]


@pytest.mark.usefixtures("borders")
def test_a_reach_shows_its_rows_only(client: FlaskClient) -> None:
    assert rows(client.get("/lens").text)[:2] == ["hit", "fjord"]
    assert sorted(rows(client.get("/lens?reach=one").text)) == ["game", "kaas", "pierogi", "tea"]
    assert rows(client.get("/lens?reach=several").text) == ["hit", "fjord"]
    assert "No video stands in every region" in client.get("/lens?reach=everywhere").text


@pytest.mark.usefixtures("borders")
def test_htmx_gets_the_matrix_of_the_same_address(client: FlaskClient) -> None:
    page, partial = client.get("/lens?reach=several"), client.get("/lens?reach=several", headers=PARTIAL)
    assert "<html" not in partial.text
    assert rows(partial.text) == rows(page.text)
    assert 'hx-push-url="true"' in partial.text


@pytest.mark.usefixtures("borders")
def test_another_time_shows_the_lists_of_then(client: FlaskClient) -> None:
    html = client.get(f"/lens?at={NOW - 5 * HOUR:%Y-%m-%dT%H:%MZ}").text
    assert rows(html) == ["hit"]
    assert cell(html, "hit", "NO") == "Norway has no list"
    assert "no list then" in html
    assert "As it stood on" in html
    assert "reach=several&amp;at=" in html


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize("suffix", ["Z", "", "%2B00:00", "+00:00"])
def test_a_time_is_read_as_links_and_forms_write_it(client: FlaskClient, suffix: str) -> None:
    assert rows(client.get(f"/lens?at={NOW - 5 * HOUR:%Y-%m-%dT%H:%M}{suffix}").text) == ["hit"]


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize("hours", [-48, 24 * 400])
def test_a_time_without_lists_is_answered_with_the_times_there_are(client: FlaskClient, hours: int) -> None:
    answer = client.get(f"/lens?at={NOW - hours * HOUR:%Y-%m-%dT%H:%MZ}")
    assert answer.status_code == 404
    assert "There is no list of that time" in answer.text
    assert f"/lens?at={NOW - 30 * HOUR:%Y-%m-%dT%H:%MZ}" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    flash = client.get(f"/lens?at={NOW - hours * HOUR:%Y-%m-%dT%H:%MZ}", headers=PARTIAL)
    assert (flash.status_code, flash.headers["HX-Retarget"]) == (404, "#flash")


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize(
    "query",
    [
        *("at=yesterday", "at=0001-01-01T00:00%2B23:00", "reach=all", "rows=0", "rows=176", "rows=x", "rows=²"),
        *("compare=PL", "compare=PL,PL", "compare=PL,SE,NO", "compare=PL,PL,SE"),
    ],
)
def test_what_cannot_be_read_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/lens?{query}").status_code == 400


@pytest.mark.usefixtures("borders")
def test_a_region_that_is_not_covered_is_refused(client: FlaskClient) -> None:
    assert client.get("/lens?compare=PL,XX").status_code == 404


def test_a_lens_without_lists_says_what_will_be_there(client: FlaskClient) -> None:
    for url in ("/lens", "/lens/categories"):
        assert "No chart has arrived yet" in client.get(url).text
    assert "Neither region has a list" in client.get("/lens?compare=PL,SE").text


@pytest.mark.usefixtures("world")
def test_an_old_list_is_called_old_beside_new_ones(client: FlaskClient) -> None:
    notice = re.search(r'<p class="notice">Not as new as the rest:(.*?)</p>', client.get("/lens").text, re.DOTALL)
    assert notice
    assert "Sweden" in notice[1]
    assert "28 April 2021" in notice[1]
    assert "Poland" not in notice[1]


def test_lists_that_are_all_old_are_told_from_their_own_day(client: FlaskClient, session: Session) -> None:
    charted(session, 24 * 400, SE="hit")
    charted(session, 24 * 400 - 3, SE="hit", PL="hit")
    session.commit()
    html = client.get("/lens").text
    assert "No capture has arrived since" in html
    assert "Captured" not in html
    assert "reached PL from SE just now" in html


@pytest.mark.usefixtures("full")
def test_rows_grow_by_the_link_up_to_the_whole_lens(client: FlaskClient) -> None:
    html, counts = client.get("/lens").text, []
    while more := re.search(r'hx-get="(/lens\?rows=\d+)"', html):
        counts.append(len(rows(html)))
        html = client.get(more[1]).text
    assert counts == [40, 80, 120, 160]
    assert len(set(rows(html))) == len(rows(html)) == 7 * lens.TOP


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("url", ["/lens", "/lens?reach=one", "/lens?compare=PL,SE", "/lens/categories"])
def test_cached_lists_are_read_without_sql(client: FlaskClient, statements: list[str], url: str) -> None:
    client.get("/lens")
    statements.clear()
    assert client.get(url).status_code == 200
    assert statements == []


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("url", ["/lens", "/lens?compare=PL,SE", "/lens/categories"])
def test_a_page_of_the_lens_is_light_strict_and_asks_once(
    client: FlaskClient, url: str, weigh: Callable[[str], int]
) -> None:
    html = client.get(url).text
    assert weigh(html) <= MAX_COMPRESSED_BYTES
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    answer = client.get(url)
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.fixture
def weigh(client: FlaskClient) -> Callable[[str], int]:
    """The bytes of a page with its style sheet and script, compressed."""

    def sum_up(html: str) -> int:
        urls = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', html)
        assert len(urls) == 2
        weight = len(gzip.compress(html.encode()))
        for url in urls:
            with client.get(url.replace("&amp;", "&")) as answer:
                weight += len(gzip.compress(answer.data))
        return weight

    return sum_up
