"""gunicorn -c gunicorn.conf.py wsgi:app: threads in preloaded workers, with the settings of config.py."""

import os
from pathlib import Path
from typing import Any

from app.extensions import db
from app.infra.embedded.process import die_with_parent
from config import Settings

_settings = Settings.from_env(os.environ)

bind = f"[{_settings.host}]:{_settings.port}" if ":" in _settings.host else f"{_settings.host}:{_settings.port}"
workers = _settings.workers
worker_class = "gthread"
threads = 8
backlog = 1024
preload_app = True
control_socket_disable = True
# The heartbeat files must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
graceful_timeout = 8
max_requests = 100_000
max_requests_jitter = 10_000
loglevel = "info" if _settings.log_level == "debug" else "warning"


def post_fork(arbiter: Any, worker: Any) -> None:
    """Give the worker connections of its own, and have it end with the server."""
    die_with_parent(arbiter.pid)
    with worker.app.wsgi().app_context():
        db.engine.dispose(close=False)
