"""Who may do what: the one place that decides."""

from dataclasses import dataclass
from enum import Enum
from typing import cast
from uuid import UUID

from app.accounts.service_tokens import Scope
from app.accounts.viewers import Viewer
from app.models import Role


class NotIdentified(Exception):
    """The request says nothing of who it is from, or what it says is no longer good; the message tells which."""


class NotAllowed(Exception):
    """It is known who the request is from, and they may not do this; the message tells why."""


class Permission(Enum):
    """What can be asked for: the least role that has it, and the scope with which a machine has it."""

    OWN_ACCOUNT = (Role.USER, None)
    MODERATE = (Role.MODERATOR, None)
    ADMINISTER = (Role.ADMIN, None)
    ANY_FEED = (None, Scope.FEED_ANY)

    def __init__(self, role: Role | None, scope: Scope | None) -> None:
        self.role, self.scope = role, scope


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a request is from: a member in one of their sessions, a machine with its scopes, or else anyone."""

    viewer: Viewer | None = None
    session_id: UUID | None = None
    scopes: frozenset[str] = frozenset()


ANYONE = Identity()


def require(identity: Identity, permission: Permission) -> None:
    """Raises `NotIdentified` or `NotAllowed` unless `identity` has `permission`."""
    if identity.viewer is None and not identity.scopes:
        raise NotIdentified("Log in first: this needs an access token.")
    if identity.viewer is None:
        _require_scope(identity.scopes, permission)
    else:
        _require_role(identity.viewer, permission)


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether a member has what `permission` asks of members."""
    return viewer.is_active and permission.role is not None and viewer.role.level >= permission.role.level


def member(identity: Identity) -> Viewer:
    """The member, who may see and change what is theirs. Raises `NotIdentified` or `NotAllowed`."""
    require(identity, Permission.OWN_ACCOUNT)
    return cast(Viewer, identity.viewer)


def require_deck(identity: Identity, user_id: int) -> None:
    """Raises `NotIdentified` or `NotAllowed` unless it is their own deck, or a machine may read that of any member."""
    if identity.viewer is None:
        require(identity, Permission.ANY_FEED)
    elif member(identity).id != user_id:
        raise NotAllowed("This is the deck of another member.")


def _require_scope(scopes: frozenset[str], permission: Permission) -> None:
    if permission.scope is None:
        raise NotAllowed("This is for members; a service token cannot do it.")
    if permission.scope not in scopes:
        raise NotAllowed(f"The service token lacks the scope {permission.scope}.")


def _require_role(viewer: Viewer, permission: Permission) -> None:
    if not viewer.is_active:
        raise NotAllowed("This account is not active. Open the link in the activation mail.")
    if permission.role is None:
        raise NotAllowed("This is for service tokens.")
    if viewer.role.level < permission.role.level:
        raise NotAllowed(f"This takes the role {permission.role}.")
