"""Every artefact of a site, whatever its kind; archives are opened, however deep."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from kpi_lib.assure.disclosure.readers.archives import OFFICE, members, read_office
from kpi_lib.assure.disclosure.readers.bitmap import read_picture
from kpi_lib.assure.disclosure.readers.html import read_html, read_svg
from kpi_lib.assure.disclosure.readers.notebook import read_notebook
from kpi_lib.assure.disclosure.readers.parquet import read_parquet
from kpi_lib.assure.disclosure.readers.pdf import read_pdf
from kpi_lib.assure.disclosure.readers.pieces import Artefact
from kpi_lib.assure.disclosure.readers.plain import read_plain

_FONTS = frozenset((".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico"))
_BITMAPS = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp"))
DEEPEST = 4


def read_site(folder: Path) -> Iterator[Artefact]:
    """Yield every file of a site as it reads, in the order of their paths."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from read_bytes(path.relative_to(folder).as_posix(), path.read_bytes())


def read_bytes(file: str, content: bytes, depth: int = 0) -> Iterator[Artefact]:
    """Yield what one file holds; a file's own first bytes decide where its name misleads."""
    suffix = PurePath(file).suffix.lower()
    if content.startswith(b"PK\x03\x04") or suffix in (".zip", *OFFICE):
        yield from _read_archive(file, content, depth)
    elif content.startswith(b"%PDF"):
        yield read_pdf(file, content)
    elif suffix in _BITMAPS:
        yield read_picture(file, content)
    elif suffix in (".html", ".htm", ".xhtml"):
        yield read_html(file, content)
    elif suffix == ".svg":
        yield read_svg(file, content)
    elif suffix == ".ipynb":
        yield read_notebook(file, content)
    elif content.startswith(b"\x1f\x8b"):
        yield from _read_packed(file, content, depth)
    elif content.startswith(b"PAR1"):
        yield read_parquet(file, content)
    elif suffix not in _FONTS:
        yield _read_unknown(file, content)


def _read_unknown(file: str, content: bytes) -> Artefact:
    is_text = b"\0" not in content[:4096] or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return (
        read_plain(file, content)
        if is_text
        else Artefact(file, faults=("a kind of file that nobody can read here",))
    )


def _read_packed(file: str, content: bytes, depth: int) -> Iterator[Artefact]:
    try:
        inside = gzip.decompress(content)
    except (OSError, EOFError) as error:
        yield Artefact(file, faults=(f"the archive cannot be opened: {error}",))
        return
    if depth < DEEPEST:
        yield from read_bytes(f"{file}!/{PurePath(file).stem}", inside, depth + 1)


def _read_archive(file: str, content: bytes, depth: int) -> Iterator[Artefact]:
    is_office = PurePath(file).suffix.lower() in OFFICE
    try:
        if is_office:
            yield from read_office(file, content)
        inside = list(members(content)) if depth < DEEPEST else []
    except (zipfile.BadZipFile, RuntimeError) as error:
        yield Artefact(file, faults=(f"the archive cannot be opened: {error}",))
        return
    for name, data in inside:
        if not (is_office and name.endswith((".xml", ".rels", ".vml"))):
            yield from read_bytes(f"{file}!/{name}", data, depth + 1)
