"""The words that one does not want to read."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.accounts import access
from app.api import throttles
from app.api.idempotency import idempotent
from app.api.identity import identity, keep_apart
from app.api.schemas.people import WordAnswer, WordList
from app.extensions import db
from app.social import muted_words as domain
from app.social.ids import parse_id
from app.social.muted_words import MutedWordChanges, MutedWordDraft, UnknownMutedWord

muted_words = APIBlueprint("muted_words", __name__, tag="People", url_prefix="/v1/me/muted-words")
muted_words.after_request(keep_apart)


@muted_words.get("")
@muted_words.output(WordList)
@muted_words.doc(security="bearer")
def index() -> WordList:
    """The words and phrases that you mute now, the newest first, 200 at most"""
    return WordList.of(domain.mine(db.session(), access.member(identity()), datetime.now(UTC)))


@muted_words.post("")
@throttles.relations("POST")
@idempotent
@muted_words.input(MutedWordDraft, arg_name="draft")
@muted_words.output(WordAnswer, status_code=201)
@muted_words.doc(security="bearer", responses=[409])
def create(draft: MutedWordDraft) -> WordAnswer:
    """Mute a word or phrase"""
    return WordAnswer.of(domain.add(db.session(), access.member(identity()), draft, datetime.now(UTC)))


@muted_words.patch("/<word_id>")
@throttles.relations("PATCH")
@muted_words.input(MutedWordChanges, arg_name="changes")
@muted_words.output(WordAnswer)
@muted_words.doc(security="bearer", responses=[409])
def update(word_id: str, changes: MutedWordChanges) -> WordAnswer:
    """Change a muted word"""
    viewer = access.member(identity())
    answer = WordAnswer.of(domain.change(db.session(), viewer, _number(word_id), changes, datetime.now(UTC)))
    db.session.commit()
    return answer


@muted_words.delete("/<word_id>")
@throttles.relations("DELETE")
@muted_words.output({}, status_code=204)
@muted_words.doc(security="bearer")
def destroy(word_id: str) -> tuple[str, int]:
    """Mute a word no longer"""
    domain.remove(db.session(), access.member(identity()), _number(word_id))
    db.session.commit()
    return "", 204


def _number(word_id: str) -> int:
    number = parse_id(word_id)
    if number is None:
        raise UnknownMutedWord
    return number
