"""Every artefact of a site, whatever its kind; archives are opened, however deep."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from kpi_lib.edition.disclosure.pieces import Artefact
from kpi_lib.edition.disclosure.read_html import read_html, read_svg
from kpi_lib.edition.disclosure.read_notebook import read_notebook
from kpi_lib.edition.disclosure.read_pdf import read_pdf
from kpi_lib.edition.disclosure.read_picture import read_picture
from kpi_lib.edition.disclosure.read_plain import read_plain
from kpi_lib.edition.disclosure.read_zip import OFFICE, members, read_office

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
    elif suffix not in _FONTS and b"\0" not in content[:2048]:
        yield read_plain(file, content)


def _read_archive(file: str, content: bytes, depth: int) -> Iterator[Artefact]:
    is_office = PurePath(file).suffix.lower() in OFFICE
    try:
        if is_office:
            yield from read_office(file, content)
        inside = list(members(content)) if depth < DEEPEST else []
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        yield Artefact(file, faults=(f"the archive cannot be opened: {error}",))
        return
    for name, data in inside:
        if not (is_office and name.endswith((".xml", ".rels", ".vml"))):
            yield from read_bytes(f"{file}!/{name}", data, depth + 1)
