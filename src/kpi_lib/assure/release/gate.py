"""The gate: a sealed candidate becomes the released site, all at once or not at all, and the log says so.

The order keeps every moment whole. The new site is made next to the old one and its evidence is written; what
the release will be is written down (`pending`); then the site moves into place in one step. What follows,
the log first, is what every later command would do as well: `settle`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_lib.assure.release.archive import Archive, load_archive, load_site_records
from kpi_lib.assure.release.candidate import needs_evidence, target_of
from kpi_lib.assure.release.evidence import EVIDENCE_FOLDER, Evidence, gather_evidence
from kpi_lib.assure.release.log import (
    UNATTENDED,
    Correction,
    Entry,
    Hashes,
    ReleasedEdition,
    moment_of_release,
)
from kpi_lib.assure.release.notes import fill_page
from kpi_lib.assure.release.pending import (
    Pending,
    releasing_alone,
    save_pending,
    save_pending_pack,
    settle,
)
from kpi_lib.assure.release.rules import check_always, check_unattended, check_words
from kpi_lib.assure.release.seal import SITE, check_seal, copy_sealed, load_seal
from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk.replace import replaced_folder
from kpi_lib.pack.project import Project
from kpi_lib.publish.target import check_target
from kpi_lib.run.hashes import hash_files
from kpi_lib.run.inputs import check_inputs
from kpi_lib.run.record import load_record

REASON_UNATTENDED = "Scheduled run: every rule for unattended releases held"


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
    with releasing_alone(project):
        return _release(project, reason.strip(), approver.strip(), is_unattended=False)


def release_unattended(project: Project) -> Released:
    """Release the candidate of a run that nobody watches, under the rules for those.

    Raises as `release_candidate` does.
    """
    with releasing_alone(project):
        return _release(project, REASON_UNATTENDED, UNATTENDED, is_unattended=True)


def _release(project: Project, reason: str, approver: str, *, is_unattended: bool) -> Released:
    settle(project)
    seal = load_seal(project)
    _check_same_target(project, seal)
    check_target(project)
    archive = load_archive(project)
    check_seal(project, seal)
    # a scheduled run on unchanged files builds the released site again: that is no new release
    if archive.site and seal["hashes"]["site"] == archive.site_hash:
        return Released(project.site, len(archive.log), None)
    check_always(project, archive, seal)
    corrections = tuple(Correction(**fields) for fields in seal["corrections"])
    if is_unattended:
        check_unattended(archive, seal, corrections)
    evidence = _gather(project, seal, archive)
    entry = Entry(
        release=archive.next_release,
        when=moment_of_release(),
        approver=approver,
        reason=reason,
        is_unattended=is_unattended,
        publisher=seal["publisher"],
        editions=tuple(_editions(seal, evidence, archive)),
        hashes=Hashes(**seal["hashes"]),
        difference=seal["counts"],
        corrections=corrections,
        previous=archive.log[-1].sha256 if archive.log else "",
    ).sealed()
    return _move(project, archive, seal, entry, evidence)


def _move(
    project: Project, archive: Archive, seal: Mapping[str, Any], entry: Entry, evidence: Sequence[Evidence]
) -> Released:
    """Write a release down, put its site in place and settle it; undone where that fails before the move."""
    log = (*archive.log, entry)
    try:
        with replaced_folder(project.site) as building:
            copy_sealed(project.candidate / SITE, seal["files"]["site"], building)
            fill_page(building, log, load_site_records(building))
            packs = [save_pending_pack(project, gathered, entry, log) for gathered in evidence]
            save_pending(project, Pending(entry, hash_files(building)))
    finally:
        settle(project)
    folder = project.releases / EVIDENCE_FOLDER
    return Released(project.site, entry.release, entry, tuple(folder / name for name in packs))


def _gather(project: Project, seal: Mapping[str, Any], archive: Archive) -> list[Evidence]:
    """Read the evidence of the editions whose pages or figures are not those of their last release."""
    states = {edition["slug"]: edition["state"] for edition in seal["editions"]}
    slugs = [slug for slug, state in states.items() if needs_evidence(slug, state, archive)]
    loaded = (load_record(project.editions / slug) for slug in slugs)
    records = [record for record in loaded if record is not None]
    check_inputs(project, records)  # once more: settings and methods are packed, and are no part of the seal
    return [gather_evidence(project, record, seal) for record in records]


def _editions(
    seal: Mapping[str, Any], evidence: Sequence[Evidence], archive: Archive
) -> Iterator[ReleasedEdition]:
    """Yield the editions of a release; one without new evidence keeps that of its last release."""
    new = {gathered.record.slug: gathered.sha256 for gathered in evidence}
    before = {edition.slug: edition for edition in archive.log[-1].editions} if archive.log else {}
    for edition in seal["editions"]:
        last = before.get(edition["slug"])
        if edition["slug"] in new or last is None:
            sha256 = new.get(edition["slug"], "")
            yield ReleasedEdition(**edition, evidence=sha256, release=archive.next_release)
        else:
            yield last.model_copy(update=dict(edition))


def _check_same_target(project: Project, seal: Mapping[str, Any]) -> None:
    if seal["target"] != target_of(project):
        raise ReleaseError(
            "The candidate was built for another site",
            got=target_of(project),
            expected=seal["target"],
            hint=f"kpi release --out {seal['target']}, or build one for this site: kpi publish",
        )
