"""What a member set about their deck."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.feed.taste import InterestKey
from app.models import REGIONS, InterestKind, OverrideState, TasteOverride, TasteSettings, User


@dataclass(frozen=True, slots=True)
class DeckSettings:
    """Whether the deck is on and learns, what the member reads, and the interests that no item may carry."""

    home_region: str | None
    is_on: bool
    learns: bool
    languages: tuple[str, ...]
    reset_at: datetime | None
    deleted: frozenset[InterestKey]

    @property
    def region(self) -> str:
        """Whose chart stands in for a deck: of the home region, else of the first whose language the member reads."""
        return home_from(self.home_region, self.languages) or next(iter(REGIONS))


def of_member(session: Session, user_id: int) -> DeckSettings:
    """The settings of a member, in one statement."""
    is_theirs = (TasteOverride.user_id == user_id, TasteOverride.state == OverrideState.DELETED)
    pair = func.json_build_array(TasteOverride.kind, TasteOverride.key)
    deleted = select(func.json_agg(pair)).where(*is_theirs).scalar_subquery()
    row = session.execute(
        select(
            User.home_region,
            TasteSettings.is_on.is_not(False),
            TasteSettings.learns.is_not(False),
            TasteSettings.languages,
            TasteSettings.reset_at,
            deleted,
        )
        .outerjoin(TasteSettings, TasteSettings.user_id == User.id)
        .where(User.id == user_id)
    ).one()
    keys = frozenset(InterestKey(InterestKind(kind), key) for kind, key in row[5] or ())
    return DeckSettings(row[0], row[1], row[2], tuple(row[3] or ()), row[4], keys)


def home_from(home_region: str | None, languages: Collection[str] | None) -> str | None:
    """The home region, else the first whose language is read; None when neither is known."""
    return home_region or next((code for code, facts in REGIONS.items() if facts.language in (languages or ())), None)


def region_of(session: Session, user_id: int) -> str | None:
    """The home region of a user, else the first whose language they read; None when neither is known."""
    theirs = select(User.home_region, TasteSettings.languages).outerjoin(
        TasteSettings, TasteSettings.user_id == User.id
    )
    row = session.execute(theirs.where(User.id == user_id)).one_or_none()
    return home_from(*row) if row else None


def change(session: Session, user_id: int, **values: object) -> None:
    """Set some of the columns of `TasteSettings`."""
    row = insert(TasteSettings).values(user_id=user_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=values))
