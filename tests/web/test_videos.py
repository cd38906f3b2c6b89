"""GET /videos/<id>."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending.intake import take_in
from tests.web.conftest import HIDDEN, NOW, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")


def test_a_video_shows_where_it_stands_and_why(client: FlaskClient) -> None:
    html = client.get("/videos/pl-1").text
    assert '<h1 dir="auto">Title pl-1</h1>' in html
    assert "Why #1 in Poland" in html
    assert "is in none of the seven lists" not in html


def test_a_video_shows_where_the_charts_held_it(client: FlaskClient, session: Session) -> None:
    take_in(session, GivenSource("youtube"), [replace(observation("pl-1", 9, "GB"), rank=None)])
    session.commit()
    html = client.get("/videos/pl-1").text
    rows = re.findall(r'<th scope="row"><span.*?</tr>', html, re.DOTALL)
    assert ["Poland" in row for row in rows] == [True, False]  # it was in Poland's chart a day earlier
    assert "United Kingdom" in rows[1]
    assert "not told" in rows[1]  # the source gave no order


def test_a_video_that_has_left_every_list_says_so(client: FlaskClient, session: Session) -> None:
    old = [observation("gone", 1, "NL", NOW.replace(year=NOW.year - 1)), observation("stays", 1, "NL")]
    take_in(session, GivenSource("youtube"), old)
    session.commit()
    assert "It is in none of the seven lists now." in client.get("/videos/gone").text


def test_an_old_standing_is_dated(client: FlaskClient) -> None:
    assert "28 April 2021</time>; nothing newer has arrived." in client.get("/videos/se-1").text


def test_hidden_likes_are_called_hidden(client: FlaskClient) -> None:
    assert "likes hidden" in client.get(f"/videos/{HIDDEN}").text


def test_a_real_video_can_be_watched_elsewhere_after_a_warning(client: FlaskClient) -> None:
    html = client.get("/videos/se-1").text
    assert 'href="https://www.youtube.com/watch?v=se-1"' in html
    assert "YouTube then learns that you came" in html


def test_a_made_up_video_is_not_linked_to_another_site(client: FlaskClient) -> None:
    html = client.get("/videos/pl-1").text
    assert "youtube.com" not in html
    assert "Demo data" in html


def test_an_unknown_video_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/videos/none")
    assert answer.status_code == 404
    assert "None of the charts has held a video with this id." in answer.text


def test_a_video_takes_four_statements(client: FlaskClient, statements: list[str]) -> None:
    statements.clear()
    client.get("/videos/pl-1")
    assert len(statements) == 4
