"""Draws the pictures that other sites show beside a link: 1200 × 630, paper and ink, the rank first. Pure."""

from dataclasses import dataclass
from hashlib import sha256
from math import cos, pi

from PIL import Image
from PIL.ImageDraw import Draw, ImageDraw

from app.web.drawn_text import Weight, font, lines, showable
from app.web.wave import ACCENT, PAPER, draw_mark, png

WIDTH, HEIGHT = 1200, 630
DRAWING = 1
"""Counts up when the drawings change, so that cached ones are left behind."""

_MARGIN = 64
_FOOT = 420
"""The baseline that the numeral and the last line beside it share."""

_INK, _SOFT = "#16181d", "#565a63"
_OTHER_SCRIPT = "A title in another script"
_REGION_COLOURS = {
    "US": "#0b62a4",
    "GB": "#b03a06",
    "PL": "#a8327a",
    "NL": "#8a5a00",
    "SE": "#0a6d92",
    "NO": "#006b4a",
    "AT": "#6249b8",
}
"""Those of the light theme in tokens.css."""

_SWELL_BARS, _SWELL_HEIGHT = 40, 120


@dataclass(frozen=True, slots=True)
class Preview:
    """What a picture tells: in a region's colour `eyebrow`, then `heading`, `detail` and numbered `places`.

    `numeral` stands large at the left; `region` is None where a picture is of no one region.
    """

    heading: str
    eyebrow: str = ""
    detail: str = ""
    region: str | None = None
    numeral: int | None = None
    places: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes with whatever the picture shows."""
        return sha256(f"{DRAWING} {self!r}".encode()).hexdigest()[:12]


def draw(preview: Preview, width: int = WIDTH) -> bytes:
    """The preview as a PNG, `width` pixels wide and of the same shape."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = Draw(image)
    colour = _REGION_COLOURS[preview.region] if preview.region else ACCENT
    _swell(canvas, colour)
    _masthead(canvas)
    left = _MARGIN if preview.numeral is None else _numeral(canvas, preview.numeral)
    if preview.places:
        _list(canvas, preview, colour)
    else:
        _story(canvas, preview, colour, left)
    return png(image if width == WIDTH else image.resize((width, width * HEIGHT // WIDTH), Image.Resampling.LANCZOS))


def _masthead(canvas: ImageDraw) -> None:
    draw_mark(canvas, _MARGIN, 52, 60, ACCENT)
    _text(canvas, (_MARGIN + 76, 92), "Upswell", "800ExtraBold", 44, _INK)


def _numeral(canvas: ImageDraw, number: int) -> int:
    """Draw the rank, and return where the text beside it begins."""
    size = 330 if number < 10 else 270 if number < 100 else 200
    face = font("800ExtraBold", size)
    left, _, right, _ = face.getbbox(str(number), anchor="ls")
    canvas.text((_MARGIN - left, _FOOT), str(number), font=face, fill=_INK, anchor="ls")
    return round(_MARGIN + right - left + 56)


def _story(canvas: ImageDraw, preview: Preview, colour: str, left: int) -> None:
    """The eyebrow over two lines of heading over the detail, beside the numeral or on the whole width."""
    room, size = WIDTH - _MARGIN - left, 80 if preview.numeral is None else 62
    detail = lines(showable(preview.detail), font("500Medium", 36), room, 1)
    # A title in a script that the font lacks leaves the place to the eyebrow.
    heading = lines(showable(preview.heading) or preview.eyebrow, font("800ExtraBold", size), room, 2)
    step = round(size * 1.16)
    baseline = _FOOT - step * (len(heading) - 1) - 64 * len(detail)
    if preview.eyebrow and showable(preview.heading):
        _text(canvas, (left, baseline - size - 14), preview.eyebrow, "800ExtraBold", 38, colour)
    for number, line in enumerate(heading):
        _text(canvas, (left, baseline + number * step), line, "800ExtraBold", size, _INK)
    for line in detail:
        _text(canvas, (left, _FOOT), line, "500Medium", 36, _SOFT)


def _list(canvas: ImageDraw, preview: Preview, colour: str) -> None:
    """The heading large, and under it the first places."""
    _text(canvas, (_MARGIN, 168), preview.eyebrow, "800ExtraBold", 38, _SOFT)
    _text(canvas, (_MARGIN - 4, 270), preview.heading, "800ExtraBold", 104, colour)
    for number, title in enumerate(preview.places, 1):
        baseline = 286 + number * 62
        _text(canvas, (_MARGIN, baseline), str(number), "800ExtraBold", 44, _INK)
        readable = showable(title)
        for line in lines(readable or _OTHER_SCRIPT, font("500Medium", 38), WIDTH - 2 * _MARGIN - 60, 1):
            _text(canvas, (_MARGIN + 60, baseline), line, "500Medium", 38, _INK if readable else _SOFT)


def _swell(canvas: ImageDraw, colour: str) -> None:
    """A wave of bars along the foot that rises to the right."""
    step = WIDTH / _SWELL_BARS
    for number in range(_SWELL_BARS):
        along = number / (_SWELL_BARS - 1)
        height = _SWELL_HEIGHT * (0.16 + 0.62 * along**2 + 0.2 * (1 - cos(6 * pi * along)) / 2)
        left = round(number * step)
        canvas.rectangle(
            (left, round(HEIGHT - height), left + round(step * 0.62) - 1, HEIGHT),
            fill=_tint(colour, 0.25 + 0.75 * along),
        )


def _tint(colour: str, strength: float) -> str:
    """A colour on paper, thinned: 1 is the colour itself, 0 the paper."""
    pairs = ((int(colour[at : at + 2], 16), int(PAPER[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(ink * strength + paper * (1 - strength)):02x}" for ink, paper in pairs)


def _text(canvas: ImageDraw, at: tuple[int, int], text: str, weight: Weight, size: int, colour: str) -> None:
    """Text whose first baseline begins at a place."""
    canvas.text(at, text, font=font(weight, size), fill=colour, anchor="ls")
