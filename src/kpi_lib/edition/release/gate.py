"""The gate: a sealed candidate becomes the released site, all at once or not at all, and the log says so.

The order keeps every moment whole. Evidence is written first; the site, which carries a copy of the log
with the new entry, moves into place in one step; the project's own log follows. Stopped before that step,
nothing was released; stopped after it, the next call takes the entry over from the site.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk.faults import storage_faults
from kpi_lib.disk.lock import held_alone
from kpi_lib.disk.replace import replaced_file, replaced_folder
from kpi_lib.disk.settle import make_private_folder
from kpi_lib.edition.project import Project
from kpi_lib.edition.publish import check_target
from kpi_lib.edition.record import load_record
from kpi_lib.edition.release.archive import Archive, load_archive, load_site_records
from kpi_lib.edition.release.candidate import SITE, site_before, target_of
from kpi_lib.edition.release.difference import CARRIED, SAME
from kpi_lib.edition.release.evidence import EVIDENCE_FOLDER, Evidence, gather_evidence, write_pack
from kpi_lib.edition.release.log import (
    LOG_FILE,
    UNATTENDED,
    Correction,
    Entry,
    Log,
    ReleasedEdition,
    load_log,
    save_log,
)
from kpi_lib.edition.release.log_page import fill_page
from kpi_lib.edition.release.rules import check_always, check_unattended, check_words
from kpi_lib.edition.release.seal import changed_files, check_seal, hash_files, hashes_in, load_seal

RULES_HELD = "Scheduled run: every rule for unattended releases held"
CLOCK = "SOURCE_DATE_EPOCH"
"""Environment variable: the moment to state instead of now, in seconds (reproducible-builds.org)."""


@dataclass(frozen=True)
class Released:
    """What a release came to: its entry, or None where the site is the released one already."""

    site: Path
    release: int
    entry: Entry | None
    packs: tuple[Path, ...] = ()


def release_candidate(project: Project, *, reason: str, approver: str) -> Released:
    """Release the candidate because somebody approves it; see `docs/release.md` for the rules.

    Raises
    ------
    ReleaseError : no reason or approver, no sealed candidate, one that changed, a rule that does not hold,
        another release under way. StorageError : the disk is full. Nothing has changed then.
    """
    check_words(reason, approver)
    with _alone(project):
        return _release(project, reason.strip(), approver.strip(), is_unattended=False)


def release_unattended(project: Project) -> Released:
    """Release the candidate of a run that nobody watches, under the rules for those; raises likewise."""
    with _alone(project):
        return _release(project, RULES_HELD, UNATTENDED, is_unattended=True)


def _release(project: Project, reason: str, approver: str, *, is_unattended: bool) -> Released:
    seal = load_seal(project)
    _check_same_target(project, seal)
    check_target(project)
    archive = load_archive(project)
    _complete_log(project, archive)
    check_seal(project, seal)
    if archive.log and seal["hashes"]["site"] == archive.log[-1].hashes.site == site_before(archive):
        return Released(project.site, len(archive.log), None)
    check_always(project, archive, seal)
    corrections = tuple(Correction(**item) for item in seal["corrections"])
    if is_unattended:
        check_unattended(corrections)
    evidence = _gather(project, seal, archive)
    entry = Entry(
        release=archive.next_release,
        when=_now(),
        approver=approver,
        reason=reason,
        is_unattended=is_unattended,
        publisher=seal["publisher"],
        editions=tuple(_editions(seal, evidence, archive)),
        hashes=hashes_in(seal),
        difference=seal["counts"],
        corrections=corrections,
        previous=archive.log[-1].sha256 if archive.log else "",
    ).sealed()
    return _move(project, archive, seal, entry, evidence)


def _move(
    project: Project, archive: Archive, seal: Mapping[str, Any], entry: Entry, evidence: Sequence[Evidence]
) -> Released:
    """Write the evidence, put the site in place, append to the log; undo the evidence where that fails."""
    log, packs = (*archive.log, entry), []
    try:
        for item in evidence:
            packs.append(_save_pack(project, item, entry, log))
        with replaced_folder(project.site) as building:
            shutil.copytree(project.candidate / SITE, building, dirs_exist_ok=True)
            _check_copy(building, seal)
            fill_page(building, log, load_site_records(building))
    except BaseException:
        for path in packs:
            path.unlink(missing_ok=True)
        raise
    save_log(project.releases / LOG_FILE, log)
    return Released(project.site, entry.release, entry, tuple(packs))


def _gather(project: Project, seal: Mapping[str, Any], archive: Archive) -> list[Evidence]:
    """Read the evidence of the editions whose pages or figures are not those of their last release."""
    wanted = [item["slug"] for item in seal["editions"] if _needs_pack(item, archive)]
    records = (load_record(project.editions / slug) for slug in wanted)
    return [gather_evidence(project, record, seal) for record in records if record is not None]


def _needs_pack(item: Mapping[str, str], archive: Archive) -> bool:
    was_released = item["slug"] in archive.released_slugs
    return item["state"] != CARRIED and not (item["state"] == SAME and was_released)


def _editions(
    seal: Mapping[str, Any], evidence: Sequence[Evidence], archive: Archive
) -> Iterator[ReleasedEdition]:
    fresh = {item.record.slug: item.sha256 for item in evidence}
    before = {item.slug: item for item in archive.log[-1].editions} if archive.log else {}
    for item in seal["editions"]:
        last = before.get(item["slug"])
        if item["slug"] in fresh or last is None:
            sha256 = fresh.get(item["slug"], "")
            yield ReleasedEdition(**item, evidence=sha256, release=archive.next_release)
        else:
            yield last.model_copy(update={"state": item["state"], "title": item["title"]})


def _save_pack(project: Project, evidence: Evidence, entry: Entry, log: Log) -> Path:
    path = project.releases / EVIDENCE_FOLDER / f"{evidence.record.slug}-{entry.release}.zip"
    with replaced_file(path, is_private=True) as building, building.open("wb") as out:
        write_pack(out, evidence, entry, log)
    return path


def _complete_log(project: Project, archive: Archive) -> None:
    """Take over the entries of a release that was stopped between its site and the project's log."""
    path = project.releases / LOG_FILE
    if len(load_log(path)) < len(archive.log):
        save_log(path, archive.log)


def _check_copy(building: Path, seal: Mapping[str, Any]) -> None:
    found = changed_files(seal["files"]["site"], hash_files(building))
    if found:
        raise ReleaseError("The candidate changed while it was released", got=", ".join(found[:5]))


def _check_same_target(project: Project, seal: Mapping[str, Any]) -> None:
    if seal["target"] != target_of(project):
        raise ReleaseError(
            "The candidate was built for another site",
            got=target_of(project),
            expected=seal["target"],
            hint=f"kpi release --out {seal['target']}, or build one for this site: kpi publish",
        )


@contextmanager
def _alone(project: Project) -> Generator[None]:
    """Hold the lock of the project's releases; a second release at the same time is refused."""
    for folder in (project.candidate.parent, project.releases):
        with storage_faults(folder):
            make_private_folder(folder)
    refusal = ReleaseError(
        "Another release is under way here",
        where=str(project.candidate),
        hint="wait until it has ended",
    )
    with held_alone(project.candidate, wait=0, refusal=refusal):
        yield


def _now() -> str:
    told = os.environ.get(CLOCK)
    moment = datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
