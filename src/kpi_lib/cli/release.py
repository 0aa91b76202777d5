"""The commands of a release: move the candidate into place, check an evidence pack, audit built files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.release.gate import Released, release_candidate, release_unattended
from kpi_lib.assure.release.verify import Fault, verify_pack
from kpi_lib.cli.messages import TerminalProgress, err, out
from kpi_lib.cli.options import Folder, Out, Raw
from kpi_lib.core.errors import ReleaseError
from kpi_lib.pack.project import find_project

DISCLOSED = 9
"""Exit code of a site that gives away something of few people: it must not be published."""
NOT_AS_WRITTEN = 11
"""Exit code of a pack with a fault: a difference was found, as with `kpi diff`."""


def release(
    reason: Annotated[str, typer.Option(help="Why this is released, in a few words.")] = "",
    approver: Annotated[str, typer.Option(help="Who approves it.")] = "",
    unattended: Annotated[
        bool, typer.Option("--unattended", help="Release under the rules for scheduled runs instead.")
    ] = False,
    raw: Raw = None,
    out: Out = None,
    folder: Folder = None,
) -> None:
    """Move the candidate into place, note it in the release log and keep its evidence."""
    if unattended and (reason or approver):
        raise ReleaseError(
            "A release is either approved or unattended",
            got="--unattended with --reason or --approver",
            hint="leave out one or the other",
        )
    project = find_project(folder).with_raw(raw).with_site(out)
    with TerminalProgress().stage("Releasing"):
        if unattended:
            released = release_unattended(project)
        else:
            released = release_candidate(project, reason=reason, approver=approver)
    show_released(released)


def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="An evidence pack, a zip.")],
    log: Annotated[
        Path | None, typer.Option(help="A copy of releases.jsonl that must hold the pack's release.")
    ] = None,
) -> None:
    """Check an evidence pack: names every changed, missing and added file; exits with 11 for any."""
    faults = verify_pack(pack, log)
    _show_faults(faults, pack, has_log=log is not None)
    if faults:
        raise typer.Exit(NOT_AS_WRITTEN)


def audit_disclosure(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="A folder of built files.")],
    past: Annotated[
        list[Path] | None,
        typer.Option(help="A site published before, to be laid beside it; more than one may be."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look for small counts in every file of a built site, stated or implied; exits with 9 on any."""
    findings = audit_site(site, past or [])
    _show_disclosures(findings, site, as_json=as_json)
    if len(findings):
        raise typer.Exit(DISCLOSED)


def show_released(released: Released) -> None:
    """Print what was released and where its evidence is."""
    if released.entry is None:
        out.print(f"Nothing differs from release {released.release}: nothing new was released")
        return
    out.print(
        f"Released: release {released.release}, approved by {released.entry.approver}"
        f" → {released.site / 'index.html'}"
    )
    for path in released.packs:
        out.print(f"Evidence: {path}")
    out.print(f"Log: {released.entry.sha256} is its newest hash; keep a copy elsewhere")


def _show_faults(faults: Sequence[Fault], pack: Path, *, has_log: bool) -> None:
    """Print one line per fault, or that every byte is as it was written, and what was not checked."""
    for fault in faults:
        err.print(fault.words)
    if not faults:
        out.print(f"{pack}: every file and every byte is as it was written")
    if not has_log:
        out.print("That its release took place only a copy of the log says: --log releases.jsonl")


def _show_disclosures(findings: pd.DataFrame, site: Path, *, as_json: bool) -> None:
    """Print what the files of a site give away of few people: a line each, and the sum by rule."""
    if as_json:
        out.print(findings.to_json(orient="records", indent=1, force_ascii=False))
        return
    for _, row in findings.iterrows():
        out.print(f"  {row['file']}, {row['where']}: {row['what']}: {row['got']}")
    if findings.empty:
        out.print(f"Audited {site}: nothing is told of fewer than 6")
        return
    for rule, rows in findings.groupby("rule"):
        out.print(f"{len(rows):>6,} {rule}; hint: {rows['hint'].iloc[0]}")
    out.print(f"Audited {site}: {len(findings):,} disclosures, not fit to be published")
