"""From the executed notebook of a page to the links under its tables and the files they lead to."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.edition import Edition
from kpi_lib.present.shown.display import DATA, Shown, show_cited, show_closed, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.run.downloads import Place, add_tool_rows, data_name, save_downloads
from kpi_lib.run.plan import plan_pages
from kpi_lib.run.record import EditionRecord, PageRecord

PUBLICATION = "Worcestershire County Council, Children’s services in figures, January to March 2018"
COSTS = show_table(
    Table(
        "Placements & costs",
        [Column("Type"), Column("Children", is_number=True), Column("Cost", is_number=True), Column("Mark")],
        [
            Group(
                [[Cell("Foster care"), Cell("1,204"), Cell("£7.6 million", note="all"), Cell("up")]],
                "Own",
            ),
            Group([[Cell("=Homes"), Cell("under 6"), missing("withheld"), Cell("down", mark="▼")]], "Bought"),
        ],
    )
)
SERIES = {
    "name": "referral-rate",
    "about": [["Unit", "per 10,000"]],
    "columns": ["value"],
    "rows": [[36.3], [None]],
}


def bundle_of(shown: Shown, **others: object) -> dict[str, object]:
    """Return what a kernel sends of a display object, its plain text left out."""
    return {**shown._repr_mimebundle_(exclude={"text/plain", "image/png"}), **others}


def notebook_of(*outputs: tuple[str, dict[str, object]]) -> nbformat.NotebookNode:
    """Return an executed notebook: under each heading one output; the last cell is its ledger."""
    notebook = nbformat.v4.new_notebook()
    for heading, data in outputs:
        cell = nbformat.v4.new_code_cell("page.show()")
        cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
        notebook.cells += [nbformat.v4.new_markdown_cell(f"## {heading}"), cell]
    ledger = nbformat.v4.new_code_cell("page.ledger()", metadata={"tags": ["keep_output"]})
    ledger.outputs = [nbformat.v4.new_output("display_data", data={"text/plain": "36.3"})]
    notebook.cells.append(ledger)
    return notebook


def place(address: str = "money", kind: str = "money") -> Place:
    return Place(address, kind, PUBLICATION)


def rows_of(notebook: nbformat.NotebookNode) -> list[BeautifulSoup]:
    html = "".join(
        out.data.get("text/html", "") for cell in notebook.cells for out in cell.get("outputs", [])
    )
    return BeautifulSoup(html, "html.parser").select("p.kpi-tools")


def test_a_table_has_its_data_definition_notebook_address_and_citation() -> None:
    notebook = notebook_of(("What it costs", bundle_of(COSTS)))
    add_tool_rows(notebook, place("themes/finance", "theme"))
    [row] = rows_of(notebook)
    assert {link.text: link["href"] for link in row.find_all("a")} == {
        "CSV": "../data/themes-finance-placements-costs.csv",
        "Excel": "../data/themes-finance-placements-costs.xlsx",
        "Definition": "../methods.html",
        "Notebook": "../data/notebooks/themes/finance.ipynb",
        "Link to this table": "#table-placements-costs",
    }
    assert row["data-cite"] == f"Placements & costs, {PUBLICATION}"
    assert row.button["class"] == ["kpi-copy"] and row.button.has_attr("hidden")


def test_an_indicator_has_one_series_and_its_own_citation() -> None:
    cited = show_cited(COSTS, "36.3 per 10,000")
    notebook = notebook_of(("The figures", bundle_of(cited)))
    add_tool_rows(notebook, place("indicators/referral-rate", "indicator"))
    [row] = rows_of(notebook)
    assert row.a["href"] == "../data/referral-rate.csv"
    assert row.find("a", string="Definition")["href"] == "#definition"
    assert "data-cite" not in row.attrs  # the sentence round the table is copied


def test_addresses_are_unlike_and_do_not_hang_on_order() -> None:
    def addresses(*headings: str) -> dict[str, str]:
        notebook = notebook_of(*((heading, bundle_of(COSTS)) for heading in headings))
        add_tool_rows(notebook, place())
        found = [
            re.search(r'id="(table-[^"]+)"', out.data["text/html"])
            for cell in notebook.cells[1:-1:2]
            for out in cell.outputs
        ]
        return {heading: match[1] for heading, match in zip(headings, found, strict=True) if match}

    assert addresses("What it costs") == {"What it costs": "table-placements-costs"}
    two = addresses("What it costs", "What was paid")
    assert two == {
        "What it costs": "table-placements-costs",
        "What was paid": "table-placements-costs-what-was-paid",
    }


def test_three_tables_of_one_name_under_one_heading_are_told_apart() -> None:
    notebook = notebook_of(("Costs", bundle_of(show_together(COSTS, COSTS, COSTS))))
    add_tool_rows(notebook, place())
    links = [row.find("a", string="Link to this table")["href"] for row in rows_of(notebook)]
    name = "#table-placements-costs"
    assert links == [name, f"{name}-costs", f"{name}-costs-2"]


def test_two_pages_never_share_a_file() -> None:
    edition = Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire")
    names = [data_name(page.address) for page in plan_pages(edition, load_catalogue())]
    assert len(names) == len(set(names)) > 50


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of two pages with its downloads."""
    folder = tmp_path_factory.mktemp("edition")
    shown = show_closed("More", show_together(COSTS))
    pages = {
        "money": notebook_of(("What it costs", bundle_of(shown))),
        "indicators/referral-rate": notebook_of(("The figures", {**bundle_of(COSTS), DATA: SERIES})),
    }
    records = []
    for address, notebook in pages.items():
        kind = address.split("/")[0].removesuffix("s")
        add_tool_rows(notebook, place(address, kind))
        (folder / address).parent.mkdir(exist_ok=True)
        (folder / f"{address}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
        records.append(PageRecord(kind, address, "", "A page", "A page", "", ""))
    record = EditionRecord("2017-18-q4", "2017-18-Q4", "E1", "Worcestershire", True, "T", "T", tuple(records))
    save_downloads(folder, record, PUBLICATION)
    return folder


def test_the_files_of_an_invented_council_say_so_in_every_row(tmp_path: Path) -> None:
    notebook = notebook_of(("The figures", {**bundle_of(COSTS), DATA: SERIES}))
    add_tool_rows(notebook, place("money", "money"))
    (tmp_path / "money.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    page = PageRecord("money", "money", "", "A page", "A page", "", "")
    record = EditionRecord("2017-18-q4", "2017-18-Q4", "X10000001", "Fernshire", True, "T", "T", (page,))
    save_downloads(tmp_path, record, PUBLICATION)
    files = sorted((tmp_path / "data").glob("*.csv"))
    assert len(files) == 2
    for path in files:
        with path.open(encoding="utf-8-sig") as file:
            assert {row["is_invented"] for row in csv.DictReader(file)} == {"yes"}


def test_every_link_leads_to_a_file(folder: Path) -> None:
    for path in folder.glob("**/*.ipynb"):
        if "data" in path.relative_to(folder).parts:
            continue
        notebook = nbformat.read(path, as_version=4)
        links = [link["href"] for row in rows_of(notebook) for link in row.find_all("a", download=True)]
        assert len(links) == 3
        assert [link for link in links if not (path.parent / link).is_file()] == []


def test_a_shown_table_downloads_what_it_shows_and_no_more(folder: Path) -> None:
    with (folder / "data" / "money-placements-costs.csv").open(encoding="utf-8") as file:
        names = ("group", "row", "column", "unit", "value", "shown", "status")
        rows = [tuple(row[name] for name in names) for row in csv.DictReader(file)]
    assert rows == [
        ("Own", "Foster care", "Children", "", "1204", "1,204", "ok"),
        ("Own", "Foster care", "Cost", "£ million", "7.6", "£7.6 million", "ok"),
        ("Own", "Foster care", "Mark", "", "", "up", ""),
        ("Bought", "'=Homes", "Children", "", "", "under 6", "suppressed"),
        ("Bought", "'=Homes", "Cost", "", "", "withheld", "suppressed"),
        ("Bought", "'=Homes", "Mark", "", "", "down", ""),
    ]


def test_an_indicators_series_is_the_one_its_page_attached(folder: Path) -> None:
    assert (folder / "data" / "referral-rate.csv").read_text(encoding="utf-8") == 'value\n36.3\n""\n'


def test_a_notebook_goes_along_without_what_it_showed(folder: Path) -> None:
    notebook = json.loads((folder / "data" / "notebooks" / "money.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [(cell["source"], cell["outputs"]) for cell in code] == [
        (["page.show()"], []),
        (["page.ledger()"], []),
    ]
