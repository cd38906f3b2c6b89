"""Runs of a build: by the command, by the schedule, killed half-way, two at once, after decks were shown."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.extensions import db
from app.feed import builder, deck_file, due, shown, snapshots
from app.feed.deck_parts import NO_REGION
from app.feed.shown import settle
from app.jobs import feed as jobs
from app.models import DeckPosition, DeckSeen, TasteSettings, User, Video, VideoLike
from config import ROOT
from tests.feed.decks import block, store
from tests.feed.worlds import NOW, follow, key, like, publish, settle_in
from tests.members import add_member


@pytest.fixture
def folder(fresh_app: APIFlask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = fresh_app.config["SETTINGS"].model_copy(update={"data_dir": tmp_path})
    monkeypatch.setitem(fresh_app.config, "SETTINGS", settings)
    return tmp_path / "decks"


@pytest.fixture
def alice(fresh_app: APIFlask, folder: Path) -> int:
    """The id of a member who lives in Poland, where 30 videos rise."""
    with fresh_app.app_context():
        publish(db.session(), "PL", *[f"pl-{number}" for number in range(30)])
        member = add_member(db.session(), "alice")
        settle_in(db.session(), member, "PL")
        return member.id


def newest(folder: Path) -> snapshots.Snapshot:
    return next(snapshots.usable(folder))


def unfinished(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def run(app: APIFlask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["feed", *arguments])
    return result.exit_code, result.output


def test_the_command_puts_decks_into_service_and_says_how_many(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    code, output = run(fresh_app, "build")
    assert (code, "1 decks with 30 items" in output) == (0, True), output
    assert len(newest(folder).ids_of(alice)) == 30
    with fresh_app.app_context():
        charts = [db.session.get_one(Video, one).source_id for one in newest(folder).charts["PL"][:2]]
    assert charts == ["pl-0", "pl-1"]


def test_a_build_that_is_killed_half_way_changes_nothing(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    run(fresh_app, "build")
    before = newest(folder).number
    command = [sys.executable, "-m", "tests.feed.building", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half-way\n"
        code, output = run(fresh_app, "build")
        assert (code, "Another build writes" in output) == (1, True)
        process.kill()
    assert unfinished(folder) != []
    assert newest(folder).number == before
    assert run(fresh_app, "build")[0] == 0
    assert newest(folder).number > before
    assert unfinished(folder) == []


def test_what_was_shown_is_not_in_the_next_decks(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    run(fresh_app, "build")
    first = newest(folder)
    with fresh_app.app_context():
        db.session.add(DeckPosition(user_id=alice, snapshot=first.number, position=3, mask=b""))
        db.session.commit()
    run(fresh_app, "build")
    assert newest(folder).ids_of(alice) == first.ids_of(alice)[3:]
    run(fresh_app, "build")  # the position is of a snapshot before
    assert newest(folder).ids_of(alice) == first.ids_of(alice)[3:]


def test_who_came_past_the_deck_has_seen_of_the_charts_behind_it(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    with fresh_app.app_context():
        ids = list(db.session.scalars(select(Video.id).order_by(Video.id)))
        charts = {"PL": ids[:10], "US": ids[10:12]}
        first = deck_file.write(folder, [block([alice], ids[5:8])], charts, NOW)
        number = int(first.name)
        for user_id, position in ((alice, 5), (alice + 99, 3)):
            db.session.add(DeckPosition(user_id=user_id, snapshot=number, position=position, mask=b""))
        db.session.commit()
        assert list(settle(db.session(), folder, None)) == [5]
        assert set(db.session.scalars(select(DeckSeen.video_id))) == {*ids[5:8], *ids[:2]}
        db.session.commit()
        assert list(settle(db.session(), folder, None)) == [0]
        assert list(settle(db.session(), folder, datetime.now(UTC) + timedelta(hours=1))) == []


def test_what_was_masked_is_not_settled_unless_the_decks_before_had_shown_it(
    fresh_app: APIFlask, folder: Path, alice: int
) -> None:
    with fresh_app.app_context():
        session = db.session()
        ids = list(session.scalars(select(Video.id).order_by(Video.id)))[:9]
        one = store(folder)
        deck_file.write(folder, [block([alice], ids)], {}, NOW)
        one.suppress(alice, [ids[1], ids[8]])
        assert one.take(alice, 3).ids == [ids[0], ids[2], ids[3]]  # after the settling of the next build
        deck_file.write(folder, [block([alice], ids[::-1])], {}, NOW)
        one.refresh()
        one.suppress(alice, [ids[6]])
        assert one.take(alice, 1).ids == [ids[7]]
        there = one.reached(alice)
        mask = there.mask.to_bytes(32, "little")
        session.add(DeckPosition(user_id=alice, snapshot=there.number, position=there.position, mask=mask))
        session.commit()
        assert list(settle(session, folder, None)) == [4]
        assert set(session.scalars(select(DeckSeen.video_id))) == {ids[0], ids[2], ids[3], ids[7]}


def test_the_decks_before_are_looked_for_once_for_all_members(
    fresh_app: APIFlask, folder: Path, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    monkeypatch.setattr(shown, "numbers", lambda decks: looked.append(decks) or snapshots.numbers(decks))
    with fresh_app.app_context():
        number = int(deck_file.write(folder, [block([alice], [7, 8])], {}, NOW).name)
        for user_id in (alice, add_member(db.session(), "bob").id):
            db.session.add(DeckPosition(user_id=user_id, snapshot=number, position=1, mask=b"\x01"))
        db.session.commit()
        assert list(settle(db.session(), folder, None)) == [0]
    assert looked == [folder]


@pytest.mark.parametrize("home", ["NO", "nb"], ids=["home region", "language"])
def test_who_has_no_deck_has_seen_of_the_charts_of_their_home(
    fresh_app: APIFlask, folder: Path, alice: int, home: str
) -> None:
    with fresh_app.app_context():
        session = db.session()
        bob = add_member(session, "bob")
        settle_in(session, bob, "NO") if home == "NO" else session.add(TasteSettings(user_id=bob.id, languages=[home]))
        ids = list(session.scalars(select(Video.id).order_by(Video.id)))
        first = deck_file.write(folder, [block([alice], ids[5:8])], {"PL": ids[:10], "NO": ids[10:12]}, NOW)
        session.add(DeckPosition(user_id=bob.id, snapshot=int(first.name), position=3, mask=b""))
        session.commit()
        assert list(settle(session, folder, None)) == [3]
        assert set(session.scalars(select(DeckSeen.video_id))) == {*ids[10:12], ids[0]}


def test_positions_in_decks_that_are_gone_are_passed_over(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    with fresh_app.app_context():
        db.session.add(DeckPosition(user_id=alice, snapshot=7, position=5, mask=b""))
        db.session.commit()
        assert list(settle(db.session(), folder, None)) == [0]


def test_decks_are_due_when_the_file_in_service_holds_charts_alone(
    fresh_app: APIFlask, folder: Path, alice: int
) -> None:
    with fresh_app.app_context():
        now = datetime.now(UTC)
        deck_file.write(folder, [], {"PL": [key(db.session(), "pl-1")]}, now)
        assert due.is_due(db.session(), folder, now)
        jobs.build_if_due(timestamp=0)
        assert newest(folder).meta.users == 1
        assert not due.is_due(db.session(), folder, datetime.now(UTC))


def test_decks_are_due_when_there_are_none_and_after_enough_events(
    fresh_app: APIFlask, folder: Path, alice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "ENOUGH", 3)
    with fresh_app.app_context():
        session, now = db.session(), datetime.now(UTC)
        assert due.is_due(session, folder, now)
        deck_file.write(folder, [], {"PL": [1]}, now)  # as a site does that starts without decks
        assert due.is_due(session, folder, now)
        jobs.build_if_due(timestamp=0)
        built = newest(folder).number
        later = now + due.REST + timedelta(minutes=1)
        assert not due.is_due(session, folder, later)
        for number in range(3):
            assert not due.is_due(session, folder, later)
            session.add(VideoLike(user_id=alice, video_id=key(session, f"pl-{number}"), created_at=later))
            session.commit()
        assert due.is_due(session, folder, later)
        assert not due.is_due(session, folder, now + timedelta(minutes=1))
        jobs.build_if_due(timestamp=0)
        assert newest(folder).number == built
        jobs.build(timestamp=0)
        assert newest(folder).number > built


def test_a_job_leaves_the_work_to_a_build_that_runs(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    with fresh_app.app_context(), builder.alone(folder):
        jobs.build(timestamp=0)
    assert snapshots.numbers(folder) == []


def test_members_without_a_home_region_have_theirs_too(fresh_app: APIFlask, folder: Path, alice: int) -> None:
    with fresh_app.app_context():
        session = db.session()
        bob, charlie = add_member(session, "bob"), add_member(session, "charlie")
        follow(session, bob, charlie)
        like(session, charlie, "pl-4")
        wanted, bob_id = key(session, "pl-4"), bob.id
        assert session.get_one(User, bob_id).home_region is None
    run(fresh_app, "build")
    found = newest(folder)
    assert found.ids_of(bob_id) == [wanted]
    row = found.row(bob_id)
    assert row is not None
    assert found.regions[row] == NO_REGION
