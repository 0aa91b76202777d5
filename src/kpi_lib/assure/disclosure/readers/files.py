"""Every artefact of a site, each by the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath

from kpi_lib.assure.disclosure.readers.artefact import Artefact, not_made
from kpi_lib.assure.disclosure.readers.html import read_html, read_svg
from kpi_lib.assure.disclosure.readers.office import read_word, read_workbook
from kpi_lib.assure.disclosure.readers.pdf import read_pdf
from kpi_lib.assure.disclosure.readers.text_files import (
    read_code,
    read_csv,
    read_json,
    read_json_lines,
    read_notebook,
    read_script,
    read_text,
)

READERS: dict[str, Callable[[str, bytes], Artefact | Iterable[Artefact]]] = {
    ".css": read_code,
    ".csv": read_csv,
    ".docx": read_word,
    ".html": read_html,
    ".ipynb": read_notebook,
    ".js": read_script,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".map": read_code,
    ".pdf": read_pdf,
    ".svg": read_svg,
    ".txt": read_text,
    ".xlsx": read_workbook,
    ".xml": read_text,
}
"""Every kind of file with words that the pack and its two publishers write into a site."""

WITHOUT_WORDS = {".ico": b"\0\0\1\0", ".png": b"\x89PNG", ".woff": b"wOFF", ".woff2": b"wOF2"}
"""Icons and fonts of the publishers' themes, with their first bytes: what only has the name is a fault."""


def read_site(folder: Path) -> Iterator[Artefact]:
    """Yield every file of a site as it reads, in the order of their paths."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from read_bytes(path.relative_to(folder).as_posix(), path.read_bytes())


def read_bytes(file: str, content: bytes) -> Iterator[Artefact]:
    """Yield what one file says; one of a kind that the pack does not make is a fault, whatever it holds."""
    suffix = PurePath(file).suffix.lower()
    if suffix in WITHOUT_WORDS and content.startswith(WITHOUT_WORDS[suffix]):
        return
    if suffix not in READERS:
        yield not_made(file)
        return
    try:
        artefacts = READERS[suffix](file, content)
        yield from [artefacts] if isinstance(artefacts, Artefact) else list(artefacts)
    except Exception as error:  # whatever its reader stumbles over, nobody knows what the file says
        yield Artefact(file, faults=(f"{type(error).__name__}: {error}",))
