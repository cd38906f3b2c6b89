"""Draws avatars: a letter over a wave of bars, both told by a name. Pure."""

from hashlib import sha256

SIZE = 96
DRAWING = 1
"""Counts up when the drawings change, so that cached ones are left behind."""

_PALETTES = (
    ("#1f2a6b", "#4453d6", "#c3caff"),
    ("#0d4f45", "#188a74", "#c2f0e1"),
    ("#6b1f47", "#b53a7a", "#ffd3e8"),
    ("#6a3208", "#c0611a", "#ffdfbf"),
    ("#0d4a66", "#1d86b3", "#c9ebfb"),
    ("#3d2373", "#7650c4", "#e0d4ff"),
    ("#234d1a", "#4f8f35", "#d8f3c8"),
    ("#701f1c", "#bf4238", "#ffd6cf"),
    ("#2c333f", "#5d6b80", "#dde4ee"),
    ("#56480a", "#97821a", "#f8ecb4"),
)
"""Ground, bars and letter of a picture."""

_BARS = 5


def draw(username: str) -> str:
    """An SVG of SIZE × SIZE; the same name, in any case, always gives the same picture."""
    digest = sha256(username.casefold().encode()).digest()
    ground, bars, letter = _PALETTES[digest[0] % len(_PALETTES)]
    step = SIZE / _BARS
    shapes = "".join(
        f'<rect x="{number * step + 2:.1f}" y="{SIZE - height}" width="{step - 4:.1f}" height="{height}"/>'
        for number, height in enumerate(_heights(digest))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{ground}"/><g fill="{bars}">{shapes}</g>'
        f'<text x="48" y="65" fill="{letter}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="50"'
        f' font-weight="800">{_letter(username)}</text></svg>'
    )


def _heights(digest: bytes) -> list[int]:
    """The bars rise from left to right as in the mark, each a little higher or lower than its step."""
    return [14 + 11 * number + digest[1 + number] % 24 for number in range(_BARS)]


def _letter(username: str) -> str:
    return next((sign for sign in username if sign.isalnum()), "_").upper()
