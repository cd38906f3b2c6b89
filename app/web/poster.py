"""Draws posters: abstract compositions by category, varied by a seed. Pure."""

from random import Random

from app.web import poster_motifs as motifs
from app.web.poster_motifs import HEIGHT, WIDTH, Motif, Palette

DRAWING = 1
"""Counts up when the drawings change, so that cached ones are left behind."""

STYLES: dict[int, tuple[Palette, tuple[Motif, ...]]] = {
    0: (Palette("#25317f", "#5468ff", "#aeb9ff", "#f4f1e8"), (motifs.waves, motifs.bars)),
    1: (Palette("#1f1a24", "#7d1d3f", "#d1495b", "#edc77a"), (motifs.beams, motifs.rings)),
    2: (Palette("#22283a", "#59657f", "#e2463f", "#f0ece2"), (motifs.road, motifs.stripes)),
    10: (Palette("#251a52", "#6a4be8", "#ff6f91", "#ffd8a8"), (motifs.rings, motifs.bars)),
    15: (Palette("#cfe0d4", "#5f8a68", "#c9793a", "#fdf6e3"), (motifs.discs, motifs.hills)),
    17: (Palette("#0d5a3c", "#157a51", "#f2c14e", "#f4f1e4"), (motifs.pitch, motifs.stripes)),
    19: (Palette("#f6d3a4", "#e2725b", "#2f8f83", "#24475a"), (motifs.hills,)),
    20: (Palette("#17162e", "#3b2f78", "#2fd3d6", "#ff5277"), (motifs.blocks,)),
    22: (Palette("#d9745a", "#43475f", "#f0c987", "#f6f0df"), (motifs.discs, motifs.tiles)),
    23: (Palette("#f7b92f", "#ef5f2e", "#6a2fa0", "#fff1cf"), (motifs.tiles, motifs.discs)),
    24: (Palette("#47136f", "#9650d4", "#ff7a30", "#ffcf5c"), (motifs.confetti, motifs.beams)),
    25: (Palette("#ebe3d2", "#232833", "#b8283a", "#958d7e"), (motifs.columns,)),
    26: (Palette("#d9e4df", "#355469", "#e98a86", "#a06c4b"), (motifs.tiles, motifs.confetti)),
    27: (Palette("#0f4585", "#1f8fc4", "#ffb936", "#d4edf5"), (motifs.tiles, motifs.orbits)),
    28: (Palette("#0c1030", "#3d3ac0", "#53c6ec", "#f3468f"), (motifs.orbits, motifs.waves)),
    29: (Palette("#f5efd8", "#66753d", "#d99c5c", "#b54a49"), (motifs.discs, motifs.waves)),
}
"""The colours and motifs of each category of the YouTube Data API; 0 is a video without one of these."""


def draw(category: int, seed: str) -> str:
    """An SVG of WIDTH × HEIGHT; the same category and seed always give the same picture."""
    palette, choices = STYLES.get(category, STYLES[0])
    random = Random(seed)  # noqa: S311 (it varies a picture, it guards nothing)
    motif = choices[int(random.random() * len(choices))]
    shapes = motif(random, palette)
    if random.random() < 0.5 and motif is not motifs.columns:  # lines of text begin at the left
        shapes = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{shapes}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.ground}"/>{shapes}</svg>'
    )
