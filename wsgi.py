"""The WSGI application, made once before the server forks its workers: the hot path with Flask behind it."""

from app import create_app
from app.hot.path import HotPath

app = HotPath(create_app())
