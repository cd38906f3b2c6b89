"""The job queue: its tasks by name, and jobs enqueued in the caller's own transaction."""

from flask import g, has_app_context
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from procrastinate.types import JSONValue
from sqlalchemy.orm import Session

REQUEST_ID = "request_id"
"""The argument of a job that holds the id of the request that asked for it; its task does not see it."""

tasks = App(connector=PsycopgConnector(), import_paths=["app.jobs"])
"""What tasks are declared on. The worker gives it a connection; nothing else needs one."""

# Never opened: each job goes through the connection of the transaction that it belongs to.
_manager = JobManager(SyncPsycopgConnector())


def defer(session: Session, task: str, lock: str | None = None, **arguments: JSONValue) -> int:
    """Enqueue a job in the transaction of `session`; its number. A rollback leaves no job.

    `lock` is that of the task, if it has one, for tasks are not read here; jobs of one lock run one after another.
    Arguments are kept as JSON and shown to who may see the queue: never pass a secret.
    """
    if has_app_context() and REQUEST_ID in g:
        arguments[REQUEST_ID] = g.get(REQUEST_ID)
    connection = session.connection().connection.driver_connection
    deferrer = configure_task(name=task, lock=lock, job_manager=_manager, connection=connection)
    return deferrer.defer(**arguments)
