"""`flask users` makes administrators and sets roles."""

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import viewers
from app.accounts.passwords import verify
from app.models import Role, User
from tests.members import PASSWORD, add_member

ADMIN = ("--username", "grace", "--email", "Grace@EXAMPLE.org")


def users(app: APIFlask, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["users", *arguments], input=typed)
    return result.exit_code, result.output


def role_seen(user_id: int) -> Role | None:
    """The role that a request would find."""
    viewer = viewers.of_user(user_id)
    return viewer and viewer.role


def test_an_administrator_is_active_at_once(app: APIFlask, session: Session) -> None:
    assert users(app, "create-admin", *ADMIN, "--password", PASSWORD) == (0, "grace is an administrator.\n")
    grace = session.scalars(select(User)).one()
    assert (grace.username, grace.email, grace.role, grace.is_active) == ("grace", "Grace@example.org", "admin", True)
    assert verify(grace.password_hash, PASSWORD)


def test_what_is_left_out_is_asked_for_and_the_password_is_not_shown(app: APIFlask, session: Session) -> None:
    code, output = users(app, "create-admin", typed=f"grace\ngrace@example.org\n{PASSWORD}\n{PASSWORD}\n")
    assert (code, PASSWORD in output) == (0, False)
    assert session.scalars(select(User.role)).one() == "admin"


@pytest.mark.parametrize(
    ("username", "email", "password", "told"),
    [
        ("admin", "grace@example.org", PASSWORD, "username: This name is reserved."),
        ("grace", "grace", PASSWORD, "email: "),
        ("grace", "grace@example.org", "password123", "password: This is on lists"),
    ],
)
def test_the_rules_of_sign_up_hold(
    app: APIFlask, session: Session, username: str, email: str, password: str, told: str
) -> None:
    code, output = users(app, "create-admin", "--username", username, "--email", email, "--password", password)
    assert (code, told in output) == (1, True)
    assert session.scalar(select(func.count()).select_from(User)) == 0


def test_a_member_is_not_made_again(app: APIFlask, session: Session) -> None:
    add_member(session, "grace")
    code, output = users(app, "create-admin", *ADMIN, "--password", PASSWORD)
    assert (code, "flask users set-role" in output) == (1, True)


@pytest.mark.parametrize("login", ["grace", "GRACE@example.org"])
@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_given_by_username_or_address_and_seen_at_once(
    app: APIFlask, session: Session, login: str, role: Role
) -> None:
    grace = add_member(session, "grace", role=Role.MODERATOR)
    assert role_seen(grace.id) is Role.MODERATOR
    assert users(app, "set-role", login, role.value) == (0, f"grace has the role {role}.\n")
    assert role_seen(grace.id) is role


def test_nobody_and_no_role_are_told(app: APIFlask, session: Session) -> None:
    assert users(app, "set-role", "nobody", "admin") == (1, "Error: Nobody has the username or address nobody.\n")
    code, output = users(app, "set-role", "nobody", "king")
    assert (code, "'user', 'moderator', 'admin'" in output) == (2, True)
