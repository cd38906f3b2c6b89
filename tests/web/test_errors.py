"""Errors of pages: what a reader is told, and that no cache keeps it."""

import re
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from app.models import REGIONS, Ranking, Region
from app.trending import cursor, lists
from app.trending.charts import Position
from app.trending.score import WEIGHTS
from app.web import errors

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def check(answer: Any, status: int, words: str) -> None:
    """That an answer is an error page with a heading, and cannot be cached."""
    assert answer.status_code == status
    assert re.search(rf"<h1>{words}</h1>", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_an_unknown_region_is_not_found_and_the_seven_are_offered(client: FlaskClient) -> None:
    answer = client.get("/trending/XX")
    check(answer, 404, "There is no page here")
    for code in REGIONS:
        assert answer.text.count(f'href="/trending/{code}"') == 2  # in the masthead and in the page


def test_an_unknown_address_is_not_found(client: FlaskClient) -> None:
    check(client.get("/nowhere"), 404, "There is no page here")


def test_an_address_that_is_markup_is_not_repeated_as_markup(client: FlaskClient) -> None:
    assert "<script>alert" not in client.get("/trending/<script>alert(1)</script>").text


@pytest.mark.parametrize(
    "query", ["cursor=forged", "through=forged", "category=music", "category=-1", f"category={'9' * 5000}"]
)
def test_a_value_that_cannot_be_read_is_refused(client: FlaskClient, query: str) -> None:
    check(client.get(f"/trending/PL?{query}"), 400, "This address cannot be read")


@pytest.mark.usefixtures("world")
def test_a_cursor_of_another_region_is_refused(client: FlaskClient, app: APIFlask) -> None:
    with app.app_context():
        ranked, _ = lists.current("PL")
    assert ranked.ranking_id
    forged = cursor.dump(Position(ranked.ranking_id, 25), str(app.secret_key))
    check(client.get(f"/trending/SE?cursor={forged}"), 400, "This address cannot be read")


@pytest.mark.usefixtures("world")
def test_a_list_that_is_gone_offers_the_newest(client: FlaskClient, app: APIFlask, session: Session) -> None:
    current = session.get_one(Region, "PL").ranking_id
    session.execute(delete(Ranking).where(Ranking.region_code == "PL", Ranking.id != current))
    session.commit()
    gone = cursor.dump(Position(2**31 - 1, 25), str(app.secret_key))
    answer = client.get(f"/trending/PL?cursor={gone}")
    check(answer, 410, "This list is gone")
    assert "Open the newest list of Poland" in answer.text


def test_a_method_that_an_address_does_not_take_names_those_it_takes(client: FlaskClient) -> None:
    answer = client.post("/trending/PL")
    check(answer, 405, "This address does not take that")
    assert "GET" in answer.headers["Allow"]


def test_a_post_from_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post("/trending/PL", headers={"Sec-Fetch-Site": "cross-site"})
    check(answer, 403, "This was not allowed")


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://localhost:81", "http://[", "null"])
def test_a_post_of_an_older_browser_is_judged_by_its_origin(client: FlaskClient, origin: str) -> None:
    check(client.post("/trending/PL", headers={"Origin": origin}), 403, "This was not allowed")
    assert client.post("/trending/PL", headers={"Origin": "http://localhost"}).status_code == 405


def test_htmx_gets_a_message_that_leaves_the_clicked_place_alone(client: FlaskClient) -> None:
    answer = client.get("/trending/PL?cursor=forged", headers=HTMX)
    assert answer.status_code == 400
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#flash", "innerHTML")
    assert "<html" not in answer.text
    assert "Nothing was changed." in answer.text


def test_a_boosted_error_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={**HTMX, "HX-Request-Type": "full", "HX-Boosted": "true"})
    assert "<html" in answer.text
    assert "HX-Retarget" not in answer.headers


def test_a_limit_is_told_in_words(app: APIFlask) -> None:
    with app.test_request_context("/trending/PL"):
        answer = errors.answer(TooManyRequests("2 per 1 minute"))
    assert answer.status_code == 429
    html = answer.get_data(as_text=True)
    assert "Upswell limits how often one address may ask." in html
    assert "2 per 1 minute" not in html


def test_a_defect_is_told_without_its_message(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WEIGHTS, "chart", None)
    answer = client.get("/about/ranking")
    check(answer, 500, "Something broke on our side")
    assert "chart" not in answer.text.split("<main")[1].split("<footer")[0]


def test_a_database_that_does_not_answer_is_told_as_that(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT secret", {}, Exception("no route"))

    monkeypatch.setattr("app.trending.videos.detail", away)
    answer = client.get("/videos/any")
    check(answer, 503, "The data cannot be read right now")
    assert "secret" not in answer.text
    assert int(answer.headers["Retry-After"]) > 0
