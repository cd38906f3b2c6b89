"""The job queue: jobs enqueued in the caller's own transaction, by the names of their tasks."""

from flask import g, has_app_context
from procrastinate import SyncPsycopgConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from procrastinate.types import JSONValue
from sqlalchemy.orm import Session

# Never opened: each job goes through the connection of the transaction that it belongs to.
_manager = JobManager(SyncPsycopgConnector())


def defer(session: Session, task: str, **arguments: JSONValue) -> int:
    """Enqueue a job in the transaction of `session`; its number. A rollback leaves no job.

    The job carries the id of the request that asked for it. Arguments are kept as JSON and shown to who may see the
    queue: never pass a secret.
    """
    request_id = g.get("request_id") if has_app_context() else None
    connection = session.connection().connection.driver_connection
    deferrer = configure_task(name=task, job_manager=_manager, connection=connection)
    return deferrer.defer(request_id=request_id, **arguments)
