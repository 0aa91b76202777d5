"""A notebook: its sources, the text and markup of its outputs, and what its metadata say."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from kpi_lib.assure.disclosure.readers.bitmap import read_picture
from kpi_lib.assure.disclosure.readers.html import read_html
from kpi_lib.assure.disclosure.readers.lines import tables_in_text
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text
from kpi_lib.assure.disclosure.readers.plain import decode, read_plain


def read_notebook(file: str, content: bytes) -> Artefact:
    """Read a notebook's file; one that is none is read as text."""
    try:
        notebook = json.loads(decode(content))
        cells = list(notebook["cells"])
    except (ValueError, KeyError, TypeError):
        return read_plain(file, content)
    parts = [part for number, cell in enumerate(cells, start=1) for part in _read_cell(file, number, cell)]
    told = [Text("metadata", json.dumps(notebook.get("metadata", {}), ensure_ascii=False))]
    return Artefact(
        file,
        [*told, *(text for part in parts for text in part.texts)],
        [grid for part in parts for grid in part.grids],
        [picture for part in parts for picture in part.pictures],
    )


def _read_cell(file: str, number: int, cell: Any) -> Iterator[Artefact]:
    source = _joined(cell.get("source", ""))
    where = f"cell {number}"
    is_code = cell.get("cell_type") == "code"
    told = [Text(f"{where}, metadata", json.dumps(cell.get("metadata", {}), ensure_ascii=False))]
    if is_code:
        yield Artefact(file, [*told, Text(f"{where}, source", source, is_code=True)])
    else:
        yield Artefact(
            file, [*told, *(Text(where, part) for part in source.split("\n\n"))], tables_in_text(source)
        )
    for output in cell.get("outputs", []):
        yield Artefact(file, [Text(f"{where}, metadata of output", json.dumps(output.get("metadata", {})))])
        bundle = output.get("data", {}) or {"text/plain": output.get("text", "")}
        for kind, data in bundle.items():
            yield _read_output(file, f"{where}, {kind}", kind, data)


def _read_output(file: str, where: str, kind: str, data: Any) -> Artefact:
    if kind in ("text/html", "image/svg+xml"):
        return read_html(file, _joined(data).encode())
    if kind.startswith("image/"):
        try:
            return read_picture(file, base64.b64decode(_joined(data)))
        except (binascii.Error, ValueError):
            return Artefact(file)
    text = _joined(data) if isinstance(data, str | list) else json.dumps(data, ensure_ascii=False)
    return Artefact(file, [Text(where, line) for line in text.splitlines()], tables_in_text(text))


def _joined(text: Any) -> str:
    return "".join(str(part) for part in text) if isinstance(text, list) else str(text)
