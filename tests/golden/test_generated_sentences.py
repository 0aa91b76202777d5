"""The sentences that the library writes into the newest bundled edition are borne out by its figures.

No run judges them (docs/checked-prose.md); here the checker of prose reads those about measures, as a reader
would, so that a change of their wording which says something else is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kpi_lib as kpi
from kpi_lib.assure.prose.asked import is_asked
from kpi_lib.assure.prose.check import Checker, Finding, checker_of
from kpi_lib.assure.prose.pages import about, load_page
from kpi_lib.assure.prose.plain import plain
from kpi_lib.assure.prose.sentences import sentences_of
from kpi_lib.run.record import PageRecord, load_record

pytestmark = [pytest.mark.slow]
IN_SENTENCES = re.compile(r"\.(?:context|brief|tiles|changes|standings|trends|answer)\(")
"""The calls whose text is sentences and lists about measures."""
GROUPS = (
    "Got worse", "Improved", "Measures not judged as good or bad", "No clear change",
    "Worse than the neighbours", "Better than the neighbours",
)  # fmt: skip
"""Headings of lists, which say something of every line under them."""
OF_METHOD = re.compile(
    r"^(?:◆|Every tested figure changed|The smallest change on a year ago this series could have shown|Cite as: )"
)
"""Sentences about how a figure is tested, or with the title of a release, whose years are no figures."""
FALSE = {
    "worse than a year ago": "better than a year ago",
    "Got worse": "Improved",
    "24.2%": "14.2%",
    "lower than the neighbours": "higher than the neighbours",
}


def findings(text: str, page: PageRecord, checker: Checker) -> Iterator[Finding]:
    """Yield what is not borne out in what one call shows; a list's heading is read with each line."""
    subjects, scope = about(page)
    is_marked = "illustrative" in text.lower() and page.kind == "indicator"
    group, named = "", subjects
    for line in map(plain, text.splitlines()):
        group = line if line in GROUPS else group
        whole = f"{group}: {line.removeprefix('- ')}" if group and line.startswith("- ") else line
        for sentence in sentences_of("" if line in GROUPS else whole):
            if OF_METHOD.search(sentence):
                continue
            marked = is_marked or "illustrative" in whole.lower()
            found, now = checker.check_sentence(sentence, page.address, named, scope, is_marked=marked)
            yield from found
            named = now or named


@pytest.fixture(scope="module")
def shown(built: Path) -> list[tuple[PageRecord, str]]:
    """What each call about measures shows on the newest edition's pages."""
    folder = built / "editions/2017-18-q4"
    record = load_record(folder)
    assert record is not None
    return [
        (page, "\n".join("".join(output.data["text/plain"]) for output in cell.outputs))
        for page in record.pages
        if page.kind in ("overview", "theme", "indicator")
        for cell in load_page(folder, page).cells
        if cell.cell_type == "code" and is_asked(cell.source) and IN_SENTENCES.search(cell.source)
    ]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return checker_of(kpi.load("2017-18-Q4"))


def test_every_sentence_is_borne_out(shown: list[tuple[PageRecord, str]], checker: Checker) -> None:
    assert len(shown) > 100
    assert [found for page, text in shown for found in findings(text, page, checker)] == []


@pytest.mark.parametrize("true", FALSE)
def test_a_falsehood_among_them_is_seen(shown: Any, checker: Checker, true: str) -> None:
    page, text = next((page, text) for page, text in shown if true in text)
    assert [*findings(text.replace(true, FALSE[true]), page, checker)]
