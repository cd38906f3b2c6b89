"""The worker: runs the queue's jobs in an application context, until it is asked to stop."""

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

from flask import Flask, g
from procrastinate import JobContext, PsycopgConnector
from sqlalchemy import make_url

from app.infra.queue import REQUEST_ID, tasks

logger = logging.getLogger(__name__)

CONCURRENCY = 4
"""Jobs at once, each in a thread; most of their time they wait for another server."""
STOP_SECONDS = 8
POOL_SECONDS = 3.0
"""A job waits so long for a connection, and so does the end of a worker whose database is gone."""
PAUSE_SECONDS = 2.0
HEARTBEAT_SECONDS = 5
STALLED_SECONDS = 20
"""A worker without a heartbeat for so long is dead, and its jobs run again."""


def run_waiting(app: Flask) -> None:
    """Run the jobs that wait now, and return when none is left."""
    asyncio.run(_shift(app, wait=False))


def run(app: Flask, tell_ready: Callable[[], None]) -> None:
    """Work until SIGINT or SIGTERM; jobs that run then have STOP_SECONDS to end. Calls `tell_ready` once it begins.

    When the database goes away the worker waits and begins again.
    """
    asyncio.run(_run(app, tell_ready))


async def _run(app: Flask, tell_ready: Callable[[], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    while not stop.is_set():
        shift = asyncio.create_task(_shift(app, tell_ready))
        await asyncio.wait({shift, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not shift.done():
            shift.cancel()
        (error,) = await asyncio.gather(shift, return_exceptions=True)
        if not stop.is_set():
            logger.warning("the worker begins again in %s s: %s", PAUSE_SECONDS, error or "it lost the database")
            await asyncio.wait({stopping}, timeout=PAUSE_SECONDS)


async def _shift(app: Flask, tell_ready: Callable[[], None] | None = None, *, wait: bool = True) -> None:
    """Work as long as the database answers, until this is cancelled, or without `wait` until no job is left."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        kwargs={"connect_timeout": 3, "options": "-c timezone=UTC"},
        timeout=POOL_SECONDS,
        min_size=1,
        max_size=CONCURRENCY,
    )
    with tasks.replace_connector(connector):
        async with tasks.open_async():
            if tell_ready:
                tell_ready()
            await tasks.run_worker_async(
                wait=wait,
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                shutdown_graceful_timeout=STOP_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                task_middleware=[_in_context_of(app)],
            )


def _in_context_of(app: Flask) -> Callable[[Callable[[], Any], JobContext, object], Any]:
    def run_task(call_next: Callable[[], Any], context: JobContext, _worker: object) -> Any:
        with app.app_context():
            g.request_id = context.job.task_kwargs.pop(REQUEST_ID, None)  # for the log and for jobs of this job
            return call_next()

    return run_task
