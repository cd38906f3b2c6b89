"""Mails are sent by jobs: once, later when the other side fails, never after a refusal."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import g
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from app.accounts import links, recovery
from app.accounts.passwords import hash_password
from app.extensions import db
from app.infra import worker
from app.infra.breaker import FAILURES_TO_OPEN
from app.jobs import mail as mail_jobs
from app.models import AccountToken, Mail, Purpose, User
from app.notify import mails
from tests.infra.machine import eventually
from tests.jobs.conftest import job_of
from tests.members import PASSWORD
from tests.sendgrid_server import BAD_KEY, BROKEN, HELD, PLAIN_ERROR, TOO_MANY, Answer, SendGridServer


def work(runner: FlaskCliRunner) -> str:
    """What a worker prints that runs all that waits."""
    return str(runner.invoke(args=["jobs", "worker", "--once"], catch_exceptions=False).output)


def waits_seconds(mail: Mail) -> float:
    """How long the mail's job is put off."""
    scheduled = db.session.scalar(
        text("SELECT scheduled_at FROM procrastinate_jobs WHERE id = :id"), {"id": job_of(mail)[0]}
    )
    assert scheduled is not None
    return float((scheduled - datetime.now(UTC)).total_seconds())


def test_a_mail_is_sent_with_a_link_that_works(
    runner: FlaskCliRunner, mail: Mail, member: User, server: SendGridServer
) -> None:
    work(runner)
    assert job_of(mail)[1] == "succeeded"
    assert mail.sent_at is not None
    (words,) = server.texts()
    secret = re.findall(r"http://127.0.0.1:8000/activate/(\S+)", words)[0]
    assert links.owner(db.session(), secret, Purpose.ACTIVATION, datetime.now(UTC)).id == member.id


def test_the_link_of_an_address_change_confirms_the_address_it_went_to(
    runner: FlaskCliRunner, member: User, server: SendGridServer
) -> None:
    mails.queue(db.session(), member.id, "new@example.org", "email_change")
    db.session.commit()
    work(runner)
    assert server.asked[0].body["personalizations"][0]["to"] == [{"email": "new@example.org"}]
    assert [token.email for token in db.session.query(AccountToken)] == ["new@example.org"]


def test_a_link_does_not_go_to_an_address_that_the_account_no_longer_has(
    runner: FlaskCliRunner, mail: Mail, member: User, server: SendGridServer
) -> None:
    member.email = "new@example.org"
    db.session.commit()
    work(runner)
    assert server.asked == []
    assert mail.failure == "The account has another address now."


def test_no_row_and_no_job_holds_the_secret(runner: FlaskCliRunner, mail: Mail, server: SendGridServer) -> None:
    work(runner)
    secret = server.texts()[0].split("/activate/")[1].split()[0]
    rows = [
        str(row)
        for table in ("mails", "procrastinate_jobs", "procrastinate_events", "account_tokens")
        for row in db.session.execute(text(f"SELECT to_jsonb({table}) FROM {table}"))
    ]
    assert rows
    assert not [row for row in rows if secret in row]


def test_the_log_names_the_request_that_asked_for_the_mail_and_no_secret(
    runner: FlaskCliRunner, member: User, server: SendGridServer, caplog: pytest.LogCaptureFixture
) -> None:
    g.request_id = "request-of-ada"
    mail = mails.queue(db.session(), member.id, member.email, "reset")
    db.session.commit()
    caplog.set_level(logging.DEBUG)
    work(runner)
    assert f"mail {mail.id} is sent (request request-of-ada)" in caplog.text
    assert server.texts()[0].split("/reset/")[1].split()[0] not in caplog.text


def test_a_job_that_runs_twice_sends_once(runner: FlaskCliRunner, mail: Mail, server: SendGridServer) -> None:
    work(runner)
    mail_jobs.send(mail_id=mail.id)
    assert len(server.asked) == 1


def test_a_mail_whose_member_is_gone_is_forgotten(
    runner: FlaskCliRunner, mail: Mail, member: User, server: SendGridServer
) -> None:
    db.session.delete(member)
    db.session.commit()
    work(runner)
    assert server.asked == []
    assert db.session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")) == 0


