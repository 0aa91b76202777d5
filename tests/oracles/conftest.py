"""The options of these tests: another folder of oracle tables, and a certificate written anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from oracle_runner import read_folder

from kpi_lib.core.errors import KpiError

RECOMPUTED = "recomputed"
"""The property of a test's report that holds what came of its table."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("numbers computed elsewhere")
    group.addoption(
        "--folder", metavar="PATH", help="recompute the tables of this folder, not the bundled ones"
    )
    group.addoption("--write-certificate", action="store_true", help="write docs/certificate.csv anew")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a folder with anything unknown or empty before any test runs."""
    folder = config.getoption("folder", None)  # not there where the whole suite runs: see `folders`
    if folder is None:
        return
    try:
        read_folder(Path(folder))
    except KpiError as error:
        raise pytest.UsageError(str(error)) from error


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each table: its cases, how many passed, the largest relative error, the source."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [words for report in reports for name, words in report.user_properties if name == RECOMPUTED]
    if lines:
        terminalreporter.section("numbers computed elsewhere")
        terminalreporter.write_line("\n".join(lines))
