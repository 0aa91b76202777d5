"""The command that looks in built files for counts that could point at somebody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.cli.messages import show_disclosures

DISCLOSED = 9
"""Exit code of a site that tells of few people: that of a site that must not be published."""


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
