"""The evidence pack of a released edition: all that it takes to check it, or to make it again, in one zip."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

import kpi_lib
from kpi_lib.assure.release.container import write_container
from kpi_lib.assure.release.log import LOG_FILE, Entry, Log, as_text
from kpi_lib.assure.release.seal import DIFFERENCE_FILE, SITE
from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.ingest.raw_folder import files_in
from kpi_lib.pack.project import Project
from kpi_lib.run.hashes import hash_of_files, names_in, sha256, sums_text
from kpi_lib.run.inputs import SETTINGS, method_files, source_notebooks
from kpi_lib.run.record import EditionRecord

EVIDENCE_FOLDER = "evidence"
EDITION_FOLDER = "edition"
"""Where a pack holds the executed edition."""
PENDING = ".pending"
"""Ends the name of a pack until its release is in the log."""
MANIFEST, SUMS, ENTRY_FILE = "manifest.json", "SHA256SUMS", "release.json"
OF_THE_RELEASE = frozenset({MANIFEST, SUMS, ENTRY_FILE, LOG_FILE})
"""Written once the release is known; all other members are what its log entry vouches for."""
COMMENT = re.compile(rb"kpi evidence 1; manifest\.json (\d{1,9}) ([0-9a-f]{64}); SHA256SUMS ([0-9a-f]{64})\Z")

_OF_THE_ROOT = ("requirements.lock", "pyproject.toml", "_quarto.yml", *SETTINGS)

_DOCUMENTS = {".docx", ".pdf"}


@dataclass(frozen=True, slots=True)
class Member:
    """What a pack holds under one name: bytes made for it, or a file as it was when it was gathered.

    Its size and hash are known at once, its content is read again as it is written, so a pack of gigabytes
    takes the memory of its largest file.
    """

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


@dataclass(frozen=True)
class Evidence:
    """What a pack will hold besides the release itself, and the one hash of it that the log keeps."""

    record: EditionRecord
    members: Mapping[str, Member]

    @property
    def sha256(self) -> str:
        """The hash of `sha256sum`'s text of all members."""
        return contents_hash({name: member.sha256 for name, member in self.members.items()})


def gather_evidence(project: Project, record: EditionRecord, seal: Mapping[str, Any]) -> Evidence:
    """Read all that is behind one edition; raises StorageError for a file that cannot be read."""
    with storage_faults(project.root):
        members = {name: Member.of(path) for name, path in _files(project, record) if path.is_file()}
        members["site.sha256"] = Member.of(sums_text(seal["files"]["site"]).encode())
        members["issues.csv"] = Member.of(_issues(project))
    return Evidence(record, dict(sorted(members.items())))


def pack_name(slug: str, release: int) -> str:
    """Return the name of the pack of one edition that a release wrote."""
    return f"{slug}-{release}.zip"


def write_pack(out: BinaryIO, evidence: Evidence, entry: Entry, log: Log) -> None:
    """Write a pack: the evidence, the release's entry and log, a manifest and `SHA256SUMS`.

    Raises
    ------
    ReleaseError : a file is no longer what was gathered. OSError : one cannot be read or written.
    """
    release = {ENTRY_FILE: Member.of(_json(entry.model_dump())), LOG_FILE: Member.of(as_text(log).encode())}
    members = dict(sorted({**evidence.members, **release}.items()))
    record = evidence.record
    manifest = _json(
        {
            "format": 1,
            "release": entry.release,
            "edition": {name: getattr(record, name) for name in ("slug", "title", "quarter", "area_code")},
            "members": {name: {"bytes": item.size, "sha256": item.sha256} for name, item in members.items()},
        }
    )
    sums = make_sums(manifest, {name: member.sha256 for name, member in members.items()})
    contents = ((name, member.content()) for name, member in members.items())
    lists = [(MANIFEST, manifest), (SUMS, sums)]
    write_container(out, chain(lists, contents), make_comment(manifest, sums))


def make_sums(manifest: bytes, hashes: Mapping[str, str]) -> bytes:
    """Return `SHA256SUMS`: every member but itself, as `sha256sum --check` reads it."""
    return sums_text({**hashes, MANIFEST: sha256(manifest)}).encode()


def make_comment(manifest: bytes, sums: bytes) -> bytes:
    """Return the zip's comment, which vouches for the two lists."""
    return (f"kpi evidence 1; {MANIFEST} {len(manifest)} {sha256(manifest)}; {SUMS} {sha256(sums)}").encode()


def contents_hash(hashes: Mapping[str, str]) -> str:
    """Return the one hash of what a pack holds besides the release, as the log keeps it."""
    return hash_of_files({name: value for name, value in hashes.items() if name not in OF_THE_RELEASE})


def _files(project: Project, record: EditionRecord) -> Iterator[tuple[str, Path]]:
    """Yield member names with the files they are read from."""
    folders = {
        EDITION_FOLDER: project.editions / record.slug,
        "code/kpi_lib": Path(kpi_lib.__file__).parent,
    }
    for inside, folder in folders.items():
        yield from ((f"{inside}/{name}", folder / name) for name in names_in(folder))
    yield from ((f"source-notebooks/{name}", path) for name, path in source_notebooks(project).items())
    yield from ((f"data/raw/{name}", project.raw / name) for name in files_in(project.raw))
    published = project.candidate / SITE / "editions" / record.slug
    yield from (
        (f"documents/{path.name}", path) for path in published.glob("*.*") if path.suffix in _DOCUMENTS
    )
    processed = (path for path in project.processed.glob("*") if path.suffix in {".parquet", ".json"})
    yield from ((f"data/processed/{path.name}", path) for path in processed if path.name != "told.json")
    yield from ((f"methods/{path.name}", path) for path in method_files().values())
    yield from ((name, project.root / name) for name in _OF_THE_ROOT)
    yield DIFFERENCE_FILE, project.candidate / DIFFERENCE_FILE


def _issues(project: Project) -> bytes:
    from kpi_lib.ingest.store import load_processed

    if not any(project.processed.glob("*.parquet")):
        return b""
    return load_processed(project.processed).issues.to_csv(index=False, lineterminator="\n").encode()


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
