"""The WSGI application, made once before the server forks its workers: the hot path with Flask behind it."""

import gc

from app import create_app
from app.hot.path import HotPath

app = HotPath(create_app())
# What is loaded stays. Collections need not look at it: they would pause requests, and copy the pages it shares.
gc.collect()
gc.freeze()
