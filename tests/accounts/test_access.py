"""The one place that decides who may do what."""

import pytest

from app.accounts import access
from app.accounts.access import ANYONE, Identity, NotAllowed, NotIdentified, Permission
from app.accounts.viewers import Viewer
from app.models import Role
from tests.members import NOW


def member(role: Role, is_active: bool = True) -> Identity:
    return Identity(Viewer(1, "ada", "ada@example.org", role, is_active, 1, NOW))


ASKERS = {
    "anyone": ANYONE,
    "inactive": member(Role.ADMIN, is_active=False),
    "user": member(Role.USER),
    "moderator": member(Role.MODERATOR),
    "admin": member(Role.ADMIN),
    "service": Identity(scopes=frozenset({"feed:any"})),
    "other service": Identity(scopes=frozenset({"other"})),
}
MAY = {
    Permission.OWN_ACCOUNT: {"user", "moderator", "admin"},
    Permission.MODERATE: {"moderator", "admin"},
    Permission.ADMINISTER: {"admin"},
    Permission.ANY_FEED: {"service"},
}


def test_every_permission_is_decided_here() -> None:
    assert set(MAY) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("asker", ASKERS)
def test_a_permission_is_had_by_those_who_should_and_nobody_else(asker: str, permission: Permission) -> None:
    if asker in MAY[permission]:
        access.require(ASKERS[asker], permission)
        return
    with pytest.raises(NotIdentified if asker == "anyone" else NotAllowed) as refusal:
        access.require(ASKERS[asker], permission)
    assert str(refusal.value)


def test_a_member_is_who_asks() -> None:
    assert access.member(ASKERS["user"]).username == "ada"
    with pytest.raises(NotAllowed):
        access.member(ASKERS["service"])
