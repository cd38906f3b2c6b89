"""A login whose password was right and whose code is still to come: kept for minutes in the signed cookie."""

from datetime import datetime, timedelta

from flask import session
from pydantic import BaseModel

from app.models import User

KEPT_FOR = timedelta(minutes=10)

_NAME = "second_step"


class SecondStep(BaseModel):
    """Who gave the password, and what the login form said; `version` is the user's session version then."""

    user_id: int
    version: int
    login: str
    remember: bool
    wanted: str | None
    until: datetime


def begin(user: User, login: str, remember: bool, wanted: str | None, now: datetime) -> None:
    """Wait for the code of the member whose password was right."""
    step = SecondStep(
        user_id=user.id,
        version=user.session_version,
        login=login,
        remember=remember,
        wanted=wanted,
        until=now + KEPT_FOR,
    )
    session[_NAME] = step.model_dump(mode="json")


def pending(now: datetime) -> SecondStep | None:
    """The login that waits in this browser, unless it waited too long."""
    kept = session.get(_NAME)
    step = SecondStep.model_validate(kept) if kept else None
    return step if step and step.until > now else None


def login(now: datetime) -> str:
    """What was typed as name or address, to count wrong codes by; empty when nothing waits."""
    step = pending(now)
    return step.login if step else ""
