"""`flask videos`: the group of the commands that bring videos in."""

from flask.cli import AppGroup

group = AppGroup("videos", help="Videos: import files, fetch charts.")
