"""A release on its way: what it will be is written down before the site moves, and settled afterwards.

`releases/pending/` holds the evidence packs under a name that is not yet theirs and, last of all, the entry
with the hash of every file of its site. From then on the site in place shows what became of the release: it
is the one written down, and the log follows; or it is the old one, and nothing was released. The end of a
release and the start of every later command do the same, `settle`, so a release that was stopped
at any moment is either finished or leaves nothing behind.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_lib.assure.release.archive import Archive, load_archive, save_files
from kpi_lib.assure.release.evidence import EVIDENCE_FOLDER, PENDING, Evidence, pack_name, write_pack
from kpi_lib.assure.release.log import LOG_FILE, Entry, Log, as_text, load_log, parse_log, save_log
from kpi_lib.assure.release.seal import hash_of_site
from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.lock import exclusive_lock
from kpi_lib.disk.replace import clear_leftovers, replaced_file, write_file
from kpi_lib.disk.settle import make_private_folder, sync_folder
from kpi_lib.pack.project import WORK_FOLDER, Project
from kpi_lib.run.hashes import Files, changed_files, hash_files, some_of

PENDING_FOLDER, PENDING_FILE = "pending", "release.json"


@dataclass(frozen=True)
class Pending:
    """A release that was written down: its entry, and the files of its site with their hashes."""

    entry: Entry
    files: Files


@contextmanager
def releasing_alone(project: Project) -> Generator[None]:
    """Hold the lock of a site's releases; raises ReleaseError where another command holds it."""
    folder = project.root / WORK_FOLDER
    with storage_faults(folder):
        make_private_folder(folder)
    refusal = ReleaseError(
        "Another release is under way here", where=str(project.site), hint="wait until it has ended"
    )
    with exclusive_lock(folder / project.releases.name, wait=0, refusal=refusal):
        yield


def settled_archive(project: Project) -> Archive:
    """Settle a release that was stopped and return the released site and the log; see `load_archive`.

    Raises
    ------
    ReleaseError : another release is under way, or for what `settle` and `load_archive` say.
    StorageError : a folder cannot be written.
    """
    with releasing_alone(project):
        settle(project)
        return load_archive(project)


def save_pending_pack(project: Project, evidence: Evidence, entry: Entry, log: Log) -> str:
    """Write the pack of one edition under its pending name and return the name that it will have.

    Raises
    ------
    ReleaseError : a file is no longer what was gathered. StorageError : one cannot be read or written.
    """
    name = pack_name(evidence.record.slug, entry.release)
    path = _folder(project) / f"{name}{PENDING}"
    with replaced_file(path, is_private=True) as building, building.open("wb") as out:
        write_pack(out, evidence, entry, log)
    return name


def save_pending(project: Project, pending: Pending) -> None:
    """Write down the release that comes next, once its packs are there; raises StorageError."""
    content = {"entry": pending.entry.model_dump(), "files": pending.files}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_file(_folder(project) / PENDING_FILE, text, is_private=True)


def settle(project: Project) -> None:
    """Finish the release that was written down, or undo it where its site is not in place.

    To be called with the lock held. What a killed command left next to the site is cleared first.

    Raises
    ------
    ReleaseError : the log or what was written down is broken, or the site in place is neither of the two.
    StorageError : a folder cannot be written.
    """
    clear_leftovers(project.site)
    if not _folder(project).is_dir():
        return
    pending, log = _load_pending(project), load_log(project.releases / LOG_FILE)
    # stopped after the log was written: its site was in place then, and need not be compared again
    if pending is not None and log[-1:] != (pending.entry,):
        pending = pending if _is_in_place(project, pending, log) else None
    if pending is not None:
        _finish(project, pending, log)
    with storage_faults(_folder(project)):
        shutil.rmtree(_folder(project))
        if not any(project.releases.iterdir()):
            project.releases.rmdir()


def _finish(project: Project, pending: Pending, log: Log) -> None:
    """Do what follows the move of a site: the log, the list of the site's files, the packs' own names."""
    if log[-1:] != (pending.entry,):
        log = parse_log(as_text((*log, pending.entry)), str(_folder(project) / PENDING_FILE))
    save_log(project.releases / LOG_FILE, log)
    save_files(project, pending.files)
    evidence = project.releases / EVIDENCE_FOLDER
    with storage_faults(evidence):
        make_private_folder(project.releases)
        make_private_folder(evidence)
        for pack in _folder(project).glob(f"*{PENDING}"):
            pack.replace(evidence / pack.name.removesuffix(PENDING))
        sync_folder(evidence)


def _is_in_place(project: Project, pending: Pending, log: Log) -> bool:
    """Say whether the site of a release is in place, or the one before it; raises where it is neither."""
    files = hash_files(project.site) if project.site.is_dir() else {}
    if files == pending.files:
        return True
    is_old = hash_of_site(files) == log[-1].hashes.site if log else LOG_FILE not in files
    if files and not is_old:
        raise ReleaseError(
            "A release was stopped, and the site in place was changed since",
            where=str(project.site),
            got=some_of(changed_files(pending.files, files)),
            expected=f"the site of release {pending.entry.release}, or the one before it, as released",
            hint=f"put the site back from its copy; without one, move {project.site.name} away: the release"
            " that was stopped is then undone",
        )
    return False


def _load_pending(project: Project) -> Pending | None:
    path = _folder(project) / PENDING_FILE
    try:
        content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Pending(Entry(**content["entry"]), dict(content["files"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            "What was written down of a stopped release is broken",
            where=str(path),
            got=str(error),
            expected="an entry of the log and the files of its site",
            hint=f"move {path.parent} away and run again: the site in place is then compared with the log",
        ) from error


def _folder(project: Project) -> Path:
    return project.releases / PENDING_FOLDER
