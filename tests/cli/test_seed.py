"""`flask seed` fills an empty development database, and no other."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import REGIONS, Capture, Channel, ChartEntry, Ranking, User, Video
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.members import add_member

NOW = datetime(2026, 11, 20, 10, 25, tzinfo=UTC)
HOUR = NOW.replace(minute=0)
ENTRIES_OF_A_DAY = 24 * 7 * 60


@dataclass(frozen=True)
class RealSource:
    name: str = "youtube"
    derives: bool = False


def counted(app: APIFlask) -> tuple[int | None, ...]:
    with app.app_context():
        tables = (ChartEntry, Capture, Ranking, Video, Channel)
        return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in tables)


def seed(app: APIFlask, *arguments: str, at: datetime = NOW) -> tuple[int, str]:
    with time_machine.travel(at, tick=False):
        result = app.test_cli_runner().invoke(args=["seed", "--days", "1", *arguments])
    return result.exit_code, result.output


def test_seeding_fills_every_region_up_to_the_current_hour_once_with_one_world_and_leaves_ones_own_members_alone(
    fresh_app: APIFlask,
) -> None:
    with fresh_app.app_context():
        add_member(db.session(), "alice")
    code, output = seed(fresh_app, "--seed", "7")
    assert (code, "7 regions, 10,080 entries" in output) == (0, True)
    with fresh_app.app_context():
        newest = db.session.execute(select(Ranking.region_code, func.max(Ranking.captured_at)).group_by("region_code"))
        assert dict(newest.all()) == dict.fromkeys(REGIONS, HOUR)
    assert counted(fresh_app)[:3] == (ENTRIES_OF_A_DAY, 24 * 7, 24 * 7)
    assert fresh_app.test_client().get("/api/trending/PL").get_json()["total"] == 25

    # Again it changes nothing within the hour, adds the next one, and no other world beside the first.
    before = counted(fresh_app)
    code, output = seed(fresh_app, "--seed", "7", at=NOW + timedelta(minutes=20))
    assert (code, "0 entries new" in output) == (0, True)
    assert counted(fresh_app) == before
    _, output = seed(fresh_app, "--seed", "7", at=NOW + timedelta(hours=1))
    assert "420 entries new" in output
    after = counted(fresh_app)
    assert after[0] == ENTRIES_OF_A_DAY + 7 * 60
    code, output = seed(fresh_app, "--seed", "77")
    assert (code, "demo world 7" in output) == (2, True)
    assert counted(fresh_app) == after
    with fresh_app.app_context():
        assert db.session.scalars(select(User.username)).all() == ["alice"]


def test_a_database_with_real_captures_is_refused(app: APIFlask, session: Session) -> None:
    take_in(session, RealSource(), [Observation("PL", HOUR, "abcdefghijk", "A real title", rank=1)])
    session.commit()
    code, output = seed(app)
    assert (code, "never mix" in output) == (2, True)


def test_production_is_refused(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    production = app.config["SETTINGS"].model_copy(update={"app_env": "production"})
    monkeypatch.setitem(app.config, "SETTINGS", production)
    code, output = seed(app)
    assert (code, "APP_ENV is production" in output) == (2, True)
