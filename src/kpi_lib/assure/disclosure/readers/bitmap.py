"""What a bitmap carries in words: the text chunks of a PNG, the comments and metadata of a JPEG or WebP."""

from __future__ import annotations

import re
import zlib

from kpi_lib.assure.disclosure.readers.pieces import Artefact, Text

_PNG = b"\x89PNG\r\n\x1a\n"
_RUN = re.compile(rb"[\x20-\x7e]{6,}")


def read_picture(file: str, content: bytes) -> Artefact:
    """Read a bitmap's metadata; its pixels are drawn from the same figures as the SVG, which is read."""
    if not content.startswith(_PNG):
        said = b" \n".join(_RUN.findall(content)) if b"<x:xmpmeta" in content or b"Exif" in content else b""
        return Artefact(file, [Text("metadata", said.decode("ascii"))] if said else [])
    return Artefact(file, [Text("metadata", text) for text in _png_texts(content)])


def _png_texts(content: bytes) -> list[str]:
    found, place = [], len(_PNG)
    while place + 8 <= len(content):
        size, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + size]
        if kind in (b"tEXt", b"iTXt", b"zTXt"):
            found.append(_chunk_text(kind, data))
        place += 12 + size
    return found


def _chunk_text(kind: bytes, data: bytes) -> str:
    key, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        try:
            rest = zlib.decompress(rest[1:])
        except zlib.error:
            rest = b""
    return f"{key.decode('latin-1')}: {rest.replace(bytes(1), b' ').decode('utf-8', errors='replace')}"
