"""The task of search."""

from apiflask import APIFlask
from sqlalchemy import text

from app.extensions import db
from app.jobs import search
from tests.members import add_member


def test_new_words_are_learnt(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        add_member(db.session(), "xylophonist")
        known = text("SELECT count(*) FROM search_words WHERE word = 'xylophonist'")
        assert db.session.scalar(known) == 0
        search.learn(timestamp=0)
        assert db.session.scalar(known) == 1
