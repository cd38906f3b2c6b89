"""The ids of a member's deck: what the hot path answers in the ordinary case, and everything else under its address."""

from typing import Any

from apiflask import APIBlueprint, HTTPError
from flask import request

from app.accounts import access
from app.api.identity import identity
from app.api.queries import query
from app.api.schemas.deck_ids import DeckIds, DeckIdsQuery
from app.feed.extension import store
from app.feed.progress import MAX_USER_ID

DECK_PATH = "/feed/{user_id}"
NOT_AN_ID = f"The id of a member is a number from 1 to {MAX_USER_ID}."
_TEXT = {"type": "string"}
_HEADERS = {
    "Feed-Position": {"description": "send it as `from` for the next ids, and again for the same", "schema": _TEXT},
    "Feed-Source": {
        "description": "whether the ids are from the member's deck, the charts that follow it, or both",
        "schema": {"type": "string", "enum": ["personal", "mixed", "fallback"]},
    },
    "Cache-Control": {"description": "no cache may keep it", "schema": _TEXT},
}
_TOLD: dict[int | str, Any] = {200: {"headers": _HEADERS}}

deck_ids = APIBlueprint("deck_ids", __name__, tag="For You")


@deck_ids.get("/feed/<user_id>")
@query(deck_ids, DeckIdsQuery)
@deck_ids.output(DeckIds)
@deck_ids.doc(security="bearer", responses=_TOLD)
def show(user_id: str, query: DeckIdsQuery) -> tuple[DeckIds, int, dict[str, str]]:
    """The next ids of a member's deck

    Each request moves on: no two get the same ids. `HEAD` moves nothing.
    """
    who = identity()
    if not (user_id.isascii() and user_id.isdecimal() and len(user_id) <= 10 and 0 < int(user_id) <= MAX_USER_ID):
        raise HTTPError(422, detail={"path": {"user_id": [NOT_AN_ID]}})
    number = int(user_id)
    access.require_deck(who, number)
    if request.method == "HEAD":
        page = store().reached(number).page(query.size)
    else:
        page = store().take(number, query.size, query.from_position)
    told = {"Feed-Position": str(page.position), "Feed-Source": page.source, "Cache-Control": "private, no-store"}
    return DeckIds(page.ids), 200, told
