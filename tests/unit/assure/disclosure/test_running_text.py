"""A row that a search index holds as running text is judged by its own period's table, not by its like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.disclosure.rules.keyed_figures import _subject

CAPTION = "How many children leave care because they are adopted, Kent and its neighbours"
HEAD = "<tr><th>Area</th><th>Closeness</th><th>Value</th><th>95% interval</th><th>Counted</th><th>Out of</th></tr>"
PADDING = "The pages say how each figure was made. " * 6


def page(*cells: str) -> str:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    table = f"<table><caption>{CAPTION}</caption><thead>{HEAD}</thead><tbody><tr>{row}</tr></tbody></table>"
    return f"<!DOCTYPE html><html lang='en'><body><main>{table}</main></body></html>"


@pytest.fixture
def two_editions(tmp_path: Path) -> Path:
    """The earlier edition withholds what the later one, of another year, prints."""
    (tmp_path / "earlier.html").write_text(page("Essex", "3", "withheld", "none", "withheld", "179"), "utf-8")
    (tmp_path / "later.html").write_text(page("Essex", "3", "14%", "8% to 23%", "13", "91"), "utf-8")
    return tmp_path


def found_in(site: Path, row: str) -> list[str]:
    text = f"{PADDING}{CAPTION} Area Closeness Value 95% interval Counted Out of {row}"
    (site / "search.json").write_text(json.dumps([{"href": "later.html", "text": text}]), "utf-8")
    found = audit_site(site)
    return found.loc[found["file"].eq("search.json"), "rule"].tolist()


def test_another_years_figures_are_no_disclosure(two_editions: Path) -> None:
    assert found_in(two_editions, "Essex 3 14% 8% to 23% 13 91 Dorset 9 15% 10% to 20% 26 179") == []


def test_what_the_table_withholds_is_found(two_editions: Path) -> None:
    assert "withheld elsewhere" in found_in(two_editions, "Essex 3 7% 4% to 12% 13 179")


@pytest.mark.parametrize(("file", "is_index"), [("searchindex.js", True), ("notes.css", False)])
def test_of_code_only_scripts_are_read_for_rows(two_editions: Path, file: str, is_index: bool) -> None:
    text = f"{PADDING}{CAPTION} Area Closeness Value 95% interval Counted Out of Essex 3 7% 4% to 12% 13 179"
    (two_editions / file).write_text(f"index({json.dumps(text)})" if is_index else f"/* {text} */", "utf-8")
    found = audit_site(two_editions)
    assert (file in set(found.loc[found["rule"].eq("withheld elsewhere"), "file"])) == is_index


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_a_measure_is_the_same_with_either_apostrophe(apostrophe: str) -> None:
    assert _subject(f"How many children are in the council{apostrophe}s care, by year") == "looked_after_rate"
