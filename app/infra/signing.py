"""The keys that signatures are made with: one for each SECRET_KEY, the current one first, the former ones after it."""

import hashlib
import hmac
from functools import cache

from flask import current_app


def keys(purpose: str) -> dict[str, bytes]:
    """Keys of 32 bytes by their ids. The first signs; the others still verify. Those of another purpose differ."""
    secrets = (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])
    return _derived(purpose, secrets)


@cache
def _derived(purpose: str, secrets: tuple[str, ...]) -> dict[str, bytes]:
    made = (hmac.digest(secret.encode(), f"upswell {purpose}".encode(), "sha256") for secret in secrets)
    return {hashlib.sha256(key).hexdigest()[:12]: key for key in made}
