"""The lens shows each video once, where it stands and who had it first."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.models import REGIONS
from app.trending import lens, lines, lists
from app.trending.intake import take_in
from tests.trending.worlds import NOON, GivenSource, chart

HOUR = timedelta(hours=1)
SOURCE = GivenSource()


def shown(*codes: str) -> dict[str, lists.RankedList]:
    return {code: lists.read_current(code) for code in codes or REGIONS}


def test_a_video_of_three_regions_is_one_row_with_the_path_it_took(session: Session) -> None:
    take_in(session, SOURCE, chart(["hit"], NOON - 9 * HOUR, "SE"))
    take_in(session, SOURCE, chart(["hit"], NOON - 4 * HOUR, "SE") + chart(["hit"], NOON - 4 * HOUR, "NO"))
    for code in ("SE", "NO", "PL"):
        take_in(session, SOURCE, chart(["hit", f"own{code}"], NOON, code))
    rows = {row.video.id: row for row in lens.rows(shown())}
    hit = rows["hit"]
    assert (hit.reach, hit.first_code, sorted(hit.cells)) == ("everywhere", "SE", ["NO", "PL", "SE"])
    assert [(one.region_code, one.from_code, one.after) for one in hit.crossings] == [
        ("NO", "SE", 5 * HOUR),
        ("PL", "SE", 9 * HOUR),
    ]
    assert rows["ownPL"].reach == "one"


def test_the_reaches_share_out_all_rows(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b"]) + chart(["b", "c"], region="SE") + chart(["b", "c"], region="NO"))
    rows = lens.rows(shown())
    of_each = {
        reach: [row.video.id for row in lens.of_reach(rows, reach)] for reach in ("one", "several", "everywhere")
    }
    assert of_each == {"one": ["a"], "several": ["c"], "everywhere": ["b"]}
    assert lens.of_reach(rows, None) == rows


def test_two_regions_compared_hold_every_first_place_once(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b", "c"]) + chart(["c", "d", "a"], region="SE"))
    result = lens.compare(lists.read_current("PL"), lists.read_current("SE"))
    assert [(left.video.id, left.rank, right.rank) for left, right in result.both] == [("a", 1, 3), ("c", 3, 1)]
    assert [entry.video.id for entry in result.only_left] == ["b"]
    assert [entry.video.id for entry in result.only_right] == ["d"]


def test_the_shares_of_the_categories_sum_to_one(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b", "c"], category_id=10) + chart(["x"], category_id=None)[:0])
    take_in(session, SOURCE, chart(["d"], category_id=None))
    shares = lens.category_shares(lists.read_current("PL").entries)
    assert [(share.key, share.videos) for share in shares] == [(10, 3), (None, 1)]
    assert sum(share.share for share in shares) == 1


def test_a_list_carries_the_last_24_hours_of_each_video(session: Session) -> None:
    old = NOON - 3 * timedelta(days=1)
    for hours, order in ((30, ["a", "b"]), (24, ["b", "a"]), (1, ["a", "b"]), (0, ["a", "b"])):
        take_in(session, SOURCE, chart(order, NOON - hours * HOUR, published_at=old, views=None))
    line = {entry.video.id: entry.line for entry in lists.read_current("PL").entries}["a"]
    assert len(line) == lines.DAY_HOURS + 1
    assert (line[0], line[1:-2], line[-2:]) == (2, [None] * 22, [1, 1])


def test_a_video_has_a_line_in_every_region_that_held_it(session: Session) -> None:
    take_in(session, SOURCE, chart(["a"], NOON - 24 * HOUR, views=10) + chart(["b", "a"], NOON, views=30))
    take_in(session, SOURCE, chart(["a"], NOON, "SE", views=30))
    key = next(iter(lines.day_lines(session, "SE", NOON)))
    found = lines.region_lines(session, key, NOON - 30 * timedelta(days=1), NOON)
    assert {code: [(point.captured_at, point.views) for point in points] for code, points in found.items()} == {
        "PL": [(NOON - 24 * HOUR, 10), (NOON, 30)],
        "SE": [(NOON, 30)],
    }


def test_the_time_machine_shows_what_stood_then(session: Session) -> None:
    take_in(session, SOURCE, chart(["then"], NOON - 48 * HOUR))
    take_in(session, SOURCE, chart(["now"], NOON))
    assert [entry.video.id for entry in lists.at("PL", NOON - HOUR).entries] == ["then"]
    assert [entry.video.id for entry in lists.at("PL", NOON).entries] == ["now"]
    assert lists.span("PL") == (NOON - 48 * HOUR, NOON)
    assert lists.span("SE") == (None, None)


def test_arrivals_are_the_last_crossings_newest_first(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b"], NOON - 6 * HOUR, "SE"))
    take_in(session, SOURCE, chart(["a"], NOON - 3 * HOUR, "NO"))
    take_in(
        session, SOURCE, chart(["a", "b", "c"], NOON, "PL") + chart(["a"], NOON, "NO") + chart(["a", "b"], NOON, "SE")
    )
    found = lens.arrivals(lens.rows(shown()))
    assert [(one.row.video.id, one.crossing.region_code, one.crossing.from_code) for one in found] == [
        ("a", "PL", "SE"),
        ("b", "PL", "SE"),
    ]


def test_only_a_region_that_was_alone_first_is_an_origin(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b", "own"], NOON - 6 * HOUR, "SE") + chart(["b"], NOON - 6 * HOUR, "NO"))
    for code in ("SE", "NO", "PL"):
        take_in(session, SOURCE, chart(["a", "b"] + ["own"] * (code == "SE"), NOON, code))
    rows = {row.video.id: row for row in lens.rows(shown())}
    assert rows["b"].first_codes == ["NO", "SE"]
    assert lens.origins(rows.values()) == {"SE": 1}


def test_two_lists_beside_each_other_tell_where_each_video_stands_in_the_other(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b", "c"]) + chart(["c", "d"], region="SE"))
    beside = lens.beside(lists.read_current("PL"), lists.read_current("SE"))
    told = [[one and (one.entry.video.id, one.elsewhere) for one in pair] for pair in beside]
    assert told == [[("a", None), ("c", 3)], [("b", None), ("d", None)], [("c", 1), None]]


def test_categories_of_all_regions_are_stacked_largest_first(session: Session) -> None:
    take_in(session, SOURCE, chart(["a", "b", "c"], category_id=10) + chart(["x"], region="SE", category_id=17))
    take_in(session, SOURCE, chart(["y"], region="NO", category_id=20))
    compared = shown("PL", "SE", "NO", "AT")
    rows = lens.category_rows(compared)
    assert [(row.key, round(row.mean, 3), list(row.of)) for row in rows] == [
        (20, 0.333, ["NO"]),
        (10, 0.333, ["PL"]),
        (17, 0.333, ["SE"]),
    ]
    stacked = lens.stacked(rows, compared, named=2)
    assert stacked.titles == [*(row.title for row in rows[:2]), "All others"]
    assert stacked.columns == [[0, 1, 0], [0, 0, 1], [1, 0, 0], []]
