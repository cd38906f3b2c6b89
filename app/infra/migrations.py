"""Flask-Migrate, imported when it is asked: it brings 120 modules to a start, and few processes change the schema."""

from typing import Any

from flask import Flask

from app.extensions import db
from config import ROOT


def install(app: Flask) -> None:
    """Let `flask_migrate` and its commands work on the database of `app`."""
    app.extensions["migrate"] = _Unread(app)


class _Unread:
    """Stands in the place of the extension until somebody asks for one of its attributes."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(self._app, db, directory=str(ROOT / "migrations"), render_as_batch=False)  # takes this place
        return getattr(self._app.extensions["migrate"], name)
