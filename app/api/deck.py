"""The deck of the member who asks: its pages as JSON or protobuf, what was seen of it, what is said of its items."""

from datetime import UTC, datetime
from typing import Any

from apiflask import APIBlueprint
from flask import Response, after_this_request, current_app, request
from google.protobuf import json_format

from app.accounts import access
from app.accounts.viewers import Viewer
from app.api import deck_pb2, throttles
from app.api.idempotency import idempotent
from app.api.identity import identity, keep_apart, reading
from app.api.queries import query
from app.api.schemas.deck import (
    DeckEffectAnswer,
    DeckPage,
    DeckQuery,
    FeedbackDraft,
    SeenAnswer,
    SeenDraft,
    SeenPosition,
)
from app.extensions import db
from app.feed import cursor, feedback, plain, seen, settings
from app.feed import deck as domain
from app.feed.extension import store
from app.models import FeedbackKind
from app.trending import cursor as ranking_cursor
from app.trending.videos import key_of

PROTOBUF = "application/x-protobuf"
IN_PROTOBUF: dict[int | str, Any] = {200: {"content": {PROTOBUF: {"schema": {"type": "string", "format": "binary"}}}}}

deck = APIBlueprint("deck", __name__, tag="For You", url_prefix="/v1/deck")
deck.after_request(keep_apart)


@deck.get("")
@query(deck, DeckQuery)
@deck.output(DeckPage)
@deck.doc(security="bearer", responses=IN_PROTOBUF)
def index(query: DeckQuery) -> DeckPage | Response:
    """Your deck from where you are, or a later page of it; reading changes nothing

    Later pages are of the snapshot that the first was of, so that nothing repeats or is skipped when decks are built
    anew meanwhile. With `Accept: application/x-protobuf` the answer is a `DeckPage` of `/static/deck.proto`.
    """
    page = _page(access.member(identity()), query)
    after_this_request(_varied)
    if request.accept_mimetypes.best_match(["application/json", PROTOBUF], "application/json") == PROTOBUF:
        message = json_format.ParseDict(page.model_dump(mode="json", exclude_none=True), deck_pb2.DeckPage())
        return Response(message.SerializeToString(), mimetype=PROTOBUF)
    return page


@deck.post("/seen")
@throttles.acknowledgements
@idempotent
@deck.input(SeenDraft, arg_name="draft")
@deck.output(SeenAnswer)
@deck.doc(security="bearer", responses=[410])
def create_seen(draft: SeenDraft) -> SeenAnswer:
    """Acknowledge what you saw, as often as you like, or take that back"""
    return SeenAnswer(data=SeenPosition(position=_acknowledged(access.member(identity()), draft)))


@deck.post("/feedback")
@throttles.feedback("POST")
@idempotent
@deck.input(FeedbackDraft, arg_name="draft")
@deck.output(DeckEffectAnswer)
@deck.doc(security="bearer", responses=[404])
def create_feedback(draft: FeedbackDraft) -> DeckEffectAnswer:
    """Say what you want more or less of, or not at all, or take that back; your deck follows at once"""
    viewer, now = access.member(identity()), datetime.now(UTC)
    about = (db.session(), store(), viewer, key_of(db.session(), draft.video_id))
    match draft.kind, draft.undo:
        case "hide_channel", False:
            return DeckEffectAnswer.of(feedback.hide_channel(*about, now))
        case "hide_channel", True:
            return DeckEffectAnswer.of(feedback.show_channel_of(*about))
        case kind, False:
            return DeckEffectAnswer.of(feedback.give(*about, FeedbackKind(kind), now))
    return DeckEffectAnswer.of(feedback.withdraw(*about))


def _page(viewer: Viewer, query: DeckQuery) -> DeckPage:
    theirs, secret = settings.of_member(db.session(), viewer.id), current_app.config["SECRET_KEY"]
    if not theirs.is_on:
        after = ranking_cursor.load(query.cursor, secret) if query.cursor is not None else None
        chart = plain.page(theirs.region, query.limit, after)
        return DeckPage.of_plain(chart, ranking_cursor.dump(chart.after, secret) if chart.after else None)
    place = cursor.load(query.cursor, viewer.id, secret) if query.cursor is not None else None
    page = domain.page(db.session(), store(), reading(), theirs, query.limit, place)
    following = page.following
    return DeckPage.of(page, cursor.dump(following, viewer.id, secret) if following else None)


def _acknowledged(viewer: Viewer, draft: SeenDraft) -> int:
    who = (db.session(), store(), viewer)
    if not settings.of_member(db.session(), viewer.id).is_on:
        return seen.reached(store(), viewer)
    if draft.cursor:
        place = cursor.load(draft.cursor, viewer.id, current_app.config["SECRET_KEY"])
        if draft.undo:
            return seen.unsee(*who, range(place.begin, place.end), place.snapshot)
        return seen.see_page(*who, place)
    number = int(draft.snapshot) if draft.snapshot else None
    if draft.undo:
        return seen.unsee(*who, draft.positions, number)
    return seen.see(*who, draft.positions, number)


def _varied(response: Response) -> Response:
    response.vary.add("Accept")
    return response
