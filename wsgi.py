"""The WSGI application, made once before the server forks its workers."""

from app import create_app

app = create_app()
