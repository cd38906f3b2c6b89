"""`flask jobs`: what is queued, why it failed, and running it again."""

import pytest
from flask.testing import FlaskCliRunner

from app.models import Mail
from tests.jobs.conftest import job_of
from tests.sendgrid_server import BAD_KEY, Answer, SendGridServer


def run(runner: FlaskCliRunner, *arguments: str) -> tuple[int, str]:
    result = runner.invoke(args=["jobs", *arguments])
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def failed(runner: FlaskCliRunner, mail: Mail, server: SendGridServer) -> str:
    """The number of a job whose mail was refused; SendGrid takes it now."""
    server.always = BAD_KEY
    run(runner, "worker", "--once")
    server.always = Answer()
    return str(job_of(mail)[0])


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that breaks no line."""
    monkeypatch.setenv("COLUMNS", "300")


def test_a_waiting_mail_is_listed_with_its_address(runner: FlaskCliRunner, mail: Mail) -> None:
    _, output = run(runner, "list")
    assert "mail.send" in output
    assert "activation to ada@example.org: not sent yet" in output


def test_a_failed_mail_is_listed_and_shown_with_its_reason(runner: FlaskCliRunner, failed: str) -> None:
    _, output = run(runner, "list", "--status", "failed")
    assert "SendGrid answered 401: The provided authorization grant is invalid" in output
    _, output = run(runner, "show", failed)
    assert "mail.send failed, 1 attempts ended" in output
    assert "SendGrid answered 401" in output
    assert "UTC failed" in output


def test_a_failed_mail_that_is_run_again_is_sent(
    runner: FlaskCliRunner, failed: str, mail: Mail, server: SendGridServer
) -> None:
    assert run(runner, "retry", failed) == (0, "1 to run again")
    run(runner, "worker", "--once")
    assert job_of(mail)[1] == "succeeded"
    assert (mail.sent_at is not None, mail.failed_at, mail.failure) == (True, None, None)
    _, output = run(runner, "list")
    assert "activation to ada@example.org: sent" in output


def test_only_failed_jobs_run_again_and_none_does_when_one_may_not(runner: FlaskCliRunner, failed: str) -> None:
    code, output = run(runner, "retry", failed, "999999")
    assert (code, output) == (1, "Error: There is no job 999999; none was changed.")
    assert "failed," in run(runner, "show", failed)[1]


def test_a_waiting_job_is_not_run_again(runner: FlaskCliRunner, mail: Mail) -> None:
    code, output = run(runner, "retry", str(job_of(mail)[0]))
    assert code == 1
    assert "is todo; only failed ones run again" in output


def test_an_unknown_job_is_told(runner: FlaskCliRunner, mail: Mail) -> None:
    code, output = run(runner, "show", "999999")
    assert code == 1
    assert "There is no job 999999" in output
