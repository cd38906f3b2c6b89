"""The taste sheet: what the recommender holds of a member, which they read and edit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts.forms import refused
from app.accounts.viewers import Viewer
from app.feed import feedback, history, settings, standing, taste
from app.feed.settings import DeckSettings
from app.feed.standing import Effect
from app.feed.store import Store
from app.feed.taste import Interest, InterestKey, Override
from app.models import Category, Channel, InterestKind, OverrideState, TasteOverride
from app.search.folding import fold

MAX_LANGUAGES, MAX_CHANGES, MAX_OVERRIDES = 10, 50, 200
"""Languages that a member reads, interests changed at once, and interests that a member may have decided about."""
MAX_CATEGORY = 2**15 - 1
_LANGUAGE = "^[a-z]{2,3}$"
_NUMBER = "^[0-9]{1,9}$"


class TooManyOverrides(Exception):
    """The member has decided about as many interests as one may."""


Language = Annotated[str, Field(pattern=_LANGUAGE, examples=["pl"])]


def _each_once(languages: list[str]) -> list[str]:
    return list(dict.fromkeys(languages))


class InterestChange(BaseModel):
    """What to do with an interest; without a state what was decided before is taken back."""

    model_config = ConfigDict(extra="forbid")

    kind: InterestKind = Field(examples=["category"])
    key: str = Field(min_length=1, max_length=taste.MAX_KEY, description="as the sheet tells it", examples=["10"])
    state: OverrideState | None = Field(examples=["deleted"])

    @model_validator(mode="after")
    def _has_form(self) -> Self:
        is_number = re.fullmatch(_NUMBER, self.key) is not None
        good = {
            InterestKind.CATEGORY: is_number and int(self.key) <= MAX_CATEGORY,
            InterestKind.CHANNEL: is_number,
            InterestKind.LANGUAGE: re.fullmatch(_LANGUAGE, self.key) is not None,
            InterestKind.TAG: fold(self.key) == self.key,
        }
        if not good[self.kind]:
            raise refused(f"There is no {self.kind} with this key; take it as the sheet tells it.")
        return self


class TasteChanges(BaseModel):
    """What to change of the sheet; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    is_on: bool = Field(True, description="false gives the plain chart of the home region in place of the deck")
    learns: bool = Field(True, description="false keeps what you do out of your decks, and keeps no watches")
    languages: Annotated[list[Language], AfterValidator(_each_once)] = Field(
        [], max_length=MAX_LANGUAGES, description="languages that you read", examples=[["pl", "en"]]
    )
    reset: bool = Field(False, description="true forgets everything that was learnt and decided until now")
    interests: list[InterestChange] = Field([], max_length=MAX_CHANGES)
    shown_channels: list[Annotated[str, Field(pattern=_NUMBER)]] = Field(
        [], max_length=MAX_CHANGES, description="keys of hidden channels to hide no longer"
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The settings; the interests, pinned ones first and deleted ones last; the channels that are hidden."""

    settings: DeckSettings
    interests: list[Interest]
    hidden_channels: list[Channel]


def read(session: Session, viewer: Viewer, now: datetime) -> Sheet:
    """The sheet of a member, from the events since the last reset."""
    theirs = settings.of_member(session, viewer.id)
    overrides = _overrides(session, viewer.id)
    found = taste.interests(history.events(session, viewer.id, theirs.reset_at), now)
    decided = taste.decided(found, overrides, _labels(session, overrides))
    return Sheet(theirs, taste.told(decided), feedback.hidden_channels(session, viewer))


def change(session: Session, store: Store, viewer: Viewer, changes: TasteChanges, now: datetime) -> Effect:
    """Change the sheet, and at once the deck: no item carries a deleted interest. Raises `TooManyOverrides`.

    After a reset no item stands for what was learnt.
    """
    given = changes.model_fields_set

    def act() -> None:
        values = changes.model_dump(include=given & {"is_on", "learns", "languages"})
        if changes.reset:
            session.execute(delete(TasteOverride).where(TasteOverride.user_id == viewer.id))
            values["reset_at"] = now
        if values:
            settings.change(session, viewer.id, **values)
        _decide(session, viewer, changes.interests, now)
        for channel in changes.shown_channels:
            feedback.forget_channel(session, viewer, int(channel))

    return standing.decide(session, store, viewer, act)


def _decide(session: Session, viewer: Viewer, wanted: list[InterestChange], now: datetime) -> None:
    weights: dict[InterestKey, float] = {}
    if any(one.state is OverrideState.FROZEN for one in wanted):
        since = settings.of_member(session, viewer.id).reset_at
        found = taste.interests(history.events(session, viewer.id, since), now)
        weights = {one.key: one.weight for one in found}
    for one in wanted:
        of_it = {"user_id": viewer.id, "kind": one.kind, "key": one.key}
        if one.state is None:
            session.execute(delete(TasteOverride).filter_by(**of_it))
            continue
        weight = weights.get(InterestKey(one.kind, one.key), 0.0) if one.state is OverrideState.FROZEN else None
        row = insert(TasteOverride).values(**of_it, state=one.state, weight=weight, created_at=now)
        keys = ["user_id", "kind", "key"]
        session.execute(row.on_conflict_do_update(index_elements=keys, set_={"state": one.state, "weight": weight}))
    count = select(func.count()).select_from(TasteOverride).where(TasteOverride.user_id == viewer.id)
    if wanted and (session.scalar(count) or 0) > MAX_OVERRIDES:
        raise TooManyOverrides


def _overrides(session: Session, user_id: int) -> dict[InterestKey, Override]:
    rows = session.scalars(select(TasteOverride).where(TasteOverride.user_id == user_id))
    return {
        InterestKey(InterestKind(row.kind), row.key): Override(OverrideState(row.state), row.weight) for row in rows
    }


def _labels(session: Session, overrides: Mapping[InterestKey, Override]) -> dict[InterestKey, str]:
    """The titles of categories and channels; those of tags and languages are their keys."""
    labels: dict[InterestKey, str] = {}
    for kind, table in ((InterestKind.CATEGORY, Category), (InterestKind.CHANNEL, Channel)):
        ids = [int(one.key) for one in overrides if one.kind is kind]
        if ids:
            rows = session.execute(select(table.id, table.title).where(table.id.in_(ids)))
            labels |= {InterestKey(kind, str(key)): title or str(key) for key, title in rows}
    return labels
