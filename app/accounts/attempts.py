"""How often may be tried what costs, guesses or sends mail; pages and JSON count in the same scopes.

An account is guarded twice: from one address a few wrong passwords are enough, from all together it takes many, and
then the networks that its owner has logged in from before are still heard. So nobody can lock an owner out.
"""

from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.accounts.sessions import coarse
from app.models import User, UserSession, login_select


class Allowance(NamedTuple):
    """An amount per time, as `limits` writes it, and the name under which it is counted and told."""

    amount: str
    scope: str


LOGINS_OF_ADDRESS = Allowance("60 per minute", "login")
FAILURES_OF_ADDRESS_AND_ACCOUNT = Allowance("10 per 15 minutes", "login-address-account")
FAILURES_OF_ACCOUNT = Allowance("100 per hour", "login-account")
SIGN_UPS_OF_ADDRESS = Allowance("30 per hour", "sign-up")
MAILS_OF_ADDRESS = Allowance("20 per hour", "mail")
MAILS_TO_ACCOUNT = Allowance("5 per hour", "mail-account")
LINKS_OF_ADDRESS = Allowance("60 per minute", "link")
ROTATIONS_OF_ADDRESS = Allowance("120 per minute", "token")
RELATIONS_OF_MEMBER = Allowance("120 per minute", "people")


def member_key(user_id: int) -> str:
    """The key under which a limit per account counts, in pages and JSON alike."""
    return f"member {user_id}"


def is_spared(session: Session, login: str, address: str) -> bool:
    """Whether FAILURES_OF_ACCOUNT does not hold for a login: for none at all, and from the networks of its owner."""
    try:
        return not login or is_from_known_network(session, login, address)
    except SQLAlchemyError:  # the limiter would take it for an error of its own store; the view will tell it
        return False


def is_from_known_network(session: Session, login: str, address: str) -> bool:
    """Whether the member with this name or e-mail address has logged in from the network of this IP address."""
    of_member = login_select(login.strip()).with_only_columns(User.id)
    known = of_member.join(UserSession).where(UserSession.address == coarse(address)).limit(1)
    return session.scalar(known) is not None
