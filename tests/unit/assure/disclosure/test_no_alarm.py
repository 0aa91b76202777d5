"""What is no disclosure: a number of something else, and the figure of another indicator, row or question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.pages.data_quality.tables import show_issues

SINCE = (
    "<table><caption>What changed since the quarter before</caption>"
    "<thead><tr><th>What</th><th>In the edition before</th></tr></thead>"
    "<tbody><tr><td>Figure</td><td>{}</td></tr></tbody></table>"
)
QUARTERS = "Period Worcestershire Counted Out of July to September 2017"


def audit(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the files of a site in which the audit finds something."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(set(audit_site(folder)["file"]))


def page(body: str) -> str:
    return f"<!doctype html><html lang='en'><body><main>{body}</main></body></html>"


@pytest.mark.parametrize("severity", ["stop", "warn", "note"])
@pytest.mark.parametrize("n", range(1, 6))
def test_a_count_of_reading_notes(tmp_path: Path, severity: str, n: int) -> None:
    issue = {"severity": severity, "what": "A row is read twice", "file": "returns/2017-18-Q4.csv", "row": 4}
    issues = pd.DataFrame([issue | {"column": "", "got": "", "expected": "", "hint": ""}] * n)
    assert audit(tmp_path, {"data-quality.html": page(show_issues(issues).html)}) == []


def index_of_sphinx(**parts: object) -> str:
    return f"Search.setIndex({json.dumps(parts)})"


def test_the_page_on_which_a_word_of_the_search_index_stands(tmp_path: Path) -> None:
    words = {"girl": 3, "boy": 1, "household": 5, "child": [0, 3], "numerator": 2}
    index = index_of_sphinx(terms=words, titleterms=words, alltitles={"Girls": [[3, None]]}, titles=["Girls"])
    assert audit(tmp_path, {"searchindex.js": index}) == []


@pytest.mark.parametrize(
    "parts", [{"titles": ["3 girls left"]}, {"terms": {"3 girls": 1}}, {"figures": {"girls": 3}}]
)
def test_a_count_in_the_search_index_is_found(tmp_path: Path, parts: dict[str, object]) -> None:
    assert audit(tmp_path, {"searchindex.js": index_of_sphinx(**parts)}) == ["searchindex.js"]


INDICATORS = "editions/2014-15-q4/indicators"
DATA = "editions/2014-15-q4/data"


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (f"{INDICATORS}/looked-after-rate.html", []),
        (f"{DATA}/adoption-percent.html", [f"{DATA}/adoption-percent.html"]),
    ],
)
def test_a_table_of_one_name_on_the_pages_of_two_indicators(
    tmp_path: Path, other: str, found: list[str]
) -> None:
    held = {f"{INDICATORS}/adoption-percent.html": page(SINCE.format("withheld"))}
    assert audit(tmp_path, {**held, other: page(SINCE.format("56"))}) == found


def test_two_parts_of_a_service_in_one_table_of_the_same_quarter(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{part}</td><td>January to March 2018</td><td>{share}</td></tr>"
        for part, share in (("Fostering", "withheld"), ("Through Care", "39%"))
    )
    head = "<thead><tr><th>Part</th><th>Period</th><th>Per cent</th></tr></thead>"
    table = f"<table><caption>Worcestershire</caption>{head}<tbody>{rows}</tbody></table>"
    assert audit(tmp_path, {"parts.html": page(table)}) == []


def series(name: str, count: str) -> str:
    head = "<thead><tr><th>Period</th><th>Worcestershire</th><th>Counted</th><th>Out of</th></tr></thead>"
    row = f"<tr><td>July to September 2017</td><td>{count}</td><td>{count}</td><td>81</td></tr>"
    return f"<table><caption>{name}</caption>{head}<tbody>{row}</tbody></table>"


@pytest.mark.parametrize(("first", "second", "found"), [("held", "40", []), ("40", "held", ["search.json"])])
def test_the_same_quarter_of_the_next_indicator_in_running_text(
    tmp_path: Path, first: str, second: str, found: list[str]
) -> None:
    names = ("Children who are adopted, Worcestershire", "Children who go home, Worcestershire")
    told = [f"{name} {QUARTERS} {said} {said} 81" for name, said in zip(names, (first, second), strict=True)]
    text = " ".join(["The pages say how each figure was made."] * 8 + told)
    site = page(series(names[0], "withheld") + series(names[1], "40"))
    index = json.dumps([{"text": text.replace("held", "withheld")}])
    assert audit(tmp_path, {"theme.html": site, "search.json": index}) == found
