"""Profiles: what members tell of themselves, and to whom they show what."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app.accounts.forms import NOT_TYPED, refused
from app.accounts.viewers import Viewer
from app.models import REGIONS, User
from app.models.user import MAX_BIO
from app.social.following import approve_all
from app.social.locks import lock_members


def _bio(text: str) -> str:
    if "\0" in text:
        raise refused(NOT_TYPED)
    tidied = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(tidied) > MAX_BIO:
        raise refused(f"Use at most {MAX_BIO} characters.")
    return tidied


def _region(text: str) -> str:
    if text.upper() not in REGIONS:
        raise refused(f"Choose one of the regions {', '.join(REGIONS)}.")
    return text.upper()


Bio = Annotated[
    str, AfterValidator(_bio), Field(examples=["Charts before coffee."], json_schema_extra={"maxLength": MAX_BIO})
]
HomeRegion = Annotated[
    Annotated[str, AfterValidator(_region)] | None,
    Field(description="code of a region in any case, or null for none", examples=["PL"]),
]


class ProfileChanges(BaseModel):
    """What to change of a profile; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    bio: Bio = ""
    home_region: HomeRegion = None
    is_private: bool = Field(False, description="whether only followers, who ask first, see what you write")
    shows_likes: bool = Field(True, description="whether others see what you like")


def edit(session: Session, viewer: Viewer, changes: ProfileChanges) -> User:
    """The member as changed. Everybody who waits to follow is let in when the member is private no longer."""
    given = changes.model_dump(exclude_unset=True)
    lock_members(session, viewer.id)
    user = session.get_one(User, viewer.id, populate_existing=True)
    if user.is_private and not given.get("is_private", True):
        approve_all(session, viewer.id)
    for name, value in given.items():
        setattr(user, name, value)
    session.flush()
    return user
