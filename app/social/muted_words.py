"""Muted words: what members do not want to read, where, until when, and whether it is left out or folded away."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.forms import refused
from app.accounts.viewers import Viewer
from app.models import MutedWord, MutedWordAction
from app.search.folding import fold
from app.social.locks import lock_members
from app.social.texts import line

MAX_WORDS, MAX_PHRASE, MAX_SECONDS = 200, 100, 366 * 24 * 3600
"""Muted words of a member, characters of one, and the longest that one with an end may hold."""

Scope = Literal["home", "search", "notifications"]
SCOPES: tuple[Scope, ...] = ("home", "search", "notifications")


class UnknownMutedWord(LookupError):
    """The member has no such muted word."""


class AlreadyMuted(Exception):
    """The member has muted this word before, if in another spelling."""


class TooManyMutedWords(Exception):
    """The member has as many as one may have."""


def _has_words(phrase: str) -> str:
    if not fold(phrase):
        raise refused("Write a word or a phrase; signs alone cannot be muted.")
    return phrase


def _each_once(scopes: list[Scope]) -> list[Scope]:
    return [one for one in SCOPES if one in scopes]


Phrase = Annotated[
    str,
    line(MAX_PHRASE),
    AfterValidator(_has_words),
    Field(
        description="matched as whole words, whatever their case, accents and punctuation",
        examples=["cup final"],
        json_schema_extra={"minLength": 1, "maxLength": MAX_PHRASE},
    ),
]
Scopes = Annotated[list[Scope], AfterValidator(_each_once), Field(min_length=1, examples=[["home", "search"]])]
Seconds = Annotated[
    int | None, Field(ge=1, le=MAX_SECONDS, description="how long from now; null for good", examples=[604_800])
]


class MutedWordChanges(BaseModel):
    """What to change of a muted word; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    phrase: Phrase = ""
    scopes: Scopes = list(SCOPES)
    action: MutedWordAction = Field(MutedWordAction.HIDE, description="leave texts out, or fold them with a notice")
    expires_in_seconds: Seconds = None


class MutedWordDraft(MutedWordChanges):
    """A word or phrase to mute."""

    phrase: Phrase


def mine(session: Session, viewer: Viewer, now: datetime) -> list[MutedWord]:
    """Those of a member that hold now, the newest first."""
    is_on = or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > now)
    rows = select(MutedWord).where(MutedWord.user_id == viewer.id, is_on).order_by(MutedWord.id.desc())
    return list(session.scalars(rows))


def find(session: Session, viewer: Viewer, word_id: int) -> MutedWord:
    """One of a member. Raises `UnknownMutedWord`."""
    word = session.scalar(select(MutedWord).where(MutedWord.user_id == viewer.id, MutedWord.id == word_id))
    if word is None:
        raise UnknownMutedWord
    return word


def add(session: Session, viewer: Viewer, draft: MutedWordDraft, now: datetime) -> MutedWord:
    """Mute a word. Raises `AlreadyMuted`, `TooManyMutedWords`."""
    lock_members(session, viewer.id)
    session.execute(delete(MutedWord).where(MutedWord.user_id == viewer.id, MutedWord.expires_at <= now))
    if session.scalar(select(func.count()).where(MutedWord.user_id == viewer.id)) == MAX_WORDS:
        raise TooManyMutedWords
    word = MutedWord(user_id=viewer.id)
    _fill(session, word, draft.model_dump(), now)
    session.add(word)
    session.flush()
    return word


def change(session: Session, viewer: Viewer, word_id: int, changes: MutedWordChanges, now: datetime) -> MutedWord:
    """The word as changed. Raises `UnknownMutedWord`, `AlreadyMuted`."""
    lock_members(session, viewer.id)
    word = find(session, viewer, word_id)
    _fill(session, word, changes.model_dump(exclude_unset=True), now)
    session.flush()
    return word


def remove(session: Session, viewer: Viewer, word_id: int) -> None:
    """Mute a word no longer. Raises `UnknownMutedWord`."""
    session.delete(find(session, viewer, word_id))


def _fill(session: Session, word: MutedWord, given: dict[str, Any], now: datetime) -> None:
    if "phrase" in given:
        folded = fold(given["phrase"])
        others = select(MutedWord.id).where(MutedWord.user_id == word.user_id, MutedWord.folded == folded)
        if session.scalar(others.where(MutedWord.id != word.id) if word.id else others) is not None:
            raise AlreadyMuted
        word.folded = folded
    if "expires_in_seconds" in given:
        seconds = given.pop("expires_in_seconds")
        word.expires_at = None if seconds is None else now + timedelta(seconds=seconds)
    for name, value in given.items():
        setattr(word, name, value)
