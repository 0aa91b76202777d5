"""The command line: `kpi …`. The only place that talks to a terminal; it decides nothing."""

from kpi_lib.cli.main import main

__all__ = ["main"]
