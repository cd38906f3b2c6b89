"""Upswell: what is rising, region by region.

Imports stand inside, so that the processes which only start and watch others do not wait for the whole application.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask
    from flask import Flask

    from config import Settings


def create_app(settings: "Settings | None" = None) -> "APIFlask":
    """Build the application from `settings`, or from the environment. Raises `config.ConfigError`."""
    from config import Settings

    with _imports():
        return _built(settings or Settings.from_env(os.environ))


def command_app(settings: "Settings") -> "Flask":
    """Build what commands and jobs need: without what answers requests, which is half of all modules."""
    with _imports():
        from flask import Flask

        app = Flask(__name__)
        _bind_data(app, settings)
        return app


@contextmanager
def _imports() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()  # while up to 1,500 modules are imported, of which nothing is garbage
    try:
        yield
        _keep_what_was_imported()
    finally:
        if was_on:
            gc.enable()


@cache
def _keep_what_was_imported() -> None:
    """Once a process: collections that look at it pause requests, copy pages that workers share, and keep an end."""
    gc.freeze()


def _built(settings: "Settings") -> "APIFlask":
    from apiflask import APIFlask

    from app.infra import gateway, json_provider
    from config import ROOT

    app = APIFlask(
        __name__,
        title="Upswell",
        version="1",
        json_errors=False,
        spec_path=None,
        docs_path=None,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    json_provider.install(app)
    _bind_data(app, settings)
    gateway.install(app, settings)
    _bind_extensions(app, settings)
    _register(app)
    return app


def _bind_data(app: "Flask", settings: "Settings") -> None:
    from app.accounts import viewers  # noqa: F401 - from now on what is committed of members is written through
    from app.cli import commands
    from app.extensions import cache, db
    from app.infra import migrations

    app.config.from_mapping(settings.flask_config())
    db.init_app(app)
    migrations.install(app)
    cache.init_app(app)
    commands.register(app)


def _bind_extensions(app: "APIFlask", settings: "Settings") -> None:
    from app.extensions import compress, limiter
    from app.feed import extension
    from app.infra import limits

    compress.init_app(app)
    limiter.init_app(app)
    limits.install(app)
    extension.install(app, settings.data_dir)


def _register(app: "APIFlask") -> None:
    from app import api, errors, web

    web.register(app)
    api.register(app)
    errors.register(app)
