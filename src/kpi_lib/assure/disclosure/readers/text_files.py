"""Files of text: CSV, JSON, notebooks, scripts, style sheets, notes and licences."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from kpi_lib.assure.disclosure.readers.artefact import Artefact, Text, not_made
from kpi_lib.assure.disclosure.readers.grids import grid_of_records, grids_of_lines, tables_in_text

_SET_INDEX = "Search.setIndex("
_WORDS_OF_INDEX = frozenset(("alltitles", "indexentries", "terms", "titleterms"))
"""Parts of Sphinx's search index that map words to the pages which hold them."""
LONGEST = 20_000
"""Characters of a line of code that are matched at once: a minified script is one line of 300,000."""


def read_text(file: str, content: bytes) -> Artefact:
    """Read a file of lines."""
    text = _decode(content)
    return Artefact(file, list(lines_of("text", text)), tables_in_text(text))


def read_csv(file: str, content: bytes) -> Artefact:
    """Read a file of cells between commas."""
    lines = [line for line in csv.reader(StringIO(_decode(content))) if any(cell.strip() for cell in line)]
    return Artefact(
        file, [Text("cell", cell) for line in lines for cell in line], grids_of_lines("table", lines)
    )


def read_json(file: str, content: bytes) -> Artefact:
    """Read a document of records: every text in it, and every number with the key that names it."""
    document = json.loads(_decode(content))
    tables = [grid_of_records(where, rows) for where, rows in _record_lists(document, "")]
    return Artefact(file, list(_leaves(document, "")), tables)


def read_json_lines(file: str, content: bytes) -> Iterator[Artefact]:
    """Read a document on each line, as the log of releases has them."""
    for line in content.splitlines():
        yield read_json(file, line)


def read_code(file: str, content: bytes) -> Artefact:
    """Read a style sheet or the map of a script."""
    return Artefact(file, [Text("code", line, is_code=True) for line in _code_lines(_decode(content))])


def read_script(file: str, content: bytes) -> Artefact:
    """Read a script; the search index of Sphinx as the records that it is.

    Without the numbers of the pages on which a word is: `"girl":3` in it says that "girl" is on page 3.
    """
    text = _decode(content).strip().removesuffix(";")
    if not (text.startswith(_SET_INDEX) and text.endswith(")")):
        return read_code(file, content)
    index = json.loads(text[len(_SET_INDEX) : -1])
    for name in _WORDS_OF_INDEX & index.keys():
        index[name] = list(index[name])
    return Artefact(file, list(_leaves(index, "")))


def read_notebook(file: str, content: bytes) -> Artefact:
    """Read the sources of a notebook and its metadata.

    Downloads are notebooks without outputs (`run.downloads`): one with outputs is a fault, whatever they are.
    """
    notebook = json.loads(_decode(content))
    cells = notebook["cells"]
    if any(cell.get("outputs") for cell in cells):
        return not_made(file, "a notebook with outputs")
    texts = [Text("metadata", json.dumps(notebook.get("metadata", {}), ensure_ascii=False))]
    for number, cell in enumerate(cells, start=1):
        source, where = "".join(cell["source"]), f"cell {number}"
        texts.append(Text(f"{where}, metadata", json.dumps(cell["metadata"], ensure_ascii=False)))
        if cell["cell_type"] == "code":
            texts.append(Text(f"{where}, source", source, is_code=True))
        else:
            texts += [Text(where, part) for part in source.split("\n\n")]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] != "code"]
    return Artefact(file, texts, [grid for text in words for grid in tables_in_text(text)])


def lines_of(where: str, text: str) -> Iterator[Text]:
    """Yield a text line by line, as a line's end parts one cell from the next, and once as a whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    yield from (Text(where, line) for line in lines)
    if len(lines) > 1:
        yield Text(where, text, is_whole=True)


def _decode(content: bytes) -> str:
    """Return the text of a file; bytes that are no UTF-8 hide no digit next to them.

    Raises
    ------
    ValueError : the file is no text.
    """
    if b"\0" in content:
        raise ValueError("it is no text")
    return content.decode("utf-8-sig", errors="replace")


def _code_lines(text: str) -> Iterator[str]:
    """Yield stretches of code short enough to be matched quickly; each begins within the one before."""
    for line in text.splitlines():
        for start in range(0, len(line), LONGEST):
            yield line[max(0, start - 200) : start + LONGEST]


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


def _record_lists(value: object, key: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _record_lists(part, str(name))
    elif isinstance(value, list) and value:
        if all(isinstance(part, dict) for part in value):
            yield f"records of {key}" if key else "records", value
        for part in value:
            yield from _record_lists(part, key)
