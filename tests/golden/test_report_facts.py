"""Every sentence of the cabinet report that states a fact is found on the built pages, or it is said why not.

`report_facts.csv` has one row per fact: `paragraph`, `claim` (the sentence, word for word), `page` (its address
under the edition's folder), `cell` (the words that stand in one row, list item, heading or sentence of that
page) and `note`. The page `not_data` stands for a sentence that states no fact of data; its note says why.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

HERE = Path(__file__).parent
REPORT = HERE.parents[2] / "shared" / "seed" / "cabinet-report-2018-07-12.txt"
EDITION = Path("_site") / "editions" / "2017-18-q4"
NOT_DATA = "not_data"
COVERED = (*range(2, 10), 11)
HEADINGS = {
    "Progress update",
    "Worcestershire's Improvement Partner - Essex",
    "Service Improvement Plan for 2018/19",
    "Legal, Financial and HR Implications",
    "Privacy and Public Health Impact Assessments",
}
BLOCKS = {"p", "li", "tr", "h1", "h2", "h3", "caption", "summary", "figcaption"}
HIDDEN = {"script", "style", "svg"}

with (HERE / "report_facts.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
FACTS = [row for row in ROWS if row["page"] != NOT_DATA]


class Blocks(HTMLParser):
    """The visible text of a page, block by block; the cells of a row are joined by bars."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[list[str]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        if tag in BLOCKS:
            self._open.append([])
        if tag in {"td", "th"} and self._open and self._open[-1]:
            self._open[-1].append(" | ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN
        if tag in BLOCKS and self._open:
            self.blocks.append(plain("".join(self._open.pop())))

    def handle_data(self, data: str) -> None:
        if not self._hidden and self._open:
            self._open[-1].append(f"{data} " if data.strip() else " ")


def plain(text: str) -> str:
    """Return a text with single spaces and straight quotes, none before a mark."""
    straight = text.translate(str.maketrans("‘’“”\N{NO-BREAK SPACE}", "''\"\" "))
    return re.sub(r" +([.,;:)])", r"\1", " ".join(straight.split()))


@cache
def blocks_of(page: Path) -> tuple[str, ...]:
    parser = Blocks()
    parser.feed(page.read_text(encoding="utf-8"))
    return tuple(parser.blocks)


def letters(text: str) -> str:
    """Return the letters and digits alone, to compare wordings apart from their marks."""
    return re.sub(r"[^a-z0-9£%]", "", plain(text).lower())


def paragraphs() -> Iterator[tuple[int, str]]:
    """Yield each numbered paragraph of the report with its bullets, headings left out."""
    lines = [line.strip().lstrip("- ") for line in REPORT.read_text(encoding="utf-8").splitlines()]
    number, told = 0, list[str]()
    for line in lines:
        match = re.match(r"(\d+)\. (.*)", line)
        if match:
            yield number, " ".join(told)
            number, told = int(match[1]), [match[2]]
        elif line not in HEADINGS:
            told.append(line)
    yield number, " ".join(told)


@pytest.mark.skipif(not REPORT.exists(), reason="the report is not beside the project (../shared)")
def test_the_table_holds_every_sentence_of_its_paragraphs_in_their_order() -> None:
    report = {number: letters(text) for number, text in paragraphs()}
    for number in COVERED:
        claims = dict.fromkeys(row["claim"] for row in ROWS if row["paragraph"] == str(number))
        assert "".join(letters(claim) for claim in claims) == report[number], f"paragraph {number}"


def test_what_is_no_fact_of_data_says_why_and_every_fact_says_where() -> None:
    assert {int(row["paragraph"]) for row in ROWS} == set(COVERED)
    assert [
        row["claim"] for row in ROWS if row["page"] == NOT_DATA and (row["cell"] or not row["note"])
    ] == []
    assert [row["claim"] for row in FACTS if not row["cell"]] == []


@pytest.mark.parametrize("page", sorted({row["page"] for row in FACTS}))
def test_each_fact_stands_on_its_built_page(built_worcestershire: Path, page: str) -> None:
    blocks = blocks_of(built_worcestershire / EDITION / f"{page}.html")
    wanted = [row["cell"] for row in FACTS if row["page"] == page]
    assert [cell for cell in wanted if not any(plain(cell) in block for block in blocks)] == []
