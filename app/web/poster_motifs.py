"""The motifs of posters: each fills the picture with shapes in a palette, varied by a random source. Pure.

Only `random()` and `uniform()` are used: Python keeps their sequence for a seed from version to version.
"""

from collections.abc import Callable
from math import pi, sin
from random import Random
from typing import NamedTuple

WIDTH, HEIGHT = 320, 180


class Palette(NamedTuple):
    """Four colours that stand on light and on dark paper."""

    ground: str
    deep: str
    bright: str
    light: str


Motif = Callable[[Random, Palette], str]


def rings(random: Random, palette: Palette) -> str:
    """Circles in one another, round a centre near an edge."""
    x, y = random.uniform(30, 290), random.uniform(20, 190)
    step = random.uniform(20, 34)
    colours = (palette.deep, palette.bright, palette.ground, palette.light)
    turn = int(random.random() * 4)
    return "".join(_circle(x, y, step * number, colours[(number + turn) % 4]) for number in range(8, 0, -1))


def bars(random: Random, palette: Palette) -> str:
    """Bars that swell and sink."""
    number = 10 + int(random.random() * 8)
    step = WIDTH / number
    phase, turns = random.uniform(0, 2 * pi), random.uniform(0.6, 1.6)
    shapes = []
    for index in range(number):
        swell = 0.5 + 0.35 * sin(phase + turns * 2 * pi * index / number)
        height = HEIGHT * (swell + random.uniform(-0.1, 0.12))
        colour = (palette.deep, palette.bright, palette.deep, palette.light)[int(random.random() * 4)]
        shapes.append(_box(index * step, HEIGHT - height, step * 0.78, height, colour))
    return "".join(shapes)


def pitch(random: Random, palette: Palette) -> str:
    """A field with its lines, and a ball."""
    band = random.uniform(36, 64)
    mown = [_box(x * band, 0, band / 2, HEIGHT, palette.deep) for x in range(int(WIDTH / band) + 1)]
    x = random.uniform(70, 250)
    line = f'fill="none" stroke="{palette.light}" stroke-width="4"'
    marks = (
        f'<path d="M{x:.0f} 0V180" {line}/><circle cx="{x:.0f}" cy="90" r="{random.uniform(32, 58):.0f}" {line}/>'
        f'<path d="M0 {random.uniform(30, 50):.0f}h46v90H0" {line}/>'
    )
    return "".join(mown) + marks + _circle(random.uniform(60, 280), random.uniform(30, 150), 13, palette.bright)


def stripes(random: Random, palette: Palette) -> str:
    """Slanted stripes, and a disc in front."""
    slant = random.uniform(40, 120)
    x = random.uniform(-40, 60)
    shapes = []
    for colour in (palette.deep, palette.bright, palette.light, palette.deep):
        width = random.uniform(16, 60)
        shapes.append(_polygon((x + slant, 0), (x + slant + width, 0), (x + width, HEIGHT), (x, HEIGHT), colour=colour))
        x += width + random.uniform(8, 44)
    return "".join(shapes) + _circle(
        random.uniform(200, 280), random.uniform(50, 130), random.uniform(20, 38), palette.light
    )


def blocks(random: Random, palette: Palette) -> str:
    """A landscape of squares."""
    size, shapes = 20, []
    height = 3 + random.random() * 3
    for column in range(WIDTH // size):
        height = min(max(height + random.uniform(-1.6, 1.6), 1), 8)
        for row in range(int(height)):
            colour = palette.bright if row == int(height) - 1 else palette.deep
            shapes.append(_box(column * size, HEIGHT - (row + 1) * size, size - 1, size - 1, colour))
        if random.random() < 0.22:
            top = int(random.uniform(0, 3)) * size
            shapes.append(_box(column * size, top, size - 1, size - 1, palette.light))
    return "".join(shapes)


def columns(random: Random, palette: Palette) -> str:
    """A printed page: a headline, a picture, columns of lines."""
    shapes = [_box(20, 18, random.uniform(150, 280), 16, palette.deep), _box(20, 42, 280, 3, palette.deep)]
    number = 2 + int(random.random() * 3)
    width = (280 - 14 * (number - 1)) / number
    picture = int(random.random() * number)
    for column in range(number):
        x = 20 + column * (width + 14)
        top = 58.0
        if column == picture:
            height = random.uniform(40, 72)
            shapes.append(_box(x, top, width, height, palette.bright))
            top += height + 10
        while top < HEIGHT:
            shapes.append(_box(x, top, width * random.uniform(0.72, 1), 5, palette.light))
            top += 11
    return "".join(shapes)


def beams(random: Random, palette: Palette) -> str:
    """Beams of light from above, and what they fall on."""
    shapes = []
    for colour in (palette.deep, palette.bright, palette.deep):
        x, foot, spread = random.uniform(20, 300), random.uniform(0, 320), random.uniform(40, 90)
        shapes.append(
            _polygon((x - 5, 0), (x + 5, 0), (foot + spread, 150), (foot - spread, 150), colour=colour, opacity=0.85)
        )
        shapes.append(f'<ellipse cx="{foot:.0f}" cy="150" rx="{spread:.0f}" ry="14" fill="{palette.light}"/>')
    return "".join(shapes)


def discs(random: Random, palette: Palette) -> str:
    """Large soft shapes that overlap."""
    shapes = []
    for colour in (palette.deep, palette.bright, palette.light):
        x, y, radius = random.uniform(40, 280), random.uniform(40, 150), random.uniform(34, 78)
        shapes.append(_circle(x, y, radius, colour, 0.9))
    x, y = random.uniform(60, 260), random.uniform(50, 130)
    half = f'<path d="M{x - 52:.0f} {y:.0f}a52 52 0 0 1 104 0z" fill="{palette.deep}"/>'
    return "".join(shapes) + half + _circle(x + 90, y - 10, random.uniform(7, 14), palette.light)


def confetti(random: Random, palette: Palette) -> str:
    """Paper in the air."""
    shapes = []
    for index in range(34):
        x, y, angle = random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(0, 180)
        width, height = random.uniform(12, 46), random.uniform(7, 16)
        colour = palette[1 + index % 3]
        shapes.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{colour}"'
            f' transform="rotate({angle:.0f} {x:.0f} {y:.0f})"/>'
        )
    return "".join(shapes)


