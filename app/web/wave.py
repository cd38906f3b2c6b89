"""The mark of the site, a wave of bars, in pictures made of pixels."""

from io import BytesIO

from PIL import Image
from PIL.ImageDraw import Draw, ImageDraw

PAPER = "#fbfaf7"
ACCENT = "#2a3fd0"
ICON_SIZES = (180, 192, 512)

_BARS = ((0, 7), (6.5, 11), (13, 9), (19.5, 15), (26, 20))
_BAR_WIDTH, _WIDTH, _HEIGHT = 4, 30, 20
_SAFE_SHARE = 0.58
"""How much of an icon's side the wave takes: it stays within the circle that a maskable icon may be cut to."""


def draw_mark(draw: ImageDraw, left: float, top: float, width: float, colour: str) -> None:
    """The mark with its upper left corner at a place; it is two thirds as high as wide."""
    scale = width / _WIDTH
    for x, height in _BARS:
        start, high = left + x * scale, top + (_HEIGHT - height) * scale
        draw.rectangle(
            (round(start), round(high), round(start + _BAR_WIDTH * scale) - 1, round(top + _HEIGHT * scale) - 1),
            fill=colour,
        )


def icon(size: int) -> bytes:
    """A square PNG of the mark on paper, for home screens."""
    image = Image.new("RGB", (size, size), PAPER)
    width = size * _SAFE_SHARE
    draw_mark(Draw(image), (size - width) / 2, (size - width * _HEIGHT / _WIDTH) / 2, width, ACCENT)
    return png(image)


def png(image: Image.Image) -> bytes:
    """A picture of few colours as the smaller kind of PNG."""
    body = BytesIO()
    image.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(body, "PNG")
    return body.getvalue()
