"""Passwords: which ones are good enough, how they are kept, and whether one is right."""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.models import User

MIN_LENGTH = 10
MAX_LENGTH = 1024
"""In characters. The upper one only keeps a request from sending a book."""

Strength = Literal["weak", "fair", "strong"]

_COMMON = Path(__file__).parent / "common_passwords" / "list.txt"
_UNTYPABLE = frozenset({"Cc", "Cs"})  # control characters and halves of characters
_MIN_PART = 3  # a shorter part of an address is in too many passwords by chance
_FAIR, _STRONG = 8, 14

# 19 MiB and two passes: OWASP's advice for a server that many log in to at once; the library's default takes 64 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class WrongPassword(Exception):
    """The password given to confirm a change is not the member's."""


class WeakPassword(Exception):
    """The new password is refused; `weaknesses` are sentences for the person."""

    def __init__(self, weaknesses: list[str]) -> None:
        super().__init__(*weaknesses)
        self.weaknesses = weaknesses


def hash_password(text: str) -> str:
    """An Argon2id hash with its parameters and salt in it."""
    return _hasher.hash(_normal(text))


def verify(password_hash: str | None, text: str) -> bool:
    """Whether the password is right. Without a hash it is not, which takes as long to find out."""
    try:
        _hasher.verify(password_hash or _hash_of_nobody(), _normal(text))
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False
    return password_hash is not None


def confirm(user: User, text: str) -> None:
    """Raises `WrongPassword` when it is not the member's password."""
    if not verify(user.password_hash, text):
        raise WrongPassword


def needs_rehash(password_hash: str) -> bool:
    """Whether it was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(password_hash)


def weaknesses(password: str, username: str, email: str) -> list[str]:
    """Why the password is refused, each a sentence for the person; empty when it is good enough."""
    if len(password) > MAX_LENGTH:
        return [f"Use at most {MAX_LENGTH:,} characters."]
    folded = _normal(password).casefold()
    found = []
    if len(password) < MIN_LENGTH:
        found.append(f"Use at least {MIN_LENGTH} characters.")
    if any(unicodedata.category(character) in _UNTYPABLE for character in password):
        found.append("Use only characters that can be typed.")
    if folded in _common():
        found.append("This is on lists of common words and stolen passwords. Use another.")
    if any(part in folded for part in _parts(username, email)):
        found.append("Leave your username and e-mail address out of the password.")
    return found


def strength(password: str) -> Strength:
    """A hint, not a proof: long and varied is strong; runs such as `aaaa` or `1234` count as one character."""
    if weaknesses(password, "", ""):
        return "weak"
    free = 1 + sum(abs(ord(after) - ord(before)) > 1 for before, after in pairwise(password))
    points = min(free, len(set(password)) * 3 // 2)
    return "strong" if points >= _STRONG else "fair" if points >= _FAIR else "weak"


def _normal(text: str) -> str:
    """The same password typed on two systems is one password (NIST SP 800-63B 5.1.1.2)."""
    return unicodedata.normalize("NFKC", text)


def _parts(username: str, email: str) -> list[str]:
    local_part = email.partition("@")[0]
    return [_normal(part).casefold() for part in (username, email, local_part) if len(part) >= _MIN_PART]


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="ascii").splitlines())


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash("")
