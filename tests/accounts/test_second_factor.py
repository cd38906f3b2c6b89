"""The second factor: codes of a device, each good once, and recovery codes."""

import re
from datetime import timedelta
from functools import partial
from xml.etree import ElementTree

import pyotp
import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.accounts import passwords, second_factor
from app.extensions import db
from app.infra import sealing
from app.models import RecoveryCode, User
from tests.accounts.racing import at_once
from tests.members import NOW, PASSWORD, add_member

STEP = timedelta(seconds=30)


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, password=PASSWORD)


def device(user: User) -> pyotp.TOTP:
    """What the member's application was given."""
    assert user.totp_secret is not None
    return pyotp.TOTP(sealing.unseal(user.totp_secret).decode())


def enrol(session: Session, user: User) -> list[str]:
    """Enrol a step before `NOW`, so that the code of `NOW` is still good; the recovery codes."""
    enrolment = second_factor.begin(user)
    codes = second_factor.confirm(session, user, pyotp.TOTP(enrolment.secret).at(NOW - STEP), NOW - STEP)
    session.commit()
    return codes


def test_an_enrolment_is_shown_as_a_secret_a_uri_and_a_picture(session: Session, ada: User) -> None:
    enrolment = second_factor.begin(ada)
    parsed = pyotp.parse_uri(enrolment.uri)
    assert (parsed.secret, parsed.name, parsed.issuer) == (enrolment.secret, "ada", "Upswell")
    assert ElementTree.fromstring(enrolment.qr_svg).tag == "svg"
    assert "style" not in enrolment.qr_svg
    assert second_factor.pending(ada) == enrolment


def test_the_secret_is_sealed_in_the_database(session: Session, ada: User) -> None:
    secret = second_factor.begin(ada).secret
    session.commit()
    kept = session.scalar(text("SELECT totp_secret FROM users"))
    assert secret.encode() not in kept
    assert sealing.unseal(kept) == secret.encode()


def test_a_secret_sealed_with_a_former_key_is_read_and_one_of_an_unknown_key_is_not(
    app: APIFlask, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealing.seal(b"secret")
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", (app.config["SECRET_KEY"],))
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-secret-" * 3)
    assert sealing.unseal(sealed) == b"secret"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", ())
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(sealed)


def test_nothing_counts_until_a_code_was_seen(session: Session, ada: User) -> None:
    second_factor.begin(ada)
    with pytest.raises(second_factor.WrongCode):
        second_factor.confirm(session, ada, "000000x", NOW)
    assert not ada.has_second_factor


def test_a_code_enables_it_and_gives_ten_recovery_codes_once(session: Session, ada: User) -> None:
    codes = enrol(session, ada)
    assert ada.has_second_factor
    assert len(set(codes)) == second_factor.codes_left(session, ada) == 10
    assert all(re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", code) for code in codes)
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not {code.encode() for code in codes} & set(kept)


def test_an_enabled_one_is_not_begun_confirmed_or_shown_again(session: Session, ada: User) -> None:
    enrol(session, ada)
    code = device(ada).at(NOW)
    for again in (
        lambda: second_factor.begin(ada),
        lambda: second_factor.pending(ada),
        lambda: second_factor.confirm(session, ada, code, NOW),
    ):
        with pytest.raises(second_factor.AlreadyEnabled):
            again()


def test_what_was_not_begun_is_not_confirmed(session: Session, ada: User) -> None:
    with pytest.raises(second_factor.NotBegun):
        second_factor.confirm(session, ada, "123456", NOW)


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_its_step_and_the_ones_beside(
    session: Session, ada: User, steps: int, is_good: bool
) -> None:
    enrol(session, ada)
    assert second_factor.check(session, ada, device(ada).at(NOW + steps * STEP), NOW) is is_good


def test_the_code_of_the_step_before_is_good(session: Session, ada: User) -> None:
    enrol(session, ada)
    assert second_factor.check(session, ada, device(ada).at(NOW + STEP), NOW + 2 * STEP)


def test_a_code_is_good_once_and_so_are_the_earlier_ones(session: Session, ada: User) -> None:
    enrol(session, ada)
    assert second_factor.check(session, ada, device(ada).at(NOW), NOW)
    assert not second_factor.check(session, ada, device(ada).at(NOW), NOW)
    assert not second_factor.check(session, ada, device(ada).at(NOW - STEP), NOW)


def test_the_code_that_enabled_it_logs_nobody_in(session: Session, ada: User) -> None:
    enrol(session, ada)
    assert not second_factor.check(session, ada, device(ada).at(NOW - STEP), NOW - STEP)


def test_a_code_typed_in_two_groups_is_the_code(session: Session, ada: User) -> None:
    enrol(session, ada)
    code = device(ada).at(NOW)
    assert second_factor.check(session, ada, f" {code[:3]} {code[3:]} ", NOW)


def test_of_two_uses_of_a_code_at_once_one_is_good(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        user = add_member(db.session())
        recovery_code = enrol(db.session(), user)[0]
        code, user_id = device(user).at(NOW), user.id

    def use(session: Session, code: str) -> bool:
        return second_factor.check(session, session.get_one(User, user_id), code, NOW)

    assert sorted(at_once(fresh_app, *[partial(use, code=code)] * 3)) == [False, False, True]
    assert sorted(at_once(fresh_app, *[partial(use, code=recovery_code)] * 3)) == [False, False, True]


def test_of_two_confirmations_at_once_one_gives_recovery_codes(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        user = add_member(db.session())
        secret, user_id = second_factor.begin(user).secret, user.id
        db.session.commit()

    def confirm(session: Session, step: int) -> list[str]:
        code = pyotp.TOTP(secret).at(NOW + step * STEP)
        return second_factor.confirm(session, session.get_one(User, user_id), code, NOW)

    results = at_once(fresh_app, *(partial(confirm, step=step) for step in (-1, 0, 1)))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyEnabled", "AlreadyEnabled", "list"]


def test_a_recovery_code_stands_in_once_however_it_is_typed(session: Session, ada: User) -> None:
    code = enrol(session, ada)[3]
    assert second_factor.check(session, ada, code.upper().replace("-", " "), NOW)
    assert not second_factor.check(session, ada, code, NOW)
    assert second_factor.codes_left(session, ada) == 9


def test_the_codes_of_another_member_are_no_use(session: Session, ada: User) -> None:
    bob = add_member(session, "bob")
    enrol(session, ada)
    codes = enrol(session, bob)
    assert not second_factor.check(session, ada, codes[0], NOW)
    assert not second_factor.check(session, ada, device(bob).at(NOW), NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
@example(code="١٢٣٤٥٦")
@example(code="\0")
@example(code="x" * 10_240)
def test_any_other_text_is_no_code(session: Session, code: str) -> None:
    user = session.scalar(select(User)) or add_member(session)
    if not user.has_second_factor:
        enrol(session, user)
    assert not second_factor.check(session, user, code, NOW + 9 * STEP)


def test_only_who_knows_the_password_disables_it(session: Session, ada: User) -> None:
    enrol(session, ada)
    with pytest.raises(passwords.WrongPassword):
        second_factor.disable(session, ada, "a wrong password")
    assert ada.has_second_factor


def test_once_disabled_nothing_of_it_is_left_and_it_can_be_enrolled_again(session: Session, ada: User) -> None:
    enrol(session, ada)
    second_factor.disable(session, ada, PASSWORD)
    session.commit()
    assert (ada.has_second_factor, ada.totp_secret, second_factor.codes_left(session, ada)) == (False, None, 0)
    assert len(enrol(session, ada)) == 10
