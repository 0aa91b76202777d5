"""Check an evidence pack years later: every changed, missing or added file, and every byte of the zip itself.

Only the pack is needed, no project. Three places vouch for the list of its files (the list itself,
`SHA256SUMS` and the zip's comment), so that a changed byte of one is known from that of another.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpi_lib.assure.release.container import CONTENT, LOCAL, TAIL, Region, regions_of, write_container
from kpi_lib.assure.release.evidence import (
    COMMENT,
    ENTRY_FILE,
    MANIFEST,
    PENDING,
    SUMS,
    contents_hash,
    make_comment,
    make_sums,
)
from kpi_lib.assure.release.log import LOG_FILE, Entry, load_log, parse_log
from kpi_lib.catalogue.text_files import check_is_file
from kpi_lib.core.errors import ReleaseError
from kpi_lib.run.hashes import parse_sums, sha256

CHANGED, MISSING, ADDED = "changed", "missing", "added"
CONTAINER = "the zip itself"
Contents = Mapping[str, bytes]
_UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError)
"""What Python's own reader of zips raises on a damaged one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a pack: which file, or the zip itself; what became of it; where."""

    name: str
    what: str
    where: str = ""

    @property
    def words(self) -> str:
        """The fault in a line."""
        return f"{self.name}: {self.what}{f' ({self.where})' if self.where else ''}"


