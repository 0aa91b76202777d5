"""A zip whose every byte is settled by what it holds: stored, no dates, one order, one way to write it.

Members are stored as they are, so a reader of any year needs no decompressor, and a byte that changes does
so in one place. Given the list of members and the comment, every other byte follows; `Region` says which
is which. A pack of years ago is checked by writing it again, so the way to write it must never change:
`zipfile`, whose headers are the business of each version of Python, would not do.

References
----------
.. [1] PKWARE, .ZIP File Format Specification 6.3.10 (2022), sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kpi_lib.core.errors import StorageError

LOCAL, DIRECTORY, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
VERSION, FLAGS, STORED, TIME, DAY = 20, 0x0800, 0, 0, 0x21
"""Zip 2.0; names in UTF-8; no compression; midnight of 1 January 1980, the first moment a zip can state."""
UNIX_FILE = (VERSION | 3 << 8, 0o100644 << 16)
LARGEST = 0xFFFFFFFF
MOST_MEMBERS = 0xFFFF

HEADER, CONTENT, ENTRY, TAIL = "header", "content", "directory entry", "end record"


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a container: which part of which member, and where; the tail belongs to none."""

    kind: str
    name: str
    start: int
    stop: int


def write_container(out: BinaryIO, members: Iterable[tuple[str, bytes]], comment: bytes) -> None:
    """Write the zip of some members, in the order given, holding one of them at a time.

    Raises
    ------
    StorageError : more, or larger, than a plain zip can hold.
    """
    directory: list[bytes] = []
    at = n = 0
    for n, (name, content) in enumerate(members, start=1):
        head = (VERSION, FLAGS, STORED, TIME, DAY, zlib.crc32(content), len(content), len(content))
        coded = name.encode()
        about = (len(coded), 0, 0, 0, 0, UNIX_FILE[1], at)
        directory += [DIRECTORY.pack(b"PK\1\2", UNIX_FILE[0], *head, *about), coded]
        at += LOCAL.size + len(coded) + len(content)
        if at > LARGEST or n > MOST_MEMBERS:
            raise StorageError("An evidence pack is too large for a zip", got=f"{at:,} bytes", where=name)
        out.writelines([LOCAL.pack(b"PK\3\4", *head, len(coded), 0), coded, content])
    listed = b"".join(directory)
    out.writelines([listed, END.pack(b"PK\5\6", 0, 0, n, n, len(listed), at, len(comment)), comment])


def regions_of(sizes: Sequence[tuple[str, int]], comment_size: int) -> list[Region]:
    """Return the regions of a container by the names and sizes of its members, in their order."""
    regions, at = [], 0
    for name, size in sizes:
        begin = at + LOCAL.size + len(name.encode())
        regions += [Region(HEADER, name, at, begin), Region(CONTENT, name, begin, begin + size)]
        at = begin + size
    for name, _ in sizes:
        stop = at + DIRECTORY.size + len(name.encode())
        regions.append(Region(ENTRY, name, at, stop))
        at = stop
    return [*regions, Region(TAIL, "", at, at + END.size + comment_size)]
