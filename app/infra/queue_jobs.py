"""The jobs in the queue's tables: listed, looked at, and run again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

_COLUMNS = "id, task_name AS task, status::text AS status, attempts, scheduled_at, args AS arguments"


class Status(StrEnum):
    """Where a job stands; the words are Procrastinate's."""

    TODO = "todo"
    DOING = "doing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


class UnknownJob(Exception):
    """The queue has no job of this number, or no longer."""


class NotFailed(Exception):
    """Only a failed job can be run again; the message is where this one stands."""


@dataclass(frozen=True)
class Job:
    """`scheduled_at` is when it runs at the earliest, None for at once; `attempts` are those that ended."""

    id: int
    task: str
    status: Status
    attempts: int
    scheduled_at: datetime | None
    arguments: dict[str, Any]


def recent(session: Session, status: Status | None, limit: int) -> list[Job]:
    """The newest jobs, newest first; of one status, or of all."""
    where = "WHERE status = CAST(:status AS procrastinate_job_status)" if status else ""
    query = text(f"SELECT {_COLUMNS} FROM procrastinate_jobs {where} ORDER BY id DESC LIMIT :limit")  # noqa: S608
    return [_job(row) for row in session.execute(query, {"status": status, "limit": limit})]


def find(session: Session, job_id: int) -> Job:
    """The job of this number. Raises `UnknownJob`."""
    query = text(f"SELECT {_COLUMNS} FROM procrastinate_jobs WHERE id = :id")  # noqa: S608
    row = session.execute(query, {"id": job_id}).one_or_none()
    if row is None:
        raise UnknownJob(job_id)
    return _job(row)


def events(session: Session, job_id: int) -> list[tuple[datetime, str]]:
    """What happened to a job, and when it did or will."""
    query = text("SELECT at, type::text FROM procrastinate_events WHERE job_id = :id ORDER BY at, id")
    return [(row.at, row.type) for row in session.execute(query, {"id": job_id})]


def retry(session: Session, job_id: int) -> None:
    """Have a failed job run again as soon as a worker sees it. Raises `UnknownJob` and `NotFailed`."""
    job = find(session, job_id)
    if job.status is not Status.FAILED:
        raise NotFailed(job.status)
    session.execute(text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)"), {"id": job_id})


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.task, Status(row.status), row.attempts, row.scheduled_at, row.arguments)
