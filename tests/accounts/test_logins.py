"""Who logs in is who they say, and a failure tells nothing."""

from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts import logins, passwords, second_factor
from app.models import User
from tests.members import NOW, PASSWORD, add_member


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, password=PASSWORD)


def authenticate(session: Session, login: str = "ada", password: str = PASSWORD, otp: str | None = None) -> User:
    return logins.authenticate(session, login, password, otp, NOW)


@pytest.mark.parametrize("login", ["ada", "ADA", " ada ", "ada@example.org", "ADA@EXAMPLE.org"])
def test_a_member_logs_in_by_name_or_address_in_any_case(session: Session, ada: User, login: str) -> None:
    assert authenticate(session, login) is ada


def test_an_address_is_looked_up_in_the_form_in_which_it_is_kept(session: Session, ada: User) -> None:
    ada.email = "ada@blåbær.no"
    assert authenticate(session, "ada@xn--blbr-roah.no") is ada


@pytest.mark.parametrize(("login", "password"), [("ada", "a wrong password"), ("bob", PASSWORD), ("b@b", PASSWORD)])
def test_a_wrong_password_and_an_unknown_member_look_the_same(
    session: Session, ada: User, login: str, password: str
) -> None:
    with pytest.raises(logins.BadCredentials) as refusal:
        authenticate(session, login, password)
    assert refusal.value.args == ()


def test_an_unknown_member_costs_a_hash_as_well(session: Session, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = passwords._hasher

    class Counting:
        hash = staticmethod(real.hash)

        @staticmethod
        def verify(kept: str, given: str) -> bool:
            checked.append(kept)
            return real.verify(kept, given)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    for login in ("ada", "nobody"):
        with pytest.raises(logins.BadCredentials):
            authenticate(session, login, "a wrong password")
    parameters = {kept.rsplit("$", 2)[0] for kept in checked}
    assert (len(checked), len(parameters)) == (2, 1)


def test_an_account_that_is_not_active_is_told_to_who_knows_its_password(session: Session) -> None:
    add_member(session, "bob", active=False, password=PASSWORD)
    with pytest.raises(logins.NotActivated):
        authenticate(session, "bob")
    with pytest.raises(logins.BadCredentials):
        authenticate(session, "bob", "a wrong password")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(login=st.text(st.characters(codec="utf-8", exclude_characters="\0")), password=st.text())
def test_any_text_is_refused_as_bad_credentials(session: Session, login: str, password: str) -> None:
    with pytest.raises(logins.BadCredentials):
        authenticate(session, login, password)


def test_a_second_factor_is_asked_after_the_password_and_then_counts(session: Session, ada: User) -> None:
    device = pyotp.TOTP(second_factor.begin(ada).secret)
    earlier = NOW - timedelta(seconds=30)
    recovery_code = second_factor.confirm(session, ada, device.at(earlier), earlier)[0]
    with pytest.raises(logins.BadCredentials):
        authenticate(session, password="a wrong password", otp=device.at(NOW))
    with pytest.raises(logins.SecondFactorNeeded):
        authenticate(session)
    with pytest.raises(logins.WrongSecondFactor):
        authenticate(session, otp="not a code")
    assert authenticate(session, otp=device.at(NOW)) is ada
    with pytest.raises(logins.WrongSecondFactor):
        authenticate(session, otp=device.at(NOW))
    assert authenticate(session, otp=recovery_code) is ada


def test_a_hash_of_former_parameters_is_renewed_by_a_login(session: Session, ada: User) -> None:
    ada.password_hash = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    session.commit()
    authenticate(session)
    session.commit()
    assert not passwords.needs_rehash(ada.password_hash)
    assert passwords.verify(ada.password_hash, PASSWORD)


def test_a_hash_of_today_is_left_alone(session: Session, ada: User) -> None:
    before = ada.password_hash
    authenticate(session)
    session.commit()
    assert ada.password_hash == before


def test_attempts_on_an_account_count_together_however_it_is_written() -> None:
    keys = {logins.limit_key(login) for login in ("Ada@Example.org", "ada@EXAMPLE.org", " ada@example.org ")}
    assert len(keys) == 1
    assert keys.isdisjoint({logins.limit_key("bob"), "ada@example.org"})
