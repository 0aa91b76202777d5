"""A workbook as the zip file that it is: its parts by name, read within bounds, their XML as events.

Nothing is unpacked before it is read, nothing is read twice, and no part is in memory whole.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat

from kpi_lib.core.errors import ReadError
from kpi_lib.ingest.files.limits import MOST_UNPACKED

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
JOINT = "|"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
Attributes = Mapping[str, str]
Handler = Callable[[Attributes], None]


class Events:
    """What is made of a part, as it is read: `starts` and `ends` of elements by full name, and their text.

    `pieces` gathers the text; a handler that wants that of its element clears it at the start.
    """

    def __init__(self, starts: Mapping[str, Handler], ends: Mapping[str, Callable[[], None]]) -> None:
        self._starts, self._ends = starts, ends
        self.pieces: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        handle = self._starts.get(name)
        if handle is not None:
            handle(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        handle = self._ends.get(name)
        if handle is not None:
            handle()

    def text(self) -> str:
        """Return the text gathered since `pieces` was cleared."""
        return "".join(self.pieces)


class Package:
    """The parts of a workbook; `name` is the file's, for errors."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name, self._left = name, MOST_UNPACKED
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except _DAMAGED as error:
            raise damaged(name, error) from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            path = info.filename.replace("\\", "/").lstrip("/").casefold()
            if path in self._parts:
                raise damaged(name, f"two parts called {info.filename}")
            if info.flag_bits & _ENCRYPTED:
                raise locked(name)
            self._parts[path] = info

    def __contains__(self, path: str) -> bool:
        return path.casefold() in self._parts

    def read(self, path: str, events: Events) -> None:
        """Parse one part and hand its elements to `events`, names as `namespace|name`.

        Raises
        ------
        ReadError : there is no such part, it is no XML, it defines entities, or the workbook unpacks to more
            than `MOST_UNPACKED` bytes.
        """
        info = self._parts.get(path.casefold())
        if info is None:
            raise damaged(self.name, f"no part {path}")
        parser = _parser(events)
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise too_large(self.name, f"more than {MOST_UNPACKED:,} bytes once unpacked")
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged(self.name, f"{path}: {error}") from error
        except _DAMAGED as error:
            raise damaged(self.name, f"{path}: {error}") from error


def _parser(events: Events) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=JOINT)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype  # no workbook has one; entities need it
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.pieces.append
    return parser


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part that defines entities")


def damaged(name: str, got: object) -> ReadError:
    """Return the error of a workbook that is not as workbooks are."""
    return ReadError(
        "This workbook is damaged or locked",
        where=name,
        got=" ".join(str(got).split())[:160],
        expected="a workbook that a spreadsheet opens without a password",
        hint="open it and save it again, or save the sheet with the figures as CSV UTF-8",
    )


def locked(name: str) -> ReadError:
    """Return the error of a workbook that needs a password."""
    return ReadError(
        "This workbook is locked by a password",
        where=name,
        expected="a workbook without a password",
        hint="open it, remove the password under File, Info, Protect Workbook, and save it",
    )


def too_large(name: str, got: str) -> ReadError:
    """Return the error of a workbook beyond the limits."""
    return ReadError(
        "The workbook is too large to be read",
        where=name,
        got=got,
        hint="save the sheet with the figures as CSV UTF-8",
    )


def cell_error(what: str, name: str, sheet: str, cell: str, got: object, expected: str = "") -> ReadError:
    """Return the error of one cell, named with its sheet."""
    return ReadError(
        what,
        where=f"{name}, sheet '{sheet}', cell {cell}",
        got=got,
        expected=expected or None,
        hint="open the workbook and save it again, or save the sheet as CSV UTF-8",
    )
