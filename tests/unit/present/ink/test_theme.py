import re

import pytest

from kpi_lib.present.ink.theme import PALETTE, css_variables, stylesheet

TEXT_ROLES = ("home", "neighbours-text", "england", "worse", "similar", "text", "muted")
"""Roles that colour words or marks, so must reach a contrast of 4.5 to 1 on `ground` and `raised`."""

TYPE_SCALE = (14, 16, 19, 24, 32)
"""Sizes of text in pixels: small print, body, lead, figure, title."""


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of #RRGGBB."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("role", TEXT_ROLES)
@pytest.mark.parametrize("ground", ["ground", "raised"])
def test_words_read_on_their_ground_in_light_and_dark(role, ground):
    assert contrast(PALETTE[role].light, PALETTE[ground].light) >= 4.5
    assert contrast(PALETTE[role].dark, PALETTE[ground].dark) >= 4.5


@pytest.mark.parametrize("role", ["home", "neighbours", "england", "worse"])
def test_lines_stand_out_from_the_ground(role):
    assert contrast(PALETTE[role].light, PALETTE["ground"].light) >= 3
    assert contrast(PALETTE[role].dark, PALETTE["ground"].dark) >= 3


def mixed(over: str, under: str, share: float) -> str:
    """Return `share` of one colour laid over another, as CSS color-mix in sRGB does."""
    pairs = [(int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(top * share + bottom * (1 - share)):02X}" for top, bottom in pairs)


@pytest.mark.parametrize("tint", ["home", "worse"])
@pytest.mark.parametrize("role", ["text", "muted"])
def test_words_read_on_the_tints_of_the_heat_table(role, tint):
    share = int(re.search(r"var\(--kpi-tint, transparent\) (\d+)%", stylesheet()).group(1)) / 100
    for theme in ("light", "dark"):
        ground = mixed(getattr(PALETTE[tint], theme), getattr(PALETTE["ground"], theme), share)
        assert contrast(getattr(PALETTE[role], theme), ground) >= 4.5


def declarations(block: str) -> list[str]:
    return re.findall(r"--kpi-[a-z-]+: #[0-9A-F]{6};", block)


@pytest.mark.parametrize(
    ("opening", "is_dark"),
    [
        (":root {", False),
        ('html[data-theme="dark"], body.quarto-dark', True),
        ("@media (prefers-color-scheme: dark) {", True),
        ("@media print {", False),
    ],
)
def test_the_style_sheet_has_the_palette(opening, is_dark):
    after = stylesheet().split(opening, 1)[1]
    block = after.split("}", 1)[0]
    assert declarations(block) == css_variables(dark=is_dark).split("\n")


def test_the_style_sheet_asks_no_other_host_and_names_no_other_colour():
    sheet = stylesheet()
    assert "url(" not in sheet and "@import" not in sheet and "http" not in sheet
    known = {shade for colour in PALETTE.values() for shade in (colour.light, colour.dark)}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", sheet)) <= known


def test_the_style_sheet_has_the_type_scale():
    sizes = dict(re.findall(r"--kpi-(\d\d): ([\d.]+)rem;", stylesheet()))
    # one rem is 16 px: 14 / 16 = 0.875
    assert {int(name): float(size) * 16 for name, size in sizes.items()} == {
        size: size for size in TYPE_SCALE
    }