def test_a_refusal_is_not_tried_again_and_stays_visible(
    runner: FlaskCliRunner, mail: Mail, server: SendGridServer
) -> None:
    server.always = BAD_KEY
    work(runner)
    assert job_of(mail)[1] == "failed"
    assert mail.failed_at is not None
    assert mail.failure is not None
    assert mail.failure.startswith("SendGrid answered 401: The provided authorization grant")
    work(runner)
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [PLAIN_ERROR, BROKEN, TOO_MANY])
def test_a_failure_that_may_pass_is_tried_again_later(
    answer: Answer, runner: FlaskCliRunner, mail: Mail, server: SendGridServer
) -> None:
    server.always = answer
    work(runner)
    assert job_of(mail)[1] == "todo"
    assert mail.failed_at is None
    assert 0 < waits_seconds(mail) <= 7.5


def test_it_waits_as_long_as_sendgrid_says(runner: FlaskCliRunner, mail: Mail, server: SendGridServer) -> None:
    server.always = Answer(429, TOO_MANY.body, {"Retry-After": "600"})
    work(runner)
    assert job_of(mail)[1] == "todo"
    assert 500 < waits_seconds(mail) <= 610


def test_after_a_day_it_is_given_up_with_the_last_reason(
    runner: FlaskCliRunner, mail: Mail, server: SendGridServer
) -> None:
    mail.created_at = datetime.now(UTC) - timedelta(days=1)
    db.session.commit()
    server.always = PLAIN_ERROR
    work(runner)
    assert job_of(mail)[1] == "failed"
    assert mail.failure is not None
    assert mail.failure.startswith("Given up after 24 hours. SendGrid answered 503: upstream connect error")


def test_while_the_circuit_is_open_mails_are_put_off_and_not_failed(
    runner: FlaskCliRunner, member: User, server: SendGridServer
) -> None:
    queued = [mails.queue(db.session(), member.id, member.email, "reset") for _ in range(FAILURES_TO_OPEN + 6)]
    db.session.commit()
    server.always = PLAIN_ERROR
    work(runner)
    asked = len(server.asked)
    assert FAILURES_TO_OPEN <= asked < len(queued)
    assert {job_of(mail)[1] for mail in queued} == {"todo"}
    assert max(waits_seconds(mail) for mail in queued) > 15
    assert not any(mail.failed_at for mail in queued)


def test_production_without_a_key_keeps_mails_and_says_so(
    runner: FlaskCliRunner, mail: Mail, server: SendGridServer
) -> None:
    app = runner.app
    own = app.config["SETTINGS"]
    app.config["SETTINGS"] = own.model_copy(update={"app_env": "production", "sendgrid_api_key": None})
    assert "SENDGRID_API_KEY is not set" in work(runner)
    assert job_of(mail)[1] == "todo"
    app.config["SETTINGS"] = own
    db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))
    db.session.commit()
    work(runner)
    assert len(server.asked) == 1


def test_a_mail_withdrawn_while_it_is_sent_ends_its_job_and_its_link(
    member: User, server: SendGridServer, runner: FlaskCliRunner
) -> None:
    member.password_hash = hash_password(PASSWORD)
    mail = mails.queue(db.session(), member.id, member.email, "reset")
    db.session.commit()
    job = job_of(mail)[0]
    server.next_answers.append(HELD)
    with ThreadPoolExecutor() as pool:
        working = pool.submit(worker.run_waiting, runner.app)
        assert eventually(lambda: len(server.asked) == 1)
        recovery.change_password(db.session(), member, PASSWORD, "nine quiet harbours", datetime.now(UTC), None)
        db.session.commit()
        server.go.set()
        working.result()
    done = text("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = :id")
    assert db.session.execute(done, {"id": job}).one() == ("succeeded", 1)
    secret = server.texts()[0].split("/reset/")[1].split()[0]
    with pytest.raises(links.ExpiredLink):
        links.owner(db.session(), secret, Purpose.RESET, datetime.now(UTC))
