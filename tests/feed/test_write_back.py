"""Positions reach PostgreSQL and come back from it, one process writes for all, and new decks are noticed."""

import shutil
from pathlib import Path
from threading import Event, Thread

import pytest
from apiflask import APIFlask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.feed import extension, recovery, write_back
from app.feed.extension import store_of
from app.feed.progress import MAX_USER_ID
from app.feed.store import Store
from app.feed.write_back import Copying
from app.models import DeckPosition
from tests.feed.decks import store, write
from tests.infra.machine import eventually


@pytest.fixture
def own_app(fresh_app: APIFlask, decks: Path) -> APIFlask:
    extension.install(fresh_app, decks.parent)
    return fresh_app


@pytest.fixture
def own_engine(own_app: APIFlask) -> Engine:
    with own_app.app_context():
        return db.engine


def kept(engine: Engine) -> dict[int, tuple[int, int, bytes]]:
    with Session(engine) as session:
        rows = session.scalars(select(DeckPosition))
        return {row.user_id: (row.snapshot, row.position, row.mask) for row in rows}


def recovered(decks: Path, engine: Engine) -> Store:
    """The store of a machine that has the deck files and knows nothing else."""
    shutil.rmtree(decks / "progress")
    one = store(decks)
    with Session(engine) as session:
        recovery.recover(one.served[0], session)
    return one


def test_another_machine_goes_on_where_this_one_was(decks: Path, own_engine: Engine) -> None:
    number = int(write(decks).name)
    here = store(decks)
    here.take(1, 10)
    here.take(70_000, 3)
    here.suppress(5, [2, 200])
    copying = Copying(here, own_engine)
    assert (copying.copy(here.served[0]), copying.copy(here.served[0])) == (3, 0)
    assert kept(own_engine)[1] == (number, 10, b"")
    there = recovered(decks, own_engine)
    assert [there.position(user) for user in (1, 2, 70_000)] == [10, 0, 3]
    assert there.take(1, 2).ids == [11, 12]
    assert there.take(5, 3).ids == [1, 3, 4]


def test_only_what_changed_is_written_again_and_an_undone_mask_too(decks: Path, own_engine: Engine) -> None:
    write(decks)
    here = store(decks)
    here.take(1, 10)
    here.suppress(2, [7])
    copying = Copying(here, own_engine)
    copying.copy(here.served[0])
    here.unsee(2, here.number, [6])
    assert copying.copy(here.served[0]) == 1
    assert recovered(decks, own_engine).take(2, 7).ids == [1, 2, 3, 4, 5, 6, 7]


def test_users_far_apart_are_found_in_their_order(decks: Path, own_engine: Engine) -> None:
    write(decks)
    here = store(decks)
    copying, users = Copying(here, own_engine), [2, 300_000, MAX_USER_ID]
    for user in users:
        here.take(user, 1)
    assert (copying.copy(here.served[0]), copying.copy(here.served[0])) == (3, 0)
    assert list(kept(own_engine)) == users


def test_everybody_has_their_turn(decks: Path, own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "ROWS", 2)
    write(decks)
    here = store(decks)
    copying = Copying(here, own_engine)
    for user in (1, 2, 5, 6):
        here.take(user, 1)
    copying.copy(here.served[0])
    for user in (1, 2):
        here.take(user, 1)
    copying.copy(here.served[0])
    assert {user: row[1] for user, row in kept(own_engine).items()} == {1: 1, 2: 1, 5: 1, 6: 1}
    assert copying.copy(here.served[0]) == 2
    assert kept(own_engine)[1][1] == 2


def test_a_late_copy_of_an_older_deck_does_not_win(decks: Path, own_engine: Engine) -> None:
    write(decks)
    old = store(decks)
    old.take(1, 9)
    newest = int(write(decks).name)
    new = store(decks)
    new.take(1, 1)
    for one in (new, old):
        assert Copying(one, own_engine).copy(one.served[0]) == 1
    assert kept(own_engine)[1][:2] == (newest, 10)


def test_who_came_further_meanwhile_keeps_that(decks: Path, own_engine: Engine) -> None:
    write(decks)
    here = store(decks)
    here.take(1, 10)
    Copying(here, own_engine).copy(here.served[0])
    shutil.rmtree(decks / "progress")
    there = store(decks)
    there.take(1, 30)
    Copying(there, own_engine).step()
    assert there.position(1) == kept(own_engine)[1][1] == 30


def test_while_the_database_is_away_the_disk_is_still_written_and_it_is_tried_again_later(
    decks: Path, own_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(decks)
    here = store(decks)
    here.take(1, 10)
    saved: list[None] = []
    monkeypatch.setattr(write_back.Journal, "step", lambda _: saved.append(None))
    with own_engine.begin() as connection:
        connection.execute(text("ALTER TABLE deck_positions RENAME TO away"))
    copying, now = Copying(here, own_engine), 100.0
    for _ in range(2):
        copying.step(lambda: now)
    with own_engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO deck_positions"))
    copying.step(lambda: now + 1)
    assert kept(own_engine) == {}
    copying.step(lambda: now + write_back.RETRY_SECONDS)
    assert kept(own_engine)[1][1] == 10
    assert len(saved) == 4


def test_one_writes_for_all_and_another_takes_over(decks: Path, own_engine: Engine) -> None:
    write(decks)
    here = store(decks)
    ends = [Event(), Event()]
    threads = [Thread(target=write_back.run, args=(here, own_engine, end)) for end in ends]
    threads[0].start()
    here.take(1, 10)
    assert eventually(lambda: 1 in kept(own_engine))
    threads[1].start()
    ends[0].set()
    threads[0].join()
    here.take(2, 10)
    assert eventually(lambda: 2 in kept(own_engine))
    ends[1].set()
    threads[1].join()


def test_a_running_process_notices_a_new_deck_file(
    own_app: APIFlask, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extension, "WATCH_SECONDS", 0.01)
    write(decks, deck=[1])
    one = store_of(own_app)
    stopped = extension.start(own_app)
    try:
        assert one.take(1, 1).ids == [1]
        write(decks, deck=[2])
        assert eventually(lambda: one.take(2, 1).ids == [2])
    finally:
        stopped.set()
