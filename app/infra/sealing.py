"""Seals small secrets that the database keeps, so that a copy of the database alone does not give them away."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


class CannotOpen(Exception):
    """The sealed text is damaged, or the key it was sealed with is neither SECRET_KEY nor a fallback."""


def seal(plain: bytes) -> bytes:
    """Encrypt and sign with a key made of the application's SECRET_KEY."""
    return _fernet().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """What `seal` was given, whether under SECRET_KEY or one of SECRET_KEY_FALLBACKS. Raises `CannotOpen`."""
    try:
        return _fernet().decrypt(sealed)
    except InvalidToken:
        raise CannotOpen from None


def _fernet() -> MultiFernet:
    secret_keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return MultiFernet([Fernet(_derived(key)) for key in secret_keys])


def _derived(secret_key: str) -> bytes:
    """A key of its own for sealing, so that what signs cookies opens nothing (RFC 5869)."""
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"upswell sealing 1")
    return urlsafe_b64encode(hkdf.derive(secret_key.encode()))
