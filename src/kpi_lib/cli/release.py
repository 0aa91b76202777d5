"""The commands of a release: move the candidate into place, check an evidence pack, audit built files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.release.gate import release_candidate, release_unattended
from kpi_lib.assure.release.verify import verify_pack
from kpi_lib.cli.messages import TerminalProgress, show_disclosures
from kpi_lib.cli.options import Out, Raw
from kpi_lib.cli.release_words import show_faults, show_released
from kpi_lib.core.errors import ReleaseError
from kpi_lib.pack.project import find_project

DISCLOSED = 9
"""Exit code of a site that tells of few people: that of a site that must not be published."""
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
) -> None:
    """Move the candidate into place, note it in the release log and keep its evidence."""
    if unattended and (reason or approver):
        raise ReleaseError(
            "A release is either approved or unattended",
            got="--unattended with --reason or --approver",
            hint="leave out one or the other",
        )
    project = find_project().with_raw(raw).with_site(out)
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
    show_faults(faults, pack, has_log=log is not None)
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
    show_disclosures(findings, site, as_json=as_json)
    if len(findings):
        raise typer.Exit(DISCLOSED)
