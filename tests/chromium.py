"""The system's Chromium, without which the browser tests are left out."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_HAVE_IT = "`apt-get install chromium-headless-shell` as root brings it."


def find() -> str | None:
    """Its path."""
    return next(filter(None, map(shutil.which, NAMES)), None)