def verify_pack(path: Path, log: Path | None = None) -> list[Fault]:
    """Return all that is wrong with a pack; nothing where every byte is as it was written.

    Parameters
    ----------
    log : a copy of the release log, such as the one in the site: it must hold the pack's own release.

    Raises
    ------
    ReleaseError : the file cannot be read, is no evidence pack or one of a release that never happened, or
        the log given is none or broken itself.
    """
    for file in (path, *([log] if log else [])):
        check_is_file(file, ReleaseError)
    if path.suffix == PENDING:
        raise ReleaseError(
            "This pack is of a release that is under way, or was stopped and never happened",
            where=str(path),
            hint="kpi publish or kpi release finishes a release that was stopped, or undoes it",
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReleaseError("The pack cannot be read", where=str(path), got=error.strerror) from error
    if b"manifest.json" not in data:
        raise ReleaseError(
            "This is no evidence pack", where=str(path), expected="a zip that kpi release wrote"
        )
    if faults := check_bytes(data):
        return faults
    members = {name: content or b"" for name, content in _unzip(data).items()}
    return [*_check_release(members), *(_check_log(members, log) if log else [])]


def check_bytes(data: bytes) -> list[Fault]:
    """Return every part of a pack that is not as it was written."""
    manifest = _manifest(data)
    if manifest is None:
        return [Fault(MANIFEST, CHANGED), *_by_name(data, _stated_sums(data))]
    listed = json.loads(manifest)["members"]
    hashes = {name: str(about["sha256"]) for name, about in listed.items()}
    sums = make_sums(manifest, hashes)
    expected = {**hashes, MANIFEST: sha256(manifest), SUMS: sha256(sums)}
    comment = make_comment(manifest, sums)
    sizes = [(MANIFEST, len(manifest)), (SUMS, len(sums))]
    sizes += [(name, int(about["bytes"])) for name, about in sorted(listed.items())]
    regions = regions_of(sizes, len(comment))
    if regions[-1].stop != len(data):
        text = f"{len(data):,} bytes, written with {regions[-1].stop:,}"
        return [*_by_name(data, expected), Fault(CONTAINER, CHANGED, text)]
    return list(_by_region(data, regions, expected, comment))


def _by_region(
    data: bytes, regions: list[Region], expected: Mapping[str, str], comment: bytes
) -> Iterator[Fault]:
    """Yield the members whose bytes changed, then the bytes of the zip around them that did."""
    contents = {region.name: data[region.start : region.stop] for region in regions if region.kind == CONTENT}
    changed = {name for name, content in contents.items() if sha256(content) != expected[name]}
    yield from (Fault(name, CHANGED) for name in contents if name in changed)
    rewritten = io.BytesIO()
    write_container(rewritten, contents.items(), comment)
    written = rewritten.getvalue()
    for region in regions:
        # a member's headers hold its checksum: of a changed member they differ for that reason alone
        if region.kind == CONTENT or region.name in changed:
            continue
        pairs = zip(data[region.start : region.stop], written[region.start : region.stop], strict=True)
        wrong = [place for place, (now, then) in enumerate(pairs, region.start) if now != then]
        if wrong:
            of = f" of {region.name}" if region.kind != TAIL else ""
            yield Fault(CONTAINER, CHANGED, f"{region.kind}{of}, byte {wrong[0]:,}")


def _by_name(data: bytes, expected: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what differs from a list of hashes, for a zip whose parts are not where they should be."""
    try:
        members = _unzip(data)
    except _UNREADABLE as error:
        yield Fault(CONTAINER, CHANGED, f"it cannot be opened: {error}")
        return
    for name in sorted({*expected, *members} - {MANIFEST}):
        if name not in members:
            yield Fault(name, MISSING)
        elif name not in expected:
            yield Fault(name, ADDED)
        elif (content := members[name]) is None or sha256(content) != expected[name]:
            yield Fault(name, CHANGED)


def _check_release(members: Contents) -> Iterator[Fault]:
    """Yield where the release that a pack is of does not vouch for what the pack holds."""
    entry = Entry.model_validate_json(members[ENTRY_FILE])
    slug = json.loads(members[MANIFEST])["edition"]["slug"]
    hashes = {name: sha256(content) for name, content in members.items()}
    stated = {edition.slug: edition.evidence for edition in entry.editions}
    if stated.get(slug) != contents_hash(hashes):
        yield Fault(ENTRY_FILE, "states another hash of what the pack holds")
    try:
        log = parse_log(members[LOG_FILE].decode(), LOG_FILE)
        if not log or log[-1] != entry:
            yield Fault(LOG_FILE, f"does not end with release {entry.release}")
    except ReleaseError as error:
        yield Fault(LOG_FILE, error.what, error.got)


def _check_log(members: Contents, path: Path) -> Iterator[Fault]:
    entry = Entry.model_validate_json(members[ENTRY_FILE])
    if entry not in load_log(path):
        yield Fault(ENTRY_FILE, f"release {entry.release} stands otherwise, or not at all, in {path.name}")


def _manifest(data: bytes) -> bytes | None:
    """Return the list of files, where the comment or `SHA256SUMS` vouches for it; None where neither does."""
    comment = COMMENT.search(data)
    by_comment = comment.group(2).decode() if comment else ""
    for content, sums in _manifests(data, int(comment.group(1)) if comment else 0):
        by_content = sha256(content)
        if by_content == by_comment or f"{by_content}  {MANIFEST}\n".encode() in sums:
            return content
    return None


def _manifests(data: bytes, size_in_comment: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield what may be the list of files, with where `SHA256SUMS` may be: as written, then as unzipped.

    Its size is in two places, its own header and the comment, so that a changed byte in one of them leaves
    the other: a pack with a damaged header is not taken for one with a damaged list.
    """
    begin = LOCAL.size + len(MANIFEST)
    if len(data) > LOCAL.size:
        yield data[begin : begin + LOCAL.unpack(data[: LOCAL.size])[8]], data
    yield data[begin : begin + size_in_comment], data
    try:
        members = _unzip(data)
        yield members.get(MANIFEST) or b"", members.get(SUMS) or b""
    except _UNREADABLE:
        return


def _stated_sums(data: bytes) -> dict[str, str]:
    """Return the hashes of `SHA256SUMS` as it is in a pack whose list is not to be trusted."""
    try:
        text = (_unzip(data).get(SUMS) or b"").decode("utf-8", "replace")
    except _UNREADABLE:
        return {}
    return {**parse_sums(text), SUMS: sha256(text.encode())}


def _unzip(data: bytes) -> dict[str, bytes | None]:
    """Return the members by name, None for one that cannot be read."""
    members: dict[str, bytes | None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            try:
                members[name] = container.read(name)
            except _UNREADABLE:
                members[name] = None
    return members
