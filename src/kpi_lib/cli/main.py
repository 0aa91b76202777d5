"""The console entry: one command per verb, errors in three lines, stable exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import TextIOWrapper

import typer

from kpi_lib.cli import changes, files, init, release, steps
from kpi_lib.cli.messages import show_error, show_stopped
from kpi_lib.core.errors import KpiError
from kpi_lib.core.garbage import collect_rarely
from kpi_lib.disk.faults import any_error

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it: 128 and the signal's number."""

app = typer.Typer(
    help="Quarterly KPIs of children's social care: from raw files to a published site.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
neighbours = typer.Typer(help="The lists of statistical neighbours.", no_args_is_help=True)

_COMMANDS: tuple[Callable[..., None], ...] = (
    init.init,
    steps.run,
    steps.check,
    steps.clean,
    steps.execute,
    steps.check_prose,
    steps.publish,
    release.release,
    release.verify,
    files.add,
    files.read,
    files.codebook,
    changes.revisions,
    changes.diff,
    release.audit_disclosure,
)
for _command in _COMMANDS:
    app.command()(_command)
neighbours.command("import")(files.import_neighbour_lists)
app.add_typer(neighbours, name="neighbours")


def main() -> None:
    """Run `kpi`: exits with 0, the code of the error's class, 2 for wrong usage or 130 for Ctrl-C."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or file that has no "→" shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KpiError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except OSError as fault:  # whatever the commands did not foresee: never a traceback
        error = any_error(fault)
        show_error(error)
        sys.exit(error.exit_code)
    except SystemExit as exit_:
        if exit_.code == STOPPED:
            show_stopped()
        raise
