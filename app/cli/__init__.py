"""The commands of `flask`, one file each."""

from apiflask import APIFlask


def register(app: APIFlask) -> None:
    from app.cli import trending

    app.cli.add_command(trending.group)