def hills(random: Random, palette: Palette) -> str:
    """A sun over ranges of hills."""
    shapes = [_circle(random.uniform(60, 260), random.uniform(40, 80), random.uniform(20, 36), palette.light)]
    for number, colour in enumerate((palette.deep, palette.bright, palette.light)):
        top = 78 + number * 32
        shapes.append(_ridge(random, top, colour))
    return "".join(shapes)


def road(random: Random, palette: Palette) -> str:
    """A road to the horizon."""
    x, horizon = random.uniform(90, 230), random.uniform(55, 85)
    sky = _circle(x + random.uniform(-60, 60), horizon, random.uniform(30, 52), palette.bright)
    ground = _box(0, horizon, WIDTH, HEIGHT, palette.deep)
    lane = _polygon((x - 4, horizon), (x + 4, horizon), (x + 130, HEIGHT), (x - 130, HEIGHT), colour=palette.ground)
    dashes = []
    for number in range(4):
        top = horizon + (HEIGHT - horizon) * (number / 4) ** 1.6
        foot = horizon + (HEIGHT - horizon) * ((number + 0.55) / 4) ** 1.6
        near, far = 1 + number * 2.2, 2 + number * 2.6
        dashes.append(
            _polygon((x - near, top), (x + near, top), (x + far, foot), (x - far, foot), colour=palette.light)
        )
    return sky + ground + lane + "".join(dashes)


def orbits(random: Random, palette: Palette) -> str:
    """Bodies on their ways round a centre."""
    x, y, tilt = random.uniform(120, 200), random.uniform(70, 110), random.uniform(-35, 35)
    shapes = [_circle(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), 1.5, palette.light) for _ in range(24)]
    shapes.append(_circle(x, y, random.uniform(16, 26), palette.light))
    for number in range(1, 5):
        wide, high = 34 + number * 26, 12 + number * 12
        side = 1 if random.random() < 0.5 else -1
        body = _circle(x + side * wide, y, random.uniform(4, 11), palette.bright)
        shapes.append(
            f'<g transform="rotate({tilt:.0f} {x:.0f} {y:.0f})"><ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{wide}"'
            f' ry="{high}" fill="none" stroke="{palette.deep}" stroke-width="3"/>{body}</g>'
        )
    return "".join(shapes)


def tiles(random: Random, palette: Palette) -> str:
    """Quarter discs on a grid."""
    size, shapes = 60, []
    corners = (
        "M0 0h60a60 60 0 0 1-60 60z",
        "M60 0v60A60 60 0 0 1 0 0z",
        "M60 60H0A60 60 0 0 1 60 0z",
        "M0 60V0a60 60 0 0 1 60 60z",
    )
    for row in range(3):
        for column in range(6):
            place = f"translate({column * size - 20} {row * size})"
            back, front = palette[int(random.random() * 4)], palette[int(random.random() * 4)]
            corner = corners[int(random.random() * 4)]
            shapes.append(
                f'<g transform="{place}"><path d="M0 0h60v60H0z" fill="{back}"/><path d="{corner}" fill="{front}"/></g>'
            )
    return "".join(shapes)


def waves(random: Random, palette: Palette) -> str:
    """A swell that rises to one side."""
    return "".join(
        _ridge(random, 46 + number * 30, colour)
        for number, colour in enumerate((palette.deep, palette.bright, palette.light, palette.deep))
    )


def _ridge(random: Random, top: float, colour: str) -> str:
    """Everything below a curve that runs about `top`."""
    rise, crest, dip = random.uniform(-30, 30), random.uniform(14, 52), random.uniform(14, 52)
    x = random.uniform(120, 210)
    curve = (
        f"M0 {top + rise:.0f}C{x / 2:.0f} {top - crest:.0f} {x * 0.65:.0f} {top + dip:.0f} {x:.0f} {top:.0f}"
        f"S270 {top - crest:.0f} 320 {top - rise:.0f}"
    )
    return f'<path d="{curve}V180H0z" fill="{colour}"/>'


def _circle(x: float, y: float, radius: float, colour: str, opacity: float = 1) -> str:
    veil = "" if opacity == 1 else f' opacity="{opacity}"'
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{colour}"{veil}/>'


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{colour}"/>'


def _polygon(*points: tuple[float, float], colour: str, opacity: float = 1) -> str:
    veil = "" if opacity == 1 else f' opacity="{opacity}"'
    corners = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    return f'<polygon points="{corners}" fill="{colour}"{veil}/>'
