"""One file of an evidence pack: its size and hash are known at once, its content is read as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpi_lib.core.errors import ReleaseError
from kpi_lib.run.hashes import sha256


@dataclass(frozen=True, slots=True)
class Member:
    """What a pack holds under one name: bytes made for it, or a file as it was when it was gathered."""

    source: bytes | Path
    size: int
    sha256: str

    @classmethod
    def of(cls, source: bytes | Path) -> Member:
        """Take a member's size and hash; raises OSError for a file that cannot be read."""
        content = source if isinstance(source, bytes) else source.read_bytes()
        return cls(source, len(content), sha256(content))

    def content(self) -> bytes:
        """Return its bytes.

        Raises
        ------
        ReleaseError : the file is no longer what it was when it was gathered. OSError : it cannot be read.
        """
        if isinstance(self.source, bytes):
            return self.source
        content = self.source.read_bytes()
        if sha256(content) != self.sha256:
            raise ReleaseError(
                "A file changed while its evidence was written",
                where=str(self.source),
                hint="let nothing write there during a release, and run again; nothing was released",
            )
        return content
