"""The layouts of records in words, generated so that docs/records.md cannot lag behind the descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kpi_lib.catalogue.record_kinds.columns import RecordColumn
from kpi_lib.catalogue.record_kinds.kinds import RecordIndicator, RecordKind
from kpi_lib.publish.reference.marked import write_between

BEGIN = "<!-- kinds of records: written by `kpi codebook --records --write docs/records.md` -->"
END = "<!-- end of the kinds of records -->"
_HEADERS = ("column", "type", "needed", "values", "meaning")


def records_text(kinds: Iterable[RecordKind]) -> str:
    """Return every kind of records as Markdown, in the order of folders and files."""
    ordered = sorted(kinds, key=lambda kind: kind.path)
    return "\n\n".join(_kind(kind) for kind in ordered)


def save_records_text(path: Path, kinds: Iterable[RecordKind]) -> None:
    """Write the kinds between their two marks in a Markdown file; raises SettingsError without them."""
    write_between(path, BEGIN, END, records_text(kinds), what="the kinds of records")


def _kind(kind: RecordKind) -> str:
    parts = [
        f"### `{kind.id}`: {kind.title[:1].lower()}{kind.title[1:]}",
        " ".join(_about(kind)),
        "\n".join(
            [_line(_HEADERS), _line(["---"] * len(_HEADERS)), *(_row(column) for column in kind.column)]
        ),
        "\n".join(_promises(kind)),
        "\n".join(f"- Counted from it: {_count(item)}." for item in kind.indicator),
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


def _row(column: RecordColumn) -> str:
    values = [
        ", ".join(f"`{word}`" for word in column.choices),
        column.bounds,
        column.unit,
        f"`{column.pattern}`" if column.pattern else "",
        f"a value of `{column.refers_to}`" if column.refers_to else "",
    ]
    needed = "yes" if column.is_required else "no"
    text = "; ".join(value for value in values if value)
    return _line([f"`{column.name}`", column.type.words, needed, text, column.meaning])


def _promises(kind: RecordKind) -> list[str]:
    rules = [f"- Refused: {rule.what[:1].lower()}{rule.what[1:]} (`{rule.column}`)." for rule in kind.rule]
    lengths = [
        f"- Added: `{item.name}`, the days from `{item.start}` to `{item.end}`. {item.meaning}"
        for item in kind.duration
    ]
    return [*rules, *lengths]


def _count(item: RecordIndicator) -> str:
    stock = f"open from `{item.open_from}` to `{item.open_until}`"
    return f"`{item.id}`, quarter by quarter, {f'by `{item.dated_by}`' if item.dated_by else stock}"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
