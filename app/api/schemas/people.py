"""Members, as others and as they themselves see them, and what they keep out of their sight."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from app.accounts.viewers import Viewer
from app.models import Block, FollowRequest, Mute, MutedWord, MutedWordAction, Role, User
from app.social.following import State
from app.social.members import SeenMember
from app.social.muted_words import Scope, Seconds
from app.social.reader import Reader

EXAMPLE_USERNAME = "ada_l"


class UserName(BaseModel):
    """A member, named."""

    id: str = Field(examples=["42"])
    username: str = Field(examples=[EXAMPLE_USERNAME])

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(id=str(user.id), username=user.username)


class Counts(BaseModel):
    """What the reader sees of each; of a private member only followers see any."""

    posts: int = Field(ge=0, examples=[12])
    followers: int = Field(ge=0, examples=[310])
    following: int = Field(ge=0, examples=[45])


class Profile(BaseModel):
    id: str = Field(examples=["42"])
    username: str = Field(examples=[EXAMPLE_USERNAME])
    bio: str = Field(examples=["Charts before coffee."])
    home_region: str | None = Field(examples=["PL"])
    is_private: bool = Field(description="whether only followers, who ask first, see what the member writes")
    created_at: datetime
    counts: Counts


class Member(Profile):
    """A member, and to a member who asks about another how they stand to them."""

    state: Literal["none", "requested", "following"] | SkipJsonSchema[None] = Field(
        None, description="whether you follow them", exclude_if=lambda value: value is None
    )
    is_muted: bool | SkipJsonSchema[None] = Field(
        None, description="whether you mute them", exclude_if=lambda value: value is None
    )

    @classmethod
    def of(cls, seen: SeenMember, reader: Reader) -> Self:
        told = _profile(seen)
        if reader.id not in {None, seen.user.id}:
            told["state"] = "following" if seen.follows else "requested" if seen.requested else "none"
            told["is_muted"] = seen.is_muted
        return cls(**told)


class MemberAnswer(BaseModel):
    data: Member

    @classmethod
    def of(cls, seen: SeenMember, reader: Reader) -> Self:
        return cls(data=Member.of(seen, reader))


class MemberList(BaseModel):
    """Members, those who came last to the list first."""

    data: list[Member]

    @classmethod
    def of(cls, listed: Iterable[SeenMember], reader: Reader) -> Self:
        return cls(data=[Member.of(one, reader) for one in listed])


class Me(Profile):
    """A member as they see themselves."""

    email: str = Field(examples=["ada@example.com"])
    role: Role
    is_active: bool
    shows_likes: bool = Field(description="whether others see what you like")


class MeAnswer(BaseModel):
    data: Me

    @classmethod
    def of(cls, seen: SeenMember, viewer: Viewer) -> Self:
        own = {"email": viewer.email, "role": viewer.role, "is_active": viewer.is_active}
        return cls(data=Me(**_profile(seen) | own, shows_likes=seen.user.shows_likes))


class Following(BaseModel):
    state: State


class FollowAnswer(BaseModel):
    """What became of a wish to follow."""

    data: Following

    @classmethod
    def of(cls, state: State) -> Self:
        return cls(data=Following(state=state))


class Line(BaseModel):
    """A member in one of your own lists, and since when."""

    user: UserName
    created_at: datetime


class LineList(BaseModel):
    """Members, those who came last to the list first."""

    data: list[Line]

    @classmethod
    def of_blocks(cls, rows: Iterable[Block]) -> Self:
        return cls(data=[Line(user=UserName.of(row.blocked), created_at=row.created_at) for row in rows])

    @classmethod
    def of_requests(cls, rows: Iterable[FollowRequest]) -> Self:
        return cls(data=[Line(user=UserName.of(row.requester), created_at=row.created_at) for row in rows])


class MuteLine(Line):
    expires_at: datetime | None = Field(description="null when it is for good")


class MuteList(BaseModel):
    """Members whom you mute, those muted last first."""

    data: list[MuteLine]

    @classmethod
    def of(cls, rows: Iterable[Mute]) -> Self:
        return cls(
            data=[
                MuteLine(user=UserName.of(row.muted), created_at=row.created_at, expires_at=row.expires_at)
                for row in rows
            ]
        )


class MuteSpan(BaseModel):
    """How long to mute a member."""

    model_config = ConfigDict(extra="forbid")

    expires_in_seconds: Seconds = None


class Word(BaseModel):
    """A word or phrase that you mute."""

    id: str = Field(examples=["7"])
    phrase: str = Field(examples=["cup final"])
    scopes: list[Scope] = Field(examples=[["home", "search"]])
    action: MutedWordAction
    expires_at: datetime | None = Field(description="null when it is for good")
    created_at: datetime

    @classmethod
    def of(cls, row: MutedWord) -> Self:
        told = {name: getattr(row, name) for name in cls.model_fields} | {"id": str(row.id)}
        return cls.model_validate(told)


class WordAnswer(BaseModel):
    data: Word

    @classmethod
    def of(cls, row: MutedWord) -> Self:
        return cls(data=Word.of(row))


class WordList(BaseModel):
    data: list[Word]

    @classmethod
    def of(cls, rows: Iterable[MutedWord]) -> Self:
        return cls(data=[Word.of(row) for row in rows])


def _profile(seen: SeenMember) -> dict[str, Any]:
    user = seen.user
    return {
        "id": str(user.id),
        "username": user.username,
        "bio": user.bio,
        "home_region": user.home_region,
        "is_private": user.is_private,
        "created_at": user.created_at,
        "counts": Counts(posts=seen.posts_count, followers=seen.followers_count, following=seen.following_count),
    }
