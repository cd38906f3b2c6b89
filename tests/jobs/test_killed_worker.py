"""A worker that is killed: its job runs again, and what was recorded as sent is not sent again."""

import psycopg
from sqlalchemy import make_url, text

from app.extensions import db
from app.infra import queue
from app.models import Mail
from tests.infra.machine import eventually
from tests.jobs.conftest import Workers, job_of
from tests.sendgrid_server import HELD, SendGridServer


def let_time_pass() -> None:
    """What a minute does: the dead worker's heartbeat is old, and the schedule looks for stalled jobs."""
    db.session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
    queue.defer(db.session(), "queue.retry_stalled", timestamp=0)
    db.session.commit()


def is_sent(mail: Mail) -> bool:
    db.session.rollback()
    return mail.sent_at is not None


def test_a_job_whose_worker_is_killed_while_it_sends_runs_again(
    mail: Mail, server: SendGridServer, workers: Workers
) -> None:
    server.next_answers.append(HELD)
    with workers() as doomed:
        assert eventually(lambda: len(server.asked) == 1)
        doomed.kill()
        doomed.wait()
    assert job_of(mail)[1] == "doing"
    assert not is_sent(mail)
    let_time_pass()
    with workers():
        assert eventually(lambda: job_of(mail)[1] == "succeeded")
    assert is_sent(mail)
    assert len(server.asked) == 2


def test_a_kill_after_the_send_was_recorded_sends_no_second_mail(
    mail: Mail, server: SendGridServer, workers: Workers
) -> None:
    server.next_answers.append(HELD)
    own = make_url(db.engine.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(own) as holding:
        with workers() as doomed:
            assert eventually(lambda: len(server.asked) == 1)
            # The worker can record the mail, but not the end of the job.
            holding.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job_of(mail)[0]])
            server.go.set()
            assert eventually(lambda: is_sent(mail))
            doomed.kill()
            doomed.wait()
        holding.rollback()
    assert job_of(mail)[1] == "doing"
    let_time_pass()
    with workers():
        assert eventually(lambda: job_of(mail)[1] == "succeeded")
    assert len(server.asked) == 1


def test_a_worker_asked_to_stop_ends_its_job_first(mail: Mail, server: SendGridServer, workers: Workers) -> None:
    server.next_answers.append(HELD)
    with workers() as worker:
        assert eventually(lambda: len(server.asked) == 1)
        worker.terminate()
        server.go.set()
        assert worker.wait() == 0
    assert job_of(mail)[1] == "succeeded"
    assert db.session.scalar(text("SELECT count(*) FROM procrastinate_workers")) == 0


def test_a_worker_outlives_the_loss_of_its_database_connections(
    mail: Mail, server: SendGridServer, workers: Workers
) -> None:
    with workers():
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
