"""The styles of an OpenDocument sheet, as far as they decide what its cells show.

A number format is spelt as Excel would (`0%`, `dd/mm/yyyy`), so that every workbook is asked alike.
"""

from __future__ import annotations

from kpi_lib.ingest.files.workbooks.package import JOINT, Attributes, Events, Handler

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{_OASIS}{part}:1.0{JOINT}" for part in ("office", "table", "text"))
_STYLE, _NUMBER = (f"{_OASIS}{part}:1.0{JOINT}" for part in ("style", "datastyle"))
_DATA_STYLES = ("number-style", "percentage-style", "currency-style", "date-style", "time-style")
_PARTS = {  # the short and the long spelling of each part of a format
    "number": ("0", "0"), "scientific-number": ("0E+0", "0E+0"), "fraction": ("# ?/?", "# ?/?"),
    "year": ("yy", "yyyy"), "month": ("m", "mm"), "day": ("d", "dd"), "day-of-week": ("ddd", "dddd"),
    "hours": ("h", "hh"), "minutes": ("m", "mm"), "seconds": ("s", "ss"), "am-pm": ("AM/PM", "AM/PM"),
}  # fmt: skip
_MONTHS = ("mmm", "mmmm")
_BARE = set("/-.:, ")
"""Between the parts of a date these stand for themselves; any other text is quoted."""


class StyleEvents(Events):
    """Gathers the number format of every cell style, and the styles of tables that are not shown."""

    def __init__(self) -> None:
        super().__init__({}, {})
        self.hidden_tables: set[str] = set()
        self._data_styles: dict[str, str] = {}
        self._by_style: dict[str, str] = {}
        self._style = self._data_style = ""
        self._parts: list[str] = []
        self._is_percentage = False
        self.on_start = {
            f"{_STYLE}style": self._start_style,
            f"{_STYLE}table-properties": self._table_properties,
            f"{_NUMBER}text": lambda _: self.pieces.clear(),
            **{f"{_NUMBER}{kind}": self._data_style_starter(kind) for kind in _DATA_STYLES},
            **{f"{_NUMBER}{part}": self._part_adder(part) for part in _PARTS},
        }
        self.on_end = {
            f"{_NUMBER}text": self._end_text,
            **{f"{_NUMBER}{kind}": self._end_data_style for kind in _DATA_STYLES},
        }

    def format_of(self, style: str) -> str:
        """Return the number format of a cell style, empty where it has none."""
        return self._data_styles.get(self._by_style.get(style, ""), "")

    def _start_style(self, at: Attributes) -> None:
        self._style = at.get(f"{_STYLE}name", "")
        parent = self._by_style.get(at.get(f"{_STYLE}parent-style-name", ""), "")
        self._by_style[self._style] = at.get(f"{_STYLE}data-style-name", parent)

    def _table_properties(self, at: Attributes) -> None:
        if at.get(f"{TABLE}display") == "false":
            self.hidden_tables.add(self._style)

    def _data_style_starter(self, kind: str) -> Handler:
        def start(at: Attributes) -> None:
            self._data_style, self._parts = at.get(f"{_STYLE}name", ""), []
            self._is_percentage = kind == "percentage-style"

        return start

    def _part_adder(self, part: str) -> Handler:
        def add(at: Attributes) -> None:
            is_long = at.get(f"{_NUMBER}style") == "long"
            is_name = part == "month" and at.get(f"{_NUMBER}textual") == "true"
            self._parts.append((_MONTHS if is_name else _PARTS[part])[is_long])

        return add

    def _end_text(self) -> None:
        text = self.text()
        is_bare = set(text) <= _BARE or (self._is_percentage and text.strip() == "%")
        self._parts.append(text if is_bare else f'"{text}"')

    def _end_data_style(self) -> None:
        self._data_styles[self._data_style] = "".join(self._parts)
