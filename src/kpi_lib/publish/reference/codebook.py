"""The codebook: every indicator in one table, generated so that it cannot lag behind the catalogue."""

from __future__ import annotations

from pathlib import Path

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.publish.reference.marked import write_between

BEGIN, END = "<!-- codebook: written by `kpi codebook --write README.md` -->", "<!-- end of codebook -->"

_HEADERS = ("id", "title", "unit", "better when", "flow or stock", "source")
_POLARITY = {"higher_is_better": "higher", "lower_is_better": "lower", "neutral": "neither"}
_UNITS = {
    "percent": "%",
    "per_10000": "per 10,000 children",
    "pounds": "£ a week",
    "million_pounds": "£ million",
}


def codebook_table(catalogue: Catalogue) -> str:
    """Return the codebook as Markdown: one table per theme, one row per indicator, in catalogue order."""
    blocks = []
    for theme in catalogue.themes:
        rows = [_row(indicator) for indicator in catalogue.in_theme(theme.id)]
        ruler = "|".join(["", *(" --- " for _ in _HEADERS), ""])
        blocks.append("\n".join([f"**{theme.title}**", "", _line(_HEADERS), ruler, *map(_line, rows)]))
    return "\n\n".join(blocks)


def save_codebook(path: Path, catalogue: Catalogue) -> None:
    """Write the codebook between its two marks in a Markdown file.

    Raises
    ------
    SettingsError : the file has not both marks.
    """
    write_between(path, BEGIN, END, codebook_table(catalogue), what="the codebook")


def _row(indicator: Indicator) -> tuple[str, ...]:
    return (
        f"`{indicator.id}`",
        indicator.title,
        _UNITS.get(indicator.unit, str(indicator.unit)),
        _POLARITY[indicator.polarity],
        str(indicator.kind),
        indicator.dfe_source or "local definition",
    )


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
