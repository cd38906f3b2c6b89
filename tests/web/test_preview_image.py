"""How previews are drawn: from any title, with the fonts of the project alone."""

from io import BytesIO
from itertools import cycle
from math import hypot

import pytest
from PIL import Image, ImageChops

from app.web.drawn_text import font, lines, showable
from app.web.preview_image import HEIGHT, WIDTH, Preview, draw
from app.web.wave import ICON_SIZES, icon
from config import ROOT

PAPER = (251, 250, 247)
TITLES = [
    "",
    " ",
    "日本語のタイトル",
    "😂😂",
    "\u202eabc",
    "a" * 500,
    "word " * 200,
    "\x00\x07",
    "ﷺ",
    "Zażółć gęślą jaźń",
]


@pytest.mark.parametrize(("title", "numeral"), list(zip(TITLES, cycle([None, 1, 47, 200, 32767]), strict=False)))
def test_every_title_can_be_drawn(title: str, numeral: int | None) -> None:
    body = draw(Preview(title, "Rising in Norway", title, "NO", numeral))
    with Image.open(BytesIO(body)) as image:
        assert image.size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("title", TITLES)
def test_nothing_runs_over_the_right_edge(title: str) -> None:
    body = draw(Preview(title, "Rising in United Kingdom", title, "GB", 187, ()))
    with Image.open(BytesIO(body)) as image:
        margin = image.convert("RGB").crop((WIDTH - 40, 0, WIDTH, 480))
    assert all(
        abs(low - paper) <= 2 and abs(high - paper) <= 2
        for (low, high), paper in zip(margin.getextrema(), PAPER, strict=True)
    )


@pytest.mark.parametrize(
    "title", ["Zażółć gęślą jaźń", "Blåbærsyltetøy på Ærø", "Größe, Übung, Äpfel", "„Kraków” – Łódź…"]
)
def test_the_letters_of_the_regions_languages_are_all_there(title: str) -> None:
    assert showable(title) == title


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Learn 🌈 colours 😂", "Learn colours"),
        ("日本語のタイトル 2026", ""),
        ("소나기 '네온 사인' MV Teaser", ""),
        ("Official film 'ソラ' (歌) in two hours", "Official film in two hours"),
        ("Zażółć", "Zażółć"),
        ("a\u200d\u202eb\x07", "ab"),
        ("😂", ""),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_left_out(title: str, left: str) -> None:
    assert showable(title) == left


def test_a_title_is_cut_between_words_where_it_can_be() -> None:
    face = font("800ExtraBold", 62)
    found = lines("Kto ostatni wyjdzie z magazynu w Przemyślu, wygrywa 100 000 zł", face, 800, 2)
    assert found == ["Kto ostatni wyjdzie z", "magazynu w Przemyślu…"]
    assert all(face.getlength(line) <= 800 for line in found)


def test_a_word_that_is_too_long_is_cut() -> None:
    (found,) = lines("a" * 500, font("500Medium", 38), 600, 2)
    assert found.endswith("a…")
    assert font("500Medium", 38).getlength(found) <= 600


def test_the_version_changes_with_what_is_shown() -> None:
    versions = {
        Preview("A title").version,
        Preview("Another").version,
        Preview("A title", numeral=1).version,
        Preview("A title", numeral=2).version,
        Preview("A title", places=("one",)).version,
    }
    assert len(versions) == 5


@pytest.mark.parametrize("size", ICON_SIZES)
def test_the_icons_are_those_that_are_drawn(size: int) -> None:
    with Image.open(ROOT / f"static/icons/wave-{size}.png") as kept, Image.open(BytesIO(icon(size))) as drawn:
        assert kept.size == (size, size)
        assert kept.convert("RGB").tobytes() == drawn.convert("RGB").tobytes()


@pytest.mark.parametrize("size", [192, 512])
def test_the_mark_stays_within_the_circle_that_an_icon_may_be_cut_to(size: int) -> None:
    with Image.open(BytesIO(icon(size))) as image:
        pixels = image.convert("RGB")
    ground = Image.new("RGB", pixels.size, pixels.getpixel((0, 0)))
    box = ImageChops.difference(pixels, ground).getbbox()
    assert box is not None
    left, top, right, bottom = (abs(edge - size / 2) for edge in box)
    assert hypot(max(left, right), max(top, bottom)) <= 0.4 * size
