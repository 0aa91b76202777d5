"""What a message says reaches the terminal letter for letter."""

from __future__ import annotations

import pytest
from rich.table import Table

from kpi_lib.cli.messages import TerminalProgress, out, show_error
from kpi_lib.core.errors import DataError

TYPED = ":100: [red]cost[/red] :smile: $a_1$ [/] \\[x] http://a.b"


def test_an_error_is_shown_as_typed(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(DataError(TYPED, got=TYPED, hint=TYPED))
    assert capsys.readouterr().err == f"Error: {TYPED}\ngot {TYPED}\nhint: {TYPED}\n"


def test_a_table_and_a_stage_are_shown_as_typed(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(title=TYPED)
    table.add_column(TYPED)
    table.add_row(TYPED)
    out.print(table)
    with TerminalProgress().stage(TYPED):
        pass
    said = capsys.readouterr()
    assert said.out.count(TYPED) == 3 and said.err == f"{TYPED}\n"
