"""The commands of `flask`, ours one file each, read when they are called: a web process never needs them."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

_PLACES = {  # module and name
    "db": "flask_migrate.cli:db",
    "feed": "app.cli.feed:group",
    "jobs": "app.cli.jobs:group",
    "seed": "app.cli.seed:seed",
    "tokens": "app.cli.tokens:group",
    "trending": "app.cli.trending:group",
    "users": "app.cli.users:group",
    "videos": "app.cli.videos:group",
}
NAMES = frozenset(_PLACES)


class _Commands(AppGroup):
    """Finds a command in its place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*NAMES, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in NAMES:
            return super().get_command(ctx, name)
        module, _, variable = _PLACES[name].partition(":")
        command: click.Command = getattr(import_module(module), variable)
        return command


def register(app: Flask) -> None:
    """Add our commands to those that extensions may have brought."""
    app.cli = _Commands(app.name, commands=app.cli.commands)
