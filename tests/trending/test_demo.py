"""The demo world keeps the promises that the rest of the product builds on."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby, pairwise

import pytest

from app.models import REGIONS
from app.trending.observation import Observation
from app.trending.sources.demo import CHART_LENGTH, world
from app.trending.sources.demo.phrasebook import phrasebooks
from config import ROOT

END = datetime(2026, 11, 20, 10, tzinfo=UTC)
DAYS = 7
DIGEST = """
from datetime import UTC, datetime
from hashlib import sha256
from app.trending.sources.demo import world
last_day = list(world(1, datetime(2026, 11, 20, 10, tzinfo=UTC), 1))
print(len(last_day), sha256(repr(last_day).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def observations() -> list[Observation]:
    return list(world(1, END, DAYS))


@pytest.fixture(scope="module")
def by_video(observations: list[Observation]) -> dict[str, list[Observation]]:
    seen = defaultdict(list)
    for one in observations:
        seen[one.source_id].append(one)
    return seen


def test_every_region_has_a_chart_at_each_hour_up_to_the_end(observations: list[Observation]) -> None:
    lengths = Counter((one.captured_at, one.region_code) for one in observations)
    hours = {END - timedelta(hours=back) for back in range(DAYS * 24)}
    assert lengths == dict.fromkeys(((hour, code) for hour in hours for code in REGIONS), CHART_LENGTH)


def test_observations_come_in_order_of_time(observations: list[Observation]) -> None:
    assert all(before.captured_at <= after.captured_at for before, after in pairwise(observations))


def test_the_ranks_of_a_chart_have_no_gaps_and_no_video_twice(observations: list[Observation]) -> None:
    for _, chart in groupby(observations, key=lambda one: (one.captured_at, one.region_code)):
        entries = list(chart)
        assert [one.rank for one in entries] == list(range(1, CHART_LENGTH + 1))
        assert len({one.source_id for one in entries}) == CHART_LENGTH


def test_counts_never_decrease_and_are_the_same_in_all_regions(by_video: dict[str, list[Observation]]) -> None:
    for seen in by_video.values():
        for before, after in pairwise(seen):
            counts = (before.views or 0, before.likes or 0, before.comments or 0)
            later = (after.views or 0, after.likes or 0, after.comments or 0)
            assert all(first <= second for first, second in zip(counts, later, strict=True))
            if before.captured_at == after.captured_at:
                assert counts == later


def test_no_video_is_charted_before_its_publication(observations: list[Observation]) -> None:
    assert all(one.published_at is not None and one.published_at < one.captured_at for one in observations)


def test_each_region_has_videos_that_were_seen_elsewhere_first(by_video: dict[str, list[Observation]]) -> None:
    arrivals = Counter()
    for seen in by_video.values():
        first_elsewhere = seen[0].captured_at
        entered = {one.region_code: one.captured_at for one in reversed(seen)}
        arrivals.update(code for code, moment in entered.items() if moment > first_elsewhere)
    assert all(arrivals[code] >= 5 for code in REGIONS)


def test_each_region_watches_mostly_its_own_language(observations: list[Observation]) -> None:
    for code, facts in REGIONS.items():
        languages = Counter(one.language for one in observations if one.region_code == code)
        assert languages.most_common(1)[0][0] == facts.language


def test_far_scripts_and_many_categories_are_in_the_charts(observations: list[Observation]) -> None:
    assert {one.language for one in observations} >= {"ar", "ja", "ko", "es"}
    assert len({one.category_id for one in observations}) >= 12


def test_charts_move_from_hour_to_hour_but_not_by_leaps(observations: list[Observation]) -> None:
    ranks = {(one.region_code, one.captured_at, one.source_id): one.rank or 0 for one in observations}
    moves = [
        abs(rank - ranks[before])
        for (code, at, video), rank in ranks.items()
        if (before := (code, at - timedelta(hours=1), video)) in ranks
    ]
    assert 0.5 < sum(moves) / len(moves) < 4


def test_a_channel_fills_more_than_its_shelf_in_each_region_at_some_time(observations: list[Observation]) -> None:
    top = [one for one in observations if one.rank is not None and one.rank <= 25]
    together = Counter((one.region_code, one.captured_at, one.channel_id) for one in top)
    assert {code for (code, _, _), videos in together.items() if videos > 3} == set(REGIONS)


def test_some_counts_are_hidden_and_never_zero_instead(by_video: dict[str, list[Observation]]) -> None:
    newest = [seen[-1] for seen in by_video.values()]
    assert 0 < sum(one.likes is None for one in newest) < len(newest) / 10
    assert 0 < sum(one.comments is None for one in newest) < len(newest) / 5


def test_each_video_says_the_same_of_itself_everywhere(by_video: dict[str, list[Observation]]) -> None:
    for source_id, seen in by_video.items():
        assert re.fullmatch(r"[A-Za-z0-9_-]{11}", source_id)
        assert len({(one.title, one.channel_id, one.category_id, one.published_at, one.tags) for one in seen}) == 1


def test_no_two_videos_of_a_chart_share_a_title(observations: list[Observation]) -> None:
    titles = Counter((one.captured_at, one.region_code, one.title) for one in observations)
    assert max(titles.values()) == 1


def test_a_world_seen_later_continues_the_one_seen_before(observations: list[Observation]) -> None:
    later = world(1, END + timedelta(hours=30), 2)
    shared = [one for one in later if one.captured_at <= END]
    assert len(shared) == 18 * len(REGIONS) * CHART_LENGTH
    assert shared == observations[-len(shared) :]


def test_another_seed_number_is_another_world(observations: list[Observation]) -> None:
    others = {one.source_id for one in world(2, END, 1)}
    assert others.isdisjoint(one.source_id for one in observations)


def test_the_world_does_not_depend_on_the_hash_seed(observations: list[Observation]) -> None:
    another = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    elsewhere = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": another},
        capture_output=True,
        check=True,
        text=True,
    )
    count, digest = elsewhere.stdout.split()
    assert digest == sha256(repr(observations[-int(count) :]).encode()).hexdigest()


@pytest.mark.parametrize("origin", phrasebooks())
def test_every_pattern_makes_a_title_that_fills_all_its_slots(origin: str) -> None:
    book = phrasebooks()[origin]
    for genre in book.genres:
        for number in range(3 * len(genre.titles)):
            title = book.title(genre, number, "The Channel", END)
            assert 3 <= len(title) <= 100
            assert "{" not in title


@pytest.mark.parametrize("origin", phrasebooks())
def test_every_word_list_is_used(origin: str) -> None:
    book = phrasebooks()[origin]
    patterns = " ".join(pattern for genre in book.genres for pattern in genre.titles)
    assert [name for name in book.words if f"{{{name}}}" not in patterns] == []
