"""Accounts: what is told of a new one, tokens, sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.accounts.access_tokens import Tokens
from app.models import UserSession

EXAMPLE_SESSION = "0b8b3a52-7f0e-4c39-9d5e-2f7f6a1f3c11"
EXAMPLE_SECRET = "q3w1Yw0m6bVJt0C8m2l9H4kX7nP5sR1uT6vZ8aB2cD4"  # noqa: S105 - nobody's


class Account(BaseModel):
    username: str = Field(examples=["ada_l"])
    is_active: Literal[False] = Field(description="until the link in the mail is opened")


class NewAccount(BaseModel):
    """The account that was made, as far as everybody may know."""

    data: Account

    @classmethod
    def of(cls, username: str) -> Self:
        return cls(data=Account(username=username, is_active=False))


class Refresh(BaseModel):
    """A refresh token, to be traded."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    refresh_token: str = Field(repr=False, min_length=1, max_length=200, examples=[EXAMPLE_SECRET])


class TokenPair(BaseModel):
    access_token: str = Field(description="send it as `Authorization: Bearer …`")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="seconds that the access token is good for", examples=[900])
    refresh_token: str = Field(description="good once, for 30 days", examples=[EXAMPLE_SECRET])


class TokenAnswer(BaseModel):
    """What a program proves itself with."""

    data: TokenPair

    @classmethod
    def of(cls, tokens: Tokens) -> Self:
        pair = TokenPair(
            access_token=tokens.access_token,
            token_type="Bearer",  # noqa: S106 - a type
            expires_in=tokens.expires_in,
            refresh_token=tokens.refresh_token,
        )
        return cls(data=pair)


class SessionItem(BaseModel):
    """A place where the member is logged in."""

    id: str = Field(examples=[EXAMPLE_SESSION])
    kind: Literal["page", "api"] = Field(description="a browser's, or a program's with tokens")
    device: str = Field(examples=["Firefox on Linux"])
    address: str = Field(description="the network of its IP address", examples=["192.0.2.0/24"])
    created_at: datetime
    last_seen_at: datetime = Field(description="to the minute")
    expires_at: datetime
    is_current: bool = Field(description="the one that this request is from")

    @classmethod
    def of(cls, row: UserSession, current: UUID | None) -> Self:
        return cls.model_validate(
            {name: getattr(row, name) for name in cls.model_fields if name not in {"id", "is_current"}}
            | {"id": str(row.id), "is_current": row.id == current}
        )


class SessionAnswer(BaseModel):
    data: SessionItem

    @classmethod
    def of(cls, row: UserSession, current: UUID | None) -> Self:
        return cls(data=SessionItem.of(row, current))


class SessionList(BaseModel):
    data: list[SessionItem]

    @classmethod
    def of(cls, rows: Iterable[UserSession], current: UUID | None) -> Self:
        return cls(data=[SessionItem.of(row, current) for row in rows])
