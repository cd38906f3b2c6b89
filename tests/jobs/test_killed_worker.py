"""A worker that is killed: its jobs run again, and what was recorded as sent is not sent again. And one that is not."""

import psycopg
from flask.testing import FlaskCliRunner
from sqlalchemy import make_url, text

from app.extensions import db
from app.infra import queue
from app.models import Mail, User
from app.notify import mails
from tests.infra.machine import eventually
from tests.jobs.conftest import Workers, job_of
from tests.sendgrid_server import HELD, SendGridServer

NEWEST_WORKER = text("SELECT max(id) FROM procrastinate_workers")


def let_time_pass() -> None:
    """What a minute does: the dead worker's heartbeat is old, and the schedule looks for stalled jobs."""
    db.session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
    queue.defer(db.session(), "queue.retry_stalled", timestamp=0)
    db.session.commit()


def is_sent(mail: Mail) -> bool:
    db.session.rollback()
    return mail.sent_at is not None


def held_mail(member: User, server: SendGridServer, kind: str) -> Mail:
    """A mail in the queue, whose sending the other side does not answer before it may."""
    server.go.clear()
    server.next_answers.append(HELD)
    mail = mails.queue(db.session(), member.id, member.email, kind)
    db.session.commit()
    return mail


def test_after_a_kill_jobs_run_again_but_a_mail_whose_sending_was_recorded_is_not_sent_again(
    member: User, server: SendGridServer, workers: Workers, runner: FlaskCliRunner
) -> None:
    own = make_url(db.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(own) as holding, workers() as doomed:
        recorded = held_mail(member, server, "activation")
        assert eventually(lambda: len(server.asked) == 1)
        # The worker can record the mail, but not the end of the job.
        holding.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job_of(recorded)[0]])
        server.go.set()
        assert eventually(lambda: is_sent(recorded))
        unsent = held_mail(member, server, "reset")
        assert eventually(lambda: len(server.asked) == 2)
        doomed.kill()
        doomed.wait()
        holding.rollback()
    assert [job_of(mail)[1] for mail in (recorded, unsent)] == ["doing", "doing"]
    assert not is_sent(unsent)
    let_time_pass()

    def are_done() -> bool:
        runner.invoke(args=["jobs", "worker", "--once"], catch_exceptions=False)
        return [job_of(mail)[1] for mail in (recorded, unsent)] == ["succeeded", "succeeded"]

    assert eventually(are_done)
    assert is_sent(unsent)
    assert ["/reset/" in text for text in server.texts()] == [False, True, True]


def test_a_worker_outlives_the_loss_of_its_database_connections_and_asked_to_stop_ends_its_job_first(
    mail: Mail, member: User, server: SendGridServer, workers: Workers
) -> None:
    with workers() as worker:
        assert eventually(lambda: job_of(mail)[1] == "succeeded")
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
        )
        db.session.execute(text(others), {"name": db.engine.url.database})
        db.session.commit()
        queue.defer(db.session(), "queue.retry_stalled", timestamp=0)
        db.session.commit()
        done = text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded' AND args->>'timestamp' = '0'")
        assert eventually(lambda: db.session.rollback() is None and db.session.scalar(done) == 1)
        last = held_mail(member, server, "reset")
        assert eventually(lambda: len(server.asked) == 2)
        number = db.session.scalar(NEWEST_WORKER)
        worker.terminate()
        server.go.set()
        assert worker.wait() == 0
    assert job_of(last)[1] == "succeeded"
    assert db.session.scalar(NEWEST_WORKER) != number
