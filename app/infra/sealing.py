"""Seals small secrets that the database keeps, so that a copy of the database alone does not give them away."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.infra import signing


class CannotOpen(Exception):
    """The sealed text is damaged, or its key was made of neither SECRET_KEY nor one of SECRET_KEY_FALLBACKS."""


def seal(plain: bytes) -> bytes:
    """Encrypt and sign with a key made of the application's SECRET_KEY."""
    return _fernet().encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """What `seal` was given, also under a former SECRET_KEY. Raises `CannotOpen`."""
    try:
        return _fernet().decrypt(sealed)
    except InvalidToken:
        raise CannotOpen from None


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in signing.keys("sealing").values()])
