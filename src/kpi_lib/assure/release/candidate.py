"""The candidate: the site as it would be released, its difference from the released one, and its seal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.checks import run_checks
from kpi_lib.assure.release.difference import (
    CARRIED,
    SAME,
    Difference,
    compare_with_released,
    find_corrections,
)
from kpi_lib.assure.release.log import Correction, past_corrections
from kpi_lib.assure.release.pending import settled_archive
from kpi_lib.assure.release.publication import publish_site, select_carried
from kpi_lib.assure.release.seal import DIFFERENCE_FILE, SEAL_FILE, SITE, make_seal, save_seal
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.hand_written.tables import load_corrections
from kpi_lib.pack.project import Project
from kpi_lib.publish.site_build import Published
from kpi_lib.publish.target import check_target
from kpi_lib.run.inputs import check_inputs
from kpi_lib.run.record import EditionRecord, load_editions


@dataclass(frozen=True)
class Candidate:
    """A sealed candidate: its site, how it differs from the released one, what it corrects."""

    published: Published
    difference: Difference
    corrections: tuple[Correction, ...]
    checks: tuple[str, ...]


def build_candidate(project: Project, choice: PublisherChoice, *, jobs: int = 2) -> Candidate:
    """Build the site next to the released one, check it, write down how the two differ, and seal it.

    Raises
    ------
    ReleaseError : the log is broken, the released site is not as it was released, a release is under way, or
        the files that an edition was executed from are not those that its evidence would hold.
    PublishError : the site cannot be built, or a check has found something; there is no seal then.
    SettingsError, StorageError : see `publish_site`.
    """
    check_target(project)
    archive = settled_archive(project)
    built = load_editions(project.editions, project.area_code)
    carried = select_carried(archive, built)
    difference = compare_with_released(archive, project, built, carried)
    packed = [
        record for record in built if needs_evidence(record.slug, difference.states[record.slug], archive)
    ]
    check_inputs(project, packed)
    corrections = find_corrections(difference, load_corrections(project.raw), built)
    (project.candidate / SEAL_FILE).unlink(missing_ok=True)
    listed = [(archive.next_release, correction) for correction in corrections] + past_corrections(
        archive.log
    )
    own = replace(project, site=project.candidate / SITE)
    published = publish_site(own, choice, jobs=jobs, archive=archive, corrections=listed)
    checks = run_checks(project, published.site)
    check_inputs(project, packed)  # again: to build a site takes minutes, and what is there now is sealed
    candidate = Candidate(published, difference, corrections, checks)
    _save(project, archive, candidate, [*built, *carried])
    return candidate


def needs_evidence(slug: str, state: str, archive: Archive) -> bool:
    """Say whether a release writes evidence of an edition: it is new, or differs from its last release."""
    return state != CARRIED and not (state == SAME and slug in archive.released_slugs)


def target_of(project: Project) -> str:
    """Return the folder that a candidate is for, from the project's root where it lies in there."""
    is_inside = project.site.is_relative_to(project.root)
    return (project.site.relative_to(project.root) if is_inside else project.site).as_posix()


def _save(project: Project, archive: Archive, candidate: Candidate, records: Sequence[EditionRecord]) -> None:
    """Write how a candidate differs from the released site, and its seal."""
    difference, published = candidate.difference, candidate.published
    corrections = [correction.model_dump() for correction in candidate.corrections]
    content = {
        "against_release": difference.release,
        "counts": difference.counts,
        "editions": difference.states,
        "pages": difference.pages.to_dict("records"),
        "figures": difference.figures.to_dict("records"),
        "corrections": corrections,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    write_file(project.candidate / DIFFERENCE_FILE, text)
    about = {
        "target": target_of(project),
        "publisher": published.publisher,
        "n_pages": published.n_pages,
        "release": archive.next_release,
        "site_before": archive.site_hash,
        "checks": list(candidate.checks),
        "editions": [
            {
                "slug": record.slug,
                "area_code": record.area_code,
                "title": record.title,
                "state": difference.states[record.slug],
            }
            for record in records
        ],
        "counts": difference.counts,
        "corrections": corrections,
    }
    save_seal(project, make_seal(project, about))
