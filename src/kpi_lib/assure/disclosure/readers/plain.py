"""Files of lines, records and code: CSV, JSON, JavaScript, style sheets, Markdown, anything that is text."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath

from kpi_lib.assure.disclosure.readers.grids import grid_of_records, grids_of_lines
from kpi_lib.assure.disclosure.readers.lines import tables_in_text
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text

_CODE = frozenset((".js", ".mjs", ".css", ".map", ".scss", ".lua"))
_SET_INDEX = "Search.setIndex("
_WORDS_OF_INDEX = frozenset(("alltitles", "indexentries", "terms", "titleterms"))
"""Parts of Sphinx's search index that map words to the pages which hold them."""
_TABLES = {".csv": ",", ".tsv": "\t"}


def read_plain(file: str, content: bytes) -> Artefact:
    """Read a text file; what is not UTF-8 is read as Latin-1, so that no byte hides a figure."""
    text = decode(content)
    suffix = PurePath(file).suffix.lower()
    if suffix in _TABLES:
        rows = _rows(text, _TABLES[suffix])
        return Artefact(
            file, [Text("cell", cell) for row in rows for cell in row], grids_of_lines("table", rows)
        )
    if suffix in (".json", ".webmanifest", ".geojson", ".jsonl"):
        return read_json(file, text)
    if (index := _index_of_sphinx(text)) is not None:
        return Artefact(file, list(_leaves(index, "")))
    if suffix in _CODE:
        return Artefact(file, [Text("code", line, is_code=True) for line in _code_lines(text)])
    return Artefact(file, list(lines_of("text", text)), tables_in_text(text))


def _index_of_sphinx(text: str) -> dict[str, object] | None:
    """Return what the search index of Sphinx says, without the numbers of the pages on which a word stands.

    `"girl":3` in it says that "girl" is on page 3.
    """
    said = text.strip().removesuffix(";")
    if not (said.startswith(_SET_INDEX) and said.endswith(")")):
        return None
    try:
        index = json.loads(said[len(_SET_INDEX) : -1])
    except ValueError:
        return None
    return {
        name: list(part) if name in _WORDS_OF_INDEX and isinstance(part, dict) else part
        for name, part in index.items()
    }


def decode(content: bytes) -> str:
    """Return the text of a file; UTF-16 where its mark says so."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read_json(file: str, text: str) -> Artefact:
    """Read a document of records: every text in it, and every number with the key that names it."""
    try:
        document = json.loads(text)
    except ValueError:
        return Artefact(file, [Text("text", text)])
    tables = [grid_of_records(where, rows) for where, rows in _record_lists(document, "")]
    return Artefact(file, list(_leaves(document, "")), tables)


def lines_of(where: str, text: str) -> Iterator[Text]:
    """Yield a text line by line, as a line's end parts one cell from the next, and once as a whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    yield from (Text(where, line) for line in lines)
    if len(lines) > 1:
        yield Text(where, text, is_whole=True)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    limit = csv.field_size_limit(max(len(text), 131_072) + 1)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=delimiter))
    finally:
        csv.field_size_limit(limit)
    return [row for row in rows if any(cell.strip() for cell in row)]


def _code_lines(text: str) -> Iterator[str]:
    """Yield stretches of code short enough to be matched quickly."""
    for line in text.splitlines():
        for start in range(0, len(line), 20_000):
            yield line[max(0, start - 200) : start + 20_000]


def _leaves(value: object, key: str) -> Iterator[Text]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield Text(f"key {key}" if key else "key", str(name))
            yield from _leaves(part, str(name))
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, key)
    elif isinstance(value, str):
        yield from lines_of(f"value of {key}", value)
    elif isinstance(value, int | float) and not isinstance(value, bool) and key:
        yield Text(f"value of {key}", f"{key}: {value}")


def _record_lists(value: object, key: str) -> Iterator[tuple[str, list[dict[str, object]]]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _record_lists(part, str(name))
    elif isinstance(value, list) and value:
        if all(isinstance(part, dict) for part in value):
            yield f"records of {key}" if key else "records", value
        for part in value:
            yield from _record_lists(part, key)
