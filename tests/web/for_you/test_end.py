"""A deck ends at 200 positions, however much the lists behind it hold."""

import re

from apiflask import APIFlask
from flask.testing import FlaskClient

from app.feed.deck_parts import DECK_LENGTH
from app.feed.extension import store_of
from app.models import REGIONS
from tests.web.for_you.conftest import next_page


def test_no_card_stands_behind_the_end_when_others_were_passed_over(
    app: APIFlask, bobs: FlaskClient, full: None
) -> None:
    assert len(REGIONS) * 60 > DECK_LENGTH
    bobs.get("/for-you")
    seen = {"snapshot": str(store_of(app).number), "positions": [str(position) for position in range(1, 40, 2)]}
    assert bobs.post("/for-you/seen", data=seen).status_code == 204
    page = bobs.get("/for-you").text
    positions = []
    while True:
        positions += [int(position) for position in re.findall(r'data-position="(\d+)"', page)]
        if 'class="more"' not in page:
            break
        page = next_page(bobs, page)
    assert positions == [*range(0, 40, 2), *range(40, DECK_LENGTH)]
    assert "You are caught up" in page
