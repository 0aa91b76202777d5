"""What a display object carries: its tables as data, tidy rows of them, and files of both."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpi_lib.core.errors import PublishError
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.canvas import NARROW, WIDE, new_axes
from kpi_lib.present.shown.display import Shown, show_cited, show_closed, show_note, show_together
from kpi_lib.present.shown.exhibits import EXHIBITS, Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table

FOSTER = [Cell("Foster care"), Cell("1,204"), Cell("61.5")]
HOMES = [Cell("Homes"), Cell("under 6"), missing("withheld")]
COLUMNS = [Column("Type"), Column("Children", is_number=True), Column("Share", "per cent", is_number=True)]
TABLE = Table("Placements", COLUMNS, [Group([FOSTER, HOMES])])
SHOWN = show_table(TABLE)
PICTURES = [new_axes(size) for size in (WIDE, NARROW)]
for axes in PICTURES:
    axes.set_axis_off()
CHART = show_chart(*PICTURES, Caption("Placements", "Most are in foster care", "A chart."), SHOWN)


def test_a_table_is_there_as_it_was_made() -> None:
    assert SHOWN.tables == (TABLE,)
    assert SHOWN.frame[["row", "column", "unit", "value", "shown", "status"]].to_numpy().tolist()[:2] == [
        ["Foster care", "Children", "", 1204.0, "1,204", "ok"],
        ["Foster care", "Share", "per cent", 61.5, "61.5", "ok"],
    ]
    assert SHOWN.frame["status"].tolist()[2:] == ["suppressed", "suppressed"]


def test_spaces_that_hold_a_line_together_are_of_the_page() -> None:
    table = Table(
        "Money",
        [Column("Type"), Column("Cost", is_number=True)],
        [Group([[Cell("All"), Cell("£7.6\u00a0million")]])],
    )
    assert show_table(table).frame[["shown", "unit", "value"]].to_numpy().tolist() == [
        ["£7.6 million", "£ million", 7.6]
    ]


def test_a_chart_carries_its_table_and_its_axes() -> None:
    assert CHART.tables == (TABLE,) and len(CHART.axes) == 2
    assert [item.anchor for item in CHART.exhibits] == ["figure-placements"]
    assert CHART.html.count("kpi-tools") == 1  # the table inside has no links of its own


@pytest.mark.parametrize(
    "wrap", [lambda one: show_together(show_note("a"), one), lambda one: show_closed("More", one)]
)
def test_what_is_put_into_something_is_still_there(wrap) -> None:
    assert wrap(CHART).tables == (TABLE,)
    assert wrap(CHART)._repr_mimebundle_()[EXHIBITS][0]["title"] == "Most are in foster care"


def test_a_citation_around_it_is_known() -> None:
    assert [item.is_cited for item in show_cited(SHOWN, "As cited").exhibits] == [True]


def test_it_is_saved_by_its_ending(tmp_path: Path) -> None:
    for name in ("a.png", "a.svg", "a.csv", "a.xlsx"):
        CHART.save(tmp_path / name)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["value"] == "1204"
    assert load_workbook(tmp_path / "a.xlsx")["Data"]["G2"].value == 1204


@pytest.mark.parametrize(
    ("shown", "name"), [(SHOWN, "a.svg"), (show_note("Nothing."), "a.csv"), (SHOWN, "a.doc")]
)
def test_what_it_does_not_have_is_not_saved(shown: Shown, name: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError):
        shown.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
