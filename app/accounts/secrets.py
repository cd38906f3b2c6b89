"""Secrets that are given out once and of which only the hash is kept."""

import hashlib
from secrets import token_urlsafe

_RANDOM_BYTES = 32


def new_secret() -> tuple[str, bytes]:
    """43 characters that fit in a URL, and the hash to keep of them."""
    text = token_urlsafe(_RANDOM_BYTES)
    return text, hash_secret(text)


def hash_secret(text: str) -> bytes:
    """SHA-256, 32 bytes: enough for secrets that are random, which passwords are not. Any text has a hash."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
