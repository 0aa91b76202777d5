"""The one palette and type scale, for charts and for the style sheet.

The colours follow the Government Analysis Function's palette [1]_, with blue and orange for better
and worse as in NHS England's Making Data Count [2]_: safe for colour-blind readers.

References
----------
.. [1] Government Analysis Function, "Data visualisation: colours", 2023.
.. [2] NHS England, "Making data count", 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Colour:
    """One role's colour on a light and on a dark ground, as #RRGGBB."""

    light: str
    dark: str


PALETTE: Mapping[str, Colour] = MappingProxyType(
    {
        "home": Colour("#12436D", "#7FB4E6"),
        "neighbours": Colour("#28A197", "#5CC8BE"),
        "neighbours-text": Colour("#17695F", "#5DC9BF"),
        "england": Colour("#801650", "#E08BB8"),
        "worse": Colour("#C74D0A", "#F4915A"),
        "similar": Colour("#6F6F6F", "#A0A0A0"),
        "other": Colour("#BFBFBF", "#5A5A5A"),
        "text": Colour("#1D2329", "#E8EAED"),
        "muted": Colour("#585F66", "#AEB4BB"),
        "hairline": Colour("#DDE0E3", "#363D45"),
        "raised": Colour("#FBFCFC", "#1C2229"),
        "ground": Colour("#FFFFFF", "#14181E"),
    }
)
"""Role → colour. Better is drawn in the home colour; region in the grey of `similar`."""


def light(role: str) -> str:
    """Return the colour that charts are drawn in; the SVG turns it into the role's variable."""
    return PALETTE[role].light


def variable(role: str) -> str:
    """Return the CSS custom property of a role with its light colour to fall back on."""
    return f"var(--kpi-{role}, {PALETTE[role].light})"


@lru_cache(maxsize=1)
def role_of_colour() -> Mapping[str, str]:
    """Return each light colour in lower case → its role, to find roles again in a drawn picture."""
    return {colour.light.lower(): role for role, colour in PALETTE.items()}


def css_variables(*, dark: bool) -> str:
    """Return the palette as CSS declarations, one a line, as `kpi.css` has them."""
    shades = ((role, colour.dark if dark else colour.light) for role, colour in PALETTE.items())
    return "\n".join(f"--kpi-{role}: {shade};" for role, shade in shades)


def stylesheet() -> str:
    """Return the packaged style sheet `kpi.css`, for the publishers and for JupyterLab."""
    return (files("kpi_lib.present.ink") / "kpi.css").read_text(encoding="utf-8")


CHART_STYLE: Mapping[str, object] = MappingProxyType(
    {
        "font.family": "DejaVu Sans",
        "text.color": light("text"),
        "axes.edgecolor": light("other"),
        "axes.labelcolor": light("muted"),
        "axes.facecolor": "none",
        "axes.linewidth": 1.0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "figure.facecolor": "none",
        "grid.color": light("hairline"),
        "grid.linewidth": 1.0,
        "lines.linewidth": 1.5,
        "lines.solid_capstyle": "round",
        "lines.solid_joinstyle": "round",
        "patch.linewidth": 0.0,
        "xtick.bottom": False,
        "ytick.left": False,
        "xtick.color": light("muted"),
        "ytick.color": light("muted"),
        "svg.fonttype": "none",
        "svg.hashsalt": "kpi",
    }
)
"""matplotlib's settings for every chart. DejaVu comes with matplotlib and is wider than the web's
system fonts, so a label that fits here fits there."""

HOME_WIDTH, OTHER_WIDTH, HAIRLINE = 2.5, 1.5, 1.0
"""Widths of lines in pixels: the home area, other series, limits and grids."""
