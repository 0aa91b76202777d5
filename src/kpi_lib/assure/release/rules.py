"""When a candidate may be released: the rules for anybody, and those for a run that nobody watches.

docs/release.md states them for readers; this module is where they are enforced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kpi_lib.analysis.editions.differences import NEW
from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.checks import CHECKS
from kpi_lib.assure.release.log import Correction
from kpi_lib.core.errors import KpiError, ReleaseError, raise_all
from kpi_lib.ingest.issues import STOP
from kpi_lib.ingest.manifest import check_manifest
from kpi_lib.ingest.store import load_processed
from kpi_lib.pack.project import Project

LEAST_WORDS = 2
"""Words that a reason has at least; "update" is none."""


def check_words(reason: str, approver: str) -> None:
    """Raise ReleaseError without a reason in words or without somebody who approves."""
    faults = []
    if len(reason.split()) < LEAST_WORDS:
        faults.append(_fault("A release needs a reason", "--reason", reason, "why, in a few words"))
    if not approver.strip():
        faults.append(_fault("A release needs somebody who approves it", "--approver", approver, "a name"))
    raise_all(faults)


def check_always(project: Project, archive: Archive, seal: Mapping[str, Any]) -> None:
    """Raise ReleaseError for what no release may do, attended or not, all of it at once.

    The site released since the candidate was built is another; a check has not passed; a figure is in
    question at stop level; an edition would be gone from its address.
    """
    raise_all([*_stale(archive, seal), *_unchecked(seal), *_stops(project), *_gone(archive, seal)])


def check_unattended(archive: Archive, seal: Mapping[str, Any], corrections: Sequence[Correction]) -> None:
    """Raise ReleaseError when a figure already released reads differently and nothing explains it.

    Likewise where nobody can say so: the edition was released, but what it said is not here any more.
    """
    new = [edition["slug"] for edition in seal["editions"] if edition["state"] == NEW]
    unknown = [slug for slug in new if slug in archive.released_slugs]
    if unknown:
        raise ReleaseError(
            "A scheduled run cannot tell which released figures it would change",
            got=f"neither the released site nor the evidence of {', '.join(unknown)}",
            hint="put the released site back from its copy, or release it yourself: kpi release --reason …",
        )
    unexplained = [
        f"{figure.slug} {figure.indicator_id} {figure.period} {figure.statistic}: {figure.old} → {figure.new}"
        for figure in corrections
        if not figure.why
    ]
    if unexplained:
        raise ReleaseError(
            "A scheduled run may not change a released figure without a reason",
            got=_first_three(unexplained),
            expected="a new edition of the source, or a row in data/raw/corrections.csv",
            hint='explain it there, or release it yourself: kpi release --reason "…" --approver "…"',
        )


def _stale(archive: Archive, seal: Mapping[str, Any]) -> Iterator[ReleaseError]:
    # two candidates built after release 4: once one is released as 5, the other's difference is out of date
    if seal["release"] != archive.next_release or seal["site_before"] != archive.site_hash:
        yield ReleaseError(
            "The released site is not the one that the candidate was compared with",
            got=f"a site after {len(archive.log)} releases{'' if archive.site else ', now gone'}",
            expected=f"the site as it was when the candidate for release {seal['release']} was built",
            hint="build the candidate again: kpi publish",
        )


def _unchecked(seal: Mapping[str, Any]) -> Iterator[ReleaseError]:
    missing = [name for name in CHECKS if name not in seal["checks"]]
    if missing:
        yield ReleaseError(
            "The candidate has not passed every check",
            got=f"no word on {', '.join(missing)}",
            hint="build the candidate again: kpi publish",
        )


def _stops(project: Project) -> Iterator[ReleaseError]:
    """Yield what speaks against the figures themselves: raw files not as listed, issues of level stop."""
    try:
        if project.raw.is_dir() and any(project.raw.iterdir()):
            check_manifest(project.raw)
            issues = load_processed(project.processed).issues
            stops = issues.loc[issues["severity"].eq(STOP)]
            if len(stops):
                yield ReleaseError(
                    "There are open issues of level stop",
                    got=_first_three(stops["what"].tolist()),
                    expected="none",
                    hint="kpi check names them all",
                )
    except KpiError as error:
        yield ReleaseError(
            "The raw files are not as they are listed", got=error.what, where=error.where, hint=error.hint
        )


def _first_three(lines: Sequence[str]) -> str:
    return " / ".join(lines[:3]) + (f" / and {len(lines) - 3} more" if len(lines) > 3 else "")


def _gone(archive: Archive, seal: Mapping[str, Any]) -> Iterator[ReleaseError]:
    areas = {edition["slug"]: edition["area_code"] for edition in seal["editions"]}
    released = archive.log[-1].editions if archive.log else ()
    gone = [edition.slug for edition in released if edition.slug not in areas]
    if gone:
        yield ReleaseError(
            "An edition that was released would be gone from its address",
            got=", ".join(gone),
            expected="every edition of the last release, built again or carried over",
            hint="put the released site back from its copy, or build the edition: kpi execute --quarter …, or"
            " with the notebooks of its evidence pack (docs/release.md)",
        )
    # entries of earlier versions name no area, and an edition that is gone is reported above
    taken = [old for old in released if old.area_code not in ("", areas.get(old.slug, old.area_code))]
    if taken:
        yield ReleaseError(
            "The address of a released edition would be another area’s",
            got=", ".join(f"{edition.slug} of {areas[edition.slug]}" for edition in taken),
            expected=", ".join(f"{edition.slug} of {edition.area_code}" for edition in taken),
            hint="another council’s site has a folder and a log of its own: kpi run --out …",
        )


def _fault(what: str, where: str, got: str, expected: str) -> ReleaseError:
    return ReleaseError(what, where=where, got=f"'{got}'", expected=expected)
