"""The second factor: codes by time (TOTP, RFC 6238), and recovery codes for when the device is lost."""

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes

import pyotp
import segno
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.secrets import hash_secret
from app.infra.sealing import seal, unseal
from app.models import RecoveryCode, User

RECOVERY_CODES = 10
ISSUER = "Upswell"
STEP_SECONDS = 30

_STEPS_AROUND_NOW = (0, -1, 1)
_RANDOM_BYTES = 10  # 16 letters and digits of base 32, which no hash of them gives away
_DIGITS = re.compile(r"[0-9]{6}")


class AlreadyEnabled(Exception):
    """The member has a second factor; it is disabled before another is enrolled."""


class NotBegun(Exception):
    """There is no enrolment to confirm."""


class WrongCode(Exception):
    """The code is not one of now, or was used before."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator application is given: the secret in base 32, the same as a URI, and that as a picture.

    `qr_svg` is an inline `<svg>` without style attributes, dark on white.
    """

    secret: str
    uri: str
    qr_svg: str


def begin(user: User) -> Enrolment:
    """Give the member a new secret, which counts once `confirm` saw a code of it. Raises `AlreadyEnabled`."""
    if user.has_second_factor:
        raise AlreadyEnabled
    user.totp_secret = seal(pyotp.random_base32().encode())
    return pending(user)


def pending(user: User) -> Enrolment:
    """The enrolment that was begun, to show again after a wrong code. Raises `NotBegun`, `AlreadyEnabled`."""
    if user.has_second_factor:
        raise AlreadyEnabled
    totp = _totp(user)
    uri = totp.provisioning_uri(name=user.username, issuer_name=ISSUER)
    picture = segno.make(uri, error="m").svg_inline(scale=5, light="#fff", title="QR code for an authenticator")
    return Enrolment(totp.secret, uri, picture)


def confirm(session: Session, user: User, code: str, now: datetime) -> list[str]:
    """Enable the second factor; the recovery codes, which are never shown again.

    Raises `WrongCode`, `NotBegun`, `AlreadyEnabled`.
    """
    session.flush()  # what the caller changed would be lost by the next line
    session.refresh(user, with_for_update=True)  # of two at once the codes of one would be lost
    if user.has_second_factor:
        raise AlreadyEnabled
    if not _take_step(session, user, code, now):
        raise WrongCode
    user.totp_confirmed_at = now
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(one)) for one in codes)
    session.flush()
    return codes


def check(session: Session, user: User, code: str, now: datetime) -> bool:
    """Whether the code is good, which it then is no more: one of a device, or a recovery code."""
    return _take_step(session, user, code, now) or _take_recovery_code(session, user, code, now)


def codes_left(session: Session, user: User) -> int:
    """How many recovery codes the member has not used."""
    unused = (RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def disable(session: Session, user: User, password: str) -> None:
    """Log in by password alone from now on. Raises `passwords.WrongPassword`."""
    passwords.confirm(user, password)
    user.totp_secret = user.totp_confirmed_at = user.totp_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _take_step(session: Session, user: User, code: str, now: datetime) -> bool:
    """Whether a device shows this code now, or did or will in the step beside; each step is good once, for one."""
    step = _step_of(_totp(user), "".join(code.split()), int(now.timestamp()) // STEP_SECONDS)
    if step is None:
        return False
    unused = or_(User.totp_last_step.is_(None), User.totp_last_step < step)
    taken = update(User).where(User.id == user.id, unused).values(totp_last_step=step).returning(User.id)
    return session.scalar(taken) is not None


def _step_of(totp: pyotp.TOTP, code: str, current_step: int) -> int | None:
    if not _DIGITS.fullmatch(code):
        return None
    steps = (current_step + offset for offset in _STEPS_AROUND_NOW)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), None)


def _totp(user: User) -> pyotp.TOTP:
    if user.totp_secret is None:
        raise NotBegun
    return pyotp.TOTP(unseal(user.totp_secret).decode(), interval=STEP_SECONDS)


def _take_recovery_code(session: Session, user: User, code: str, now: datetime) -> bool:
    unused = (RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _hash(code), RecoveryCode.used_at.is_(None))
    taken = update(RecoveryCode).where(*unused).values(used_at=now).returning(RecoveryCode.id)
    return session.scalar(taken) is not None


def _new_recovery_code() -> str:
    """16 letters and digits in groups of four, such as `k3vq-7m2x-…`."""
    text = b32encode(token_bytes(_RANDOM_BYTES)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hash(recovery_code: str) -> bytes:
    """Of the code as it was meant, however its groups and letters were typed."""
    return hash_secret("".join(character for character in recovery_code.lower() if character.isalnum()))
