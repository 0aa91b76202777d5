"""Generated parts of the project's own documents, so that they cannot lag behind the catalogue.

The codebook is a table of every indicator (README.md); the layouts of records are in docs/records.md. Each is
written between two marks of a Markdown file, whose rest is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.catalogue.record_kinds.columns import RecordColumn
from kpi_lib.catalogue.record_kinds.kinds import RecordIndicator, RecordKind
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import SettingsError
from kpi_lib.disk.replace import write_file

CODEBOOK_MARKS = (
    "<!-- codebook: written by `kpi codebook --write README.md` -->",
    "<!-- end of codebook -->",
)
RECORDS_MARKS = (
    "<!-- kinds of records: written by `kpi codebook --records --write docs/records.md` -->",
    "<!-- end of the kinds of records -->",
)

_CODEBOOK_HEADERS = ("id", "title", "unit", "better when", "flow or stock", "source")
_RECORD_HEADERS = ("column", "type", "needed", "values", "meaning")
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
        rows = [_indicator_row(indicator) for indicator in catalogue.in_theme(theme.id)]
        blocks.append(f"**{theme.title}**\n\n{_table(_CODEBOOK_HEADERS, rows)}")
    return "\n\n".join(blocks)


def save_codebook(path: Path, catalogue: Catalogue) -> None:
    """Write the codebook between its two marks in a Markdown file.

    Raises
    ------
    SettingsError : the file has not both marks.
    """
    _write_between(path, CODEBOOK_MARKS, codebook_table(catalogue), what="the codebook")


def records_text(kinds: Iterable[RecordKind]) -> str:
    """Return every kind of records as Markdown, in the order of folders and files."""
    ordered = sorted(kinds, key=lambda kind: kind.path)
    return "\n\n".join(_kind(kind) for kind in ordered)


def save_records_text(path: Path, kinds: Iterable[RecordKind]) -> None:
    """Write the kinds between their two marks in a Markdown file; raises SettingsError without them."""
    _write_between(path, RECORDS_MARKS, records_text(kinds), what="the kinds of records")


def _indicator_row(indicator: Indicator) -> tuple[str, ...]:
    return (
        f"`{indicator.id}`",
        indicator.title,
        _UNITS.get(indicator.unit, str(indicator.unit)),
        _POLARITY[indicator.polarity],
        str(indicator.kind),
        indicator.dfe_source or "local definition",
    )


def _kind(kind: RecordKind) -> str:
    parts = [
        f"### `{kind.id}`: {kind.title[:1].lower()}{kind.title[1:]}",
        " ".join(_about(kind)),
        _table(_RECORD_HEADERS, map(_column_row, kind.column)),
        "\n".join(_promises(kind)),
        "\n".join(f"- Counted from it: {_count(indicator)}." for indicator in kind.indicator),
        kind.notes,
    ]
    return "\n\n".join(part for part in parts if part)


def _about(kind: RecordKind) -> list[str]:
    key = " and ".join(f"`{name}`" for name in kind.key)
    about = [f"One row is {kind.row}. File: `{kind.path}`.", f"No two rows have the same {key}."]
    if kind.is_calendar:
        about.append("Rows of later quarters are shown too, because the table says what lies ahead.")
    elif kind.dated_by:
        about.append(f"An edition shows the rows whose `{kind.dated_by}` is not later than its quarter.")
    return about


def _column_row(column: RecordColumn) -> list[str]:
    values = [
        ", ".join(f"`{word}`" for word in column.choices),
        column.bounds,
        column.unit,
        f"`{column.pattern}`" if column.pattern else "",
        f"a value of `{column.refers_to}`" if column.refers_to else "",
    ]
    needed = "yes" if column.is_required else "no"
    text = "; ".join(value for value in values if value)
    return [f"`{column.name}`", column.type.words, needed, text, column.meaning]


def _promises(kind: RecordKind) -> list[str]:
    rules = [f"- Refused: {rule.what[:1].lower()}{rule.what[1:]} (`{rule.column}`)." for rule in kind.rule]
    lengths = [
        f"- Added: `{days.name}`, the days from `{days.start}` to `{days.end}`. {days.meaning}"
        for days in kind.duration
    ]
    return [*rules, *lengths]


def _count(indicator: RecordIndicator) -> str:
    stock = f"open from `{indicator.open_from}` to `{indicator.open_until}`"
    when = f"by `{indicator.dated_by}`" if indicator.dated_by else stock
    return f"`{indicator.id}`, quarter by quarter, {when}"


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown; a bar within a cell is escaped."""
    names = list(headers)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines)


def _write_between(path: Path, marks: tuple[str, str], text: str, *, what: str) -> None:
    """Put a generated text between two marks of a file; raises SettingsError where it has not both."""
    begin, end = marks
    whole = load_text(path, SettingsError) if path.exists() else ""
    before, first, rest = whole.partition(begin)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise SettingsError(
            f"There is no place for {what}", where=str(path), expected=f"the lines {begin} and {end}"
        )
    write_file(path, f"{before}{begin}\n\n{text}\n\n{end}{after}")
