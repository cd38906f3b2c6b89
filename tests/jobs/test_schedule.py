"""What the schedule keeps in order: jobs that kill their workers, old jobs, expired rows of accounts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, text

from app import jobs
from app.accounts.retention import KEPT, MAILS_KEPT
from app.extensions import db
from app.infra import queue
from app.jobs.queue import MAX_STALLS
from app.models import AccountToken, Mail, Purpose, RefreshToken, User, UserSession
from tests.jobs.conftest import job_of


def run_task(runner: FlaskCliRunner, name: str) -> None:
    queue.defer(db.session(), name, timestamp=0)
    db.session.commit()
    runner.invoke(args=["jobs", "worker", "--once"], catch_exceptions=False)
    db.session.rollback()


def set_job(mail: Mail, status: str, attempts: int = 1) -> None:
    """Leave a mail's job as a dead worker, or one of the last month, left it."""
    values = {"status": status, "attempts": attempts, "mail_id": mail.id}
    db.session.execute(
        text(
            "UPDATE procrastinate_jobs SET status = CAST(:status AS procrastinate_job_status), attempts = :attempts "
            "WHERE (args->>'mail_id')::int = :mail_id"
        ),
        values,
    )
    db.session.commit()


def test_a_job_that_keeps_killing_its_workers_is_given_up(runner: FlaskCliRunner, mail: Mail) -> None:
    set_job(mail, "doing", MAX_STALLS)
    run_task(runner, "queue.retry_stalled")
    assert job_of(mail)[1] == "failed"


@pytest.mark.parametrize(
    ("status", "days", "kept"), [("succeeded", 2, 0), ("failed", 2, 1), ("failed", 31, 0), ("todo", 31, 1)]
)
def test_ended_jobs_are_forgotten_in_time(
    status: str, days: int, kept: int, runner: FlaskCliRunner, mail: Mail
) -> None:
    set_job(mail, status)
    db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'"))
    db.session.execute(text(f"UPDATE procrastinate_events SET at = now() - interval '{days} days'"))
    run_task(runner, "queue.clean_up")
    count = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail.send'")
    assert db.session.scalar(count) == kept


def test_the_clean_up_removes_what_is_of_no_use_and_nothing_else(runner: FlaskCliRunner, member: User) -> None:
    now, day = datetime.now(UTC), timedelta(days=1)
    for number, expires_at in enumerate((now - KEPT - day, now - day, now + day)):
        digest = bytes([number]) * 32
        db.session.add(AccountToken(token_hash=digest, user_id=member.id, purpose=Purpose.RESET, expires_at=expires_at))
        session = UserSession(
            user_id=member.id, kind="api", version=1, device="curl", address="192.0.2.0", expires_at=expires_at
        )
        db.session.add(session)
        db.session.flush()
        db.session.add(RefreshToken(token_hash=digest, session_id=session.id, expires_at=expires_at))
        created_at = expires_at - MAILS_KEPT + KEPT
        db.session.add(Mail(user_id=member.id, address=member.email, template="reset", created_at=created_at))
    db.session.commit()
    run_task(runner, "accounts.clean_up")
    left = {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
        for table in (AccountToken, UserSession, RefreshToken, Mail)
    }
    assert left == {"account_tokens": 2, "user_sessions": 2, "refresh_tokens": 1, "mails": 2}


def test_the_worker_knows_the_tasks_of_every_module() -> None:
    modules = Path(jobs.__file__).parent.glob("*.py")
    assert set(jobs.__all__) == {module.stem for module in modules if "@tasks.task(" in module.read_text()}
