"""A PDF: the text of its pages, notes, form fields, bookmarks, attachments and metadata."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from kpi_lib.assure.disclosure.readers.lines import tables_in_text
from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text
from kpi_lib.assure.disclosure.readers.plain import lines_of

_PARAGRAPH = re.compile(r"(?<=[.!?])\s*\n")


def read_pdf(file: str, content: bytes) -> Artefact:
    """Read a PDF by pypdf; one that cannot be read is a fault, for nobody can say what it tells."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(BytesIO(content))
        pages = [page.extract_text() for page in reader.pages]
        others = list(_others(reader))
    except (PyPdfError, ValueError, KeyError, TypeError) as error:
        return Artefact(file, faults=(f"the PDF cannot be read: {error}",))
    texts = [part for number, text in enumerate(pages, start=1) for part in _texts(f"page {number}", text)]
    return Artefact(file, [*texts, *others], [grid for text in pages for grid in tables_in_text(text)])


def _texts(where: str, text: str) -> Iterator[Text]:
    """Yield a page by its lines and, as lines break within sentences, by its paragraphs."""
    yield from lines_of(where, text)
    yield from (Text(where, part.replace("\n", " ")) for part in _PARAGRAPH.split(text))


def _others(reader: Any) -> Iterator[Text]:
    for name, text in (reader.metadata or {}).items():
        yield Text("metadata", f"{str(name).lstrip('/')}: {text}")
    if reader.xmp_metadata is not None:
        yield Text("metadata", reader.xmp_metadata.rdf_root.toxml())
    for number, page in enumerate(reader.pages, start=1):
        for note in page.get("/Annots") or []:
            held = note.get_object()
            for key in ("/Contents", "/TU", "/T", "/V", "/Alt"):
                if held.get(key):
                    yield Text(f"note on page {number}", str(held[key]))
    yield from _alternatives(reader)
    with contextlib.suppress(Exception):
        for name, parts in reader.attachments.items():
            for part in parts:
                yield Text(f"attachment {name}", part.decode("utf-8", errors="replace"))


def _alternatives(reader: Any) -> Iterator[Text]:
    """Yield the alternative texts of a tagged PDF and the titles of its bookmarks."""
    for item in getattr(reader, "outline", []) or []:
        if not isinstance(item, list):
            yield Text("bookmark", str(getattr(item, "title", "")))
    tree = reader.trailer["/Root"].get("/StructTreeRoot")
    waiting, seen = [tree] if tree is not None else [], 0
    while waiting and seen < 50_000:
        held = waiting.pop()
        held = held.get_object() if hasattr(held, "get_object") else held
        seen += 1
        if isinstance(held, list):
            waiting.extend(held)
        elif isinstance(held, dict):
            for key in ("/Alt", "/ActualText", "/E", "/T"):
                if held.get(key):
                    yield Text("alternative text", str(held[key]))
            if held.get("/K") is not None and not isinstance(held["/K"], int):
                waiting.append(held["/K"])
