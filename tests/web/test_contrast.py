"""The colours of the tokens: text reads on every ground it stands on, in both themes."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "static/css"
TOKENS, LENS, PICTURES = ((STYLES / f"{name}.css").read_text() for name in ("tokens", "lens", "pictures"))
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
    for part in TOKENS.split("@media (prefers-color-scheme: dark)")
)
REGIONS = ["us", "gb", "pl", "nl", "se", "no", "at"]
TEXT = ["ink", "ink-soft", "accent", "rising", "falling", *REGIONS]
PARTS = ["part-chart", "part-momentum", "part-community", "part-freshness"]
AA_TEXT, AA_SHAPE = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_of_aa(theme: dict[str, str]) -> None:
    pairs = [(text, ground) for text in TEXT for ground in ("paper", "sheet")]
    pairs += [("notice-ink", "notice"), ("on-accent", "accent"), ("paper", "ink")]
    pairs += [(text, "sunk") for text in ("ink", "ink-soft", "accent")]
    weak = [pair for pair in pairs if contrast(theme[pair[0]], theme[pair[1]]) < AA_TEXT]
    assert weak == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_parts_of_a_score_stand_out_from_the_paper(theme: dict[str, str]) -> None:
    assert [part for part in PARTS if contrast(theme[part], theme["paper"]) < AA_SHAPE] == []


def test_both_themes_set_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ranks_read_on_every_tint_of_the_lens(theme: dict[str, str]) -> None:
    tints = re.findall(r"heat-\d a .*?var\(--region\) (\d+)%, var\(--paper\)", LENS)
    assert len(tints) == 3
    grounds = [mixed(theme[region], theme["paper"], int(tint)) for region in REGIONS for tint in tints]
    assert [ground for ground in grounds if contrast(theme["ink"], ground) < AA_TEXT] == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_read_on_every_shade_of_a_share(theme: dict[str, str]) -> None:
    shades = re.findall(r"shade-(\d) .*?var\(--accent\) (\d+)%, var\(--paper\)", PICTURES)
    assert len(shades) == 5
    grounds = {int(number): mixed(theme["accent"], theme["paper"], int(share)) for number, share in shades}
    grounds |= {1: theme["accent"], 7: theme["line"]}
    weak = {
        number: round(contrast(theme["on-accent" if number <= 2 else "ink"], ground), 2)
        for number, ground in grounds.items()
        if contrast(theme["on-accent" if number <= 2 else "ink"], ground) < AA_TEXT
    }
    assert weak == {}


def mixed(colour: str, ground: str, percent: int) -> str:
    """What `color-mix(in srgb, …)` makes of two colours."""
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round((one * percent + other * (100 - percent)) / 100):02x}" for one, other in pairs)
