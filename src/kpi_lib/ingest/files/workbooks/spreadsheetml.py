"""What the parts of an Office Open XML workbook share: names, switches, runs of text, the book itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kpi_lib.ingest.files.workbooks.package import JOINT, Attributes, Events, Handler

T = TypeVar("T")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SPACES = " \t\r\n"
_SPACE = f"http://www.w3.org/XML/1998/namespace{JOINT}space"


def names(handlers: Mapping[str, T]) -> dict[str, T]:
    """Return the handlers of SpreadsheetML's elements under their full names, in either edition of it."""
    return {
        f"{namespace}{JOINT}{local}": handle
        for namespace in _NAMESPACES
        for local, handle in handlers.items()
    }


def is_true(text: str | None) -> bool:
    """Say whether an attribute is switched on."""
    return text in {"1", "true", "on"}


@dataclass
class Book:
    """What the sheets of a workbook share: texts, the number format of each style, how dates count.

    `asks_to_calculate`: its results are to be calculated on opening, so a zero may stand for no result.
    """

    texts: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False
    asks_to_calculate: bool = False


class RunEvents(Events):
    """Gathers the runs of one text in `runs`; readings in kana, which are next to it, are left out."""

    def __init__(self, starts: Mapping[str, Handler], ends: Mapping[str, Callable[[], None]]) -> None:
        super().__init__(
            names({"t": self._start_run, "rPh": self._start_reading, **starts}),
            names({"t": self._end_run, "rPh": self._end_reading, **ends}),
        )
        self.runs: list[str] = []
        self._keeps_spaces = self._is_reading = False

    def _start_run(self, at: Attributes) -> None:
        self.pieces.clear()
        self._keeps_spaces = at.get(_SPACE) == "preserve"

    def _end_run(self) -> None:
        if not self._is_reading:
            text = self.text()
            self.runs.append(text if self._keeps_spaces else text.strip(_SPACES))

    def _start_reading(self, at: Attributes) -> None:
        self._is_reading = True

    def _end_reading(self) -> None:
        self._is_reading = False
