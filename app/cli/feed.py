"""`flask feed`: the decks."""

from flask.cli import AppGroup

from app.cli.feed_synth import synth

group = AppGroup("feed", help="Decks.")
group.add_command(synth)
