"""bin/flask: any command of the application, on the servers of a running bin/serve or else on its own."""

import os
import sys

from flask.cli import FlaskGroup

from app import command_app, create_app
from app.cli import commands
from app.cli.launch import provided, read_settings
from app.cli.schema import upgrade_schema


def main(arguments: list[str]) -> None:
    """Run one command; ends with its exit code."""
    with provided(read_settings(os.environ), shown=False) as (settings, _):
        if arguments[:1] != ["db"]:  # whoever works on migrations decides when they run
            upgrade_schema(settings)
        if arguments and arguments[0] in commands.NAMES:
            app = command_app(settings)
            with app.app_context():
                app.cli.main(arguments, prog_name="bin/flask")
        else:  # it imports what other packages have of commands, Alembic first, and may be asked for the routes
            FlaskGroup(create_app=lambda: create_app(settings)).main(arguments, prog_name="bin/flask")


if __name__ == "__main__":
    main(sys.argv[1:])
