"""Jobs stand or fall with the transaction that asked for them."""

from apiflask import APIFlask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Mail
from app.notify import mails

JOBS = text("SELECT task_name, args->>'mail_id' FROM procrastinate_jobs")


def queue_one(session: Session) -> Mail:
    return mails.queue(session, None, "alice@example.org", "already_registered")


def test_a_commit_leaves_the_mail_and_exactly_one_job(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        mail = queue_one(db.session())
        db.session.commit()
        assert db.session.execute(JOBS).all() == [("mail.send", str(mail.id))]


def test_a_rollback_leaves_neither_mail_nor_job(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        queue_one(db.session())
        db.session.rollback()
        assert db.session.execute(JOBS).all() == []
        assert db.session.scalar(select(func.count(Mail.id))) == 0
