"""GET /about/ranking: the numbers are those of the score."""

import pytest
from flask.testing import FlaskClient

from app.trending import charts, score


def test_every_part_is_told_with_its_weight(client: FlaskClient) -> None:
    html = client.get("/about/ranking").text
    for name, weight in score.WEIGHTS.items():
        assert f"<h2>{name.title()}: up to {weight:.0f} points</h2>" in html


def test_the_text_follows_the_constants(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score, "HALF_LIFE_HOURS", 37.0)
    monkeypatch.setattr(score, "GROWTH_DOUBLINGS", 5.0)
    monkeypatch.setattr(charts, "PER_CHANNEL", 7)
    html = client.get("/about/ranking").text
    assert "halved every 37 hours" in html
    assert "at 32 times the usual pace it is full" in html
    assert "At most 7 videos of one channel" in html


def test_the_page_needs_no_database(client: FlaskClient, statements: list[str]) -> None:
    statements.clear()
    assert client.get("/about/ranking").status_code == 200
    assert statements == []
