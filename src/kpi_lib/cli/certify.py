"""The command that checks our calculations against numbers that others computed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kpi_lib.cli.messages import show_certificate, show_error
from kpi_lib.core.errors import KpiError
from kpi_lib.pages.methods.certificate import certify_folder, has_failed, save_certificate

MISSED = 1
"""Exit code of a certificate with a miss, or of a folder that cannot be certified."""


def certify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of oracle tables as CSV.")],
    write: Annotated[
        Path | None, typer.Option(help="Keep the certificate, with its date, in this file.")
    ] = None,
) -> None:
    """Reproduce numbers computed by other tools; exits with 1 on any miss, unknown file or column."""
    try:
        certificate = certify_folder(folder)
        show_certificate(certificate)
        if has_failed(certificate):
            raise typer.Exit(MISSED)
        if write is not None:
            save_certificate(certificate, write, date.today())
    except KpiError as error:
        show_error(error)
        raise typer.Exit(MISSED) from error
