"""The tables of a page as data, read back from the page itself: a download can say no more than it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SKIPPED = {"kpi-mark", "kpi-unseen"}


@dataclass
class ShownCell:
    """One cell: the text shown, the smaller note after it, the number it shows, whether it is missing."""

    text: str = ""
    note: str = ""
    value: str = ""
    is_number: bool = False
    is_missing: bool = False


@dataclass
class ShownTable:
    """One table of a page: `anchor` is its own address, or that of the chart it stands in.

    Each row has the label of its group before its cells.
    """

    anchor: str
    caption: str = ""
    columns: list[ShownCell] = field(default_factory=list)
    rows: list[tuple[str, list[ShownCell]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Walks the markup of `table.html.j2`; nothing else has its class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[ShownTable] = []
        self.anchors: list[str] = []
        self.place = ""
        self.group = ""
        self.row: list[ShownCell] | None = None
        self.inner: list[str] = []

    @property
    def table(self) -> ShownTable:
        """The table being read."""
        return self.tables[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the reader stands."""
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag in ("figure", "div") and given.get("id", "").startswith(("figure-", "table-")):
            self.anchors.append(given["id"])
        if tag == "table" and "kpi-table" in classes and self.anchors:
            self.tables.append(ShownTable(self.anchors[-1]))
            self.place = "table"
        elif self.place:
            self._enter(tag, given, classes)

    def _enter(self, tag: str, given: dict[str, str], classes: list[str]) -> None:
        if tag in ("caption", "thead", "tbody"):
            self.place, self.group = tag, ""
        elif tag == "tr":
            self.row = None if "kpi-band" in classes else []
        elif tag in ("th", "td"):
            cell = ShownCell(
                value=given.get("data-value", ""),
                is_number="kpi-number" in classes,
                is_missing="kpi-missing" in classes,
            )
            self._cells().append(cell)
            self.inner = ["text"]
        elif tag == "span":
            skipped = bool(_SKIPPED & set(classes))
            self.inner.append("skip" if skipped else "note" if "kpi-unit" in classes else "text")

    def _cells(self) -> list[ShownCell]:
        if self.place == "thead":
            return self.table.columns
        return [] if self.row is None else self.row

    def handle_data(self, data: str) -> None:
        """Put text where it belongs."""
        if self.place == "caption":
            self.table.caption += data
        elif self.place in ("thead", "tbody") and self.inner and (cells := self._cells()):
            where = self.inner[-1]
            if where != "skip":
                setattr(cells[-1], where, getattr(cells[-1], where) + data)
        elif self.place == "tbody" and self.row is None and data.strip():
            self.group = data.strip()

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag == "table":
            self.place = ""
        elif tag in ("th", "td"):
            self.inner = []
        elif tag == "span" and len(self.inner) > 1:
            self.inner.pop()
        elif tag == "tr" and self.place == "tbody" and self.row:
            self.table.rows.append((self.group, self.row))


def read_tables(html: str) -> list[ShownTable]:
    """Return the tables of a page's output that have an address, in order."""
    reader = _Reader()
    reader.feed(html)
    for table in reader.tables:
        for cell in [*table.columns, *(cell for _, row in table.rows for cell in row)]:
            cell.text, cell.note = " ".join(cell.text.split()), " ".join(cell.note.split())
    return reader.tables
