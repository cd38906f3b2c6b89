"""GET /videos/<id>: its lines through the lists, its path, its channel, its player."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending.intake import take_in
from tests.web.conftest import LONG_AGO, NOW, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")


def capture(session: Session, places: dict[str, int], at: datetime, region: str = "NO") -> None:
    """Videos at these places of a chart; all are of one channel."""
    chart = [observation(video, rank, region, at, channel=1) for video, rank in places.items()]
    take_in(session, GivenSource("youtube"), chart)
    session.commit()


def path_words(html: str) -> str:
    found = re.search(r'<svg class="path".*?<title>(.*?)</title>', html, re.DOTALL)
    assert found
    return found[1]


def test_the_lines_of_all_regions_are_one_picture_with_words_and_a_table(client: FlaskClient, session: Session) -> None:
    for hour in range(4):
        capture(session, {"far": 1 + hour, "other": 9}, NOW - timedelta(hours=3 - hour))
    capture(session, {"far": 1}, NOW, "AT")
    html = client.get("/videos/far").text
    picture = re.search(r'<svg class="lines".*?</title>.*?<svg class="ends".*?</svg>', html, re.DOTALL)
    assert picture
    assert "Norway: number 1 on" in picture[0]
    assert re.search(r">NO \d<", picture[0])
    assert re.search(r">AT 1<", picture[0])
    assert "The same as a table" in html
    assert '<th scope="col" class="figure">Norway</th>' in html


def test_only_spans_that_show_more_are_offered(client: FlaskClient, session: Session) -> None:
    capture(session, {"short": 1}, NOW)
    assert "How far back" not in client.get("/videos/short").text
    for days in range(12):
        capture(session, {"long": 1}, NOW - timedelta(days=days), "AT")
    html = client.get("/videos/long").text
    assert re.findall(r'id="span-(\w+)"', html) == ["24h", "7d", "30d"]
    assert re.search(r'id="span-30d".*?aria-current="true"', html, re.DOTALL)
    week = client.get("/videos/long?span=7d", headers={"HX-Request": "true"}).text
    assert "<html" not in week
    assert re.search(r'id="span-7d".*?aria-current="true"', week, re.DOTALL)


def test_a_span_that_is_none_is_refused(client: FlaskClient) -> None:
    assert client.get("/videos/pl-1?span=1y").status_code == 400


def test_the_path_tells_who_had_it_first_and_who_followed(client: FlaskClient, session: Session) -> None:
    capture(session, {"trip": 1}, NOW - timedelta(hours=9), "NO")
    capture(session, {"trip": 4}, NOW, "AT")
    words = path_words(client.get("/videos/trip").text)
    assert words.startswith("Norway had it first")
    assert "Austria followed 9 hours later" in words


def test_what_is_older_than_our_rankings_is_drawn_from_captures(client: FlaskClient, session: Session) -> None:
    for day in range(3):
        capture(session, {"old": 7 - day}, LONG_AGO + timedelta(days=day))
    capture(session, {"young": 1}, LONG_AGO + timedelta(days=90))
    html = client.get("/videos/old").text
    assert "Its place in the source's own chart" in html
    assert "Norway: number 7 on" in html
    assert "Views, as the captures told them" in html
    assert "It is in none of the seven lists now." in html


def test_where_no_place_was_ever_told_the_page_says_so(client: FlaskClient, session: Session) -> None:
    told = [replace(observation("unranked", 1, "NO", LONG_AGO), rank=None)]
    take_in(session, GivenSource("youtube"), told)
    capture(session, {"young": 1}, LONG_AGO + timedelta(days=90))
    assert "the source told no places" in client.get("/videos/unranked").text


def test_a_video_that_left_says_where_it_stood_last_and_why(client: FlaskClient, session: Session) -> None:
    capture(session, {"gone": 3, "stays": 4}, NOW - timedelta(days=2))
    capture(session, {"stays": 1}, NOW)
    html = client.get("/videos/gone").text
    receipt = re.search(r'Last in Norway on .*?at number (\d)\. <a href="([^"]+)">Why #\1</a>', html, re.DOTALL)
    assert receipt
    assert client.get(receipt[2]).status_code == 200


def test_other_rising_videos_of_the_channel_are_listed_best_first(client: FlaskClient, session: Session) -> None:
    capture(session, {"one": 1, "two": 2, "three": 3}, NOW)
    capture(session, {"three": 1}, NOW, "AT")
    html = client.get("/videos/one").text.split("Also rising from this channel")[1]
    assert re.findall(r'<h3 dir="auto"><a href="/videos/(\w+)"', html) == ["three", "two"]
    assert "Number 1 in Austria" in html
    assert "Also rising from this channel" not in client.get("/videos/pl-60").text


def test_a_language_is_told_by_its_name(client: FlaskClient) -> None:
    assert re.search(r"<dt>Language</dt>\s*<dd>\s*Polish\s*</dd>", client.get("/videos/pl-1").text)


def test_only_the_page_of_a_real_video_may_hold_the_player(client: FlaskClient) -> None:
    real, demo = client.get("/videos/se-1"), client.get("/videos/pl-1")
    assert "frame-src https://www.youtube-nocookie.com" in real.headers["Content-Security-Policy"]
    assert "frame-src" not in demo.headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/trending/SE").headers["Content-Security-Policy"]
    assert "<iframe" not in real.text
    assert 'data-player="https://www.youtube-nocookie.com/embed/se-1?autoplay=1"' in real.text
    assert "youtube" not in demo.text


def test_a_video_without_rankings_takes_four_statements(
    client: FlaskClient, session: Session, statements: list[str]
) -> None:
    capture(session, {"old": 7}, LONG_AGO)
    capture(session, {"young": 1}, LONG_AGO + timedelta(days=90))
    statements.clear()
    client.get("/videos/old")
    assert len(statements) == 4
