"""A PDF: the text of its pages, and what it says elsewhere: alternative texts, notes, bookmarks, metadata."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from kpi_lib.assure.disclosure.readers.artefact import Artefact, Text
from kpi_lib.assure.disclosure.readers.grids import tables_in_text
from kpi_lib.assure.disclosure.readers.text_files import lines_of

_PARAGRAPH = re.compile(r"(?<=[.!?])\s*\n")
_SAYING = ("/Alt", "/ActualText", "/Contents", "/E", "/T", "/TU", "/Title", "/V")
"""Keys of words: alternative texts, notes, form fields, bookmarks."""


def read_pdf(file: str, content: bytes) -> Artefact:
    """Read a PDF by pypdf; files attached to it are a fault, whatever they hold."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    reader = PdfReader(BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    parts = list(_dictionaries(reader.trailer["/Root"]))
    texts = [*_metadata(reader), *(text for part in parts for text in _words_of(part))]
    texts += [text for number, page in enumerate(pages, start=1) for text in _texts(f"page {number}", page)]
    faults = ["an attached file, which the pack does not make" for part in parts if "/EF" in part]
    return Artefact(file, texts, [grid for page in pages for grid in tables_in_text(page)], faults=faults)


def _texts(where: str, text: str) -> Iterator[Text]:
    """Yield a page by its lines and, as lines break within sentences, by its paragraphs."""
    yield from lines_of(where, text)
    yield from (Text(where, part.replace("\n", " ")) for part in _PARAGRAPH.split(text))


def _metadata(reader: Any) -> Iterator[Text]:
    for name, text in (reader.metadata or {}).items():
        yield Text("metadata", f"{str(name).lstrip('/')}: {text}")
    if reader.xmp_metadata is not None:
        yield Text("metadata", reader.xmp_metadata.rdf_root.toxml())


def _dictionaries(root: Any) -> Iterator[dict[str, Any]]:
    """Yield every dictionary that can be reached from the root, each once."""
    from pypdf.generic import IndirectObject

    waiting, seen = [root], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in seen:
                continue
            seen.add(part.idnum)
            part = part.get_object()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _words_of(part: dict[str, Any]) -> Iterator[Text]:
    from pypdf.generic import TextStringObject

    for key in _SAYING:
        if key in part and isinstance(words := part[key], TextStringObject):  # `get` follows no reference
            yield Text(f"{key.lstrip('/')} of the PDF", str(words))
