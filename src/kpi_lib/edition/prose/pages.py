"""The words of executed notebooks: what was written by hand checked word by word, and the headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from kpi_lib.analysis.false_flags import add_change_tests
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.edition.improvement import PARTS
from kpi_lib.edition.prose.asked import is_asked
from kpi_lib.edition.prose.check import Checker, Finding
from kpi_lib.edition.prose.counting import Scope
from kpi_lib.edition.prose.outputs import said_by
from kpi_lib.edition.prose.plain import Block, blocks_of_markdown, plain
from kpi_lib.edition.prose.sentences import sentences_of
from kpi_lib.edition.record import EditionRecord, PageRecord
from kpi_lib.present.citation import CITE_AS
from kpi_lib.present.trend_words import change_power

if TYPE_CHECKING:
    from kpi_lib.edition.pack import Pack

INDICATOR, THEME = "indicator", "theme"
TOLD_IN_SENTENCES = ("overview", THEME, INDICATOR)
_CALLS = re.compile(r"\.(?:context|brief|tiles|changes|standings|trends|answer|commentary)\(")
"""The calls whose text is sentences and lists about measures: each is read and bound like prose."""
GROUPS = (
    "Got worse", "Improved", "Measures not judged as good or bad", "No clear change",
    "Worse than the neighbours", "Better than the neighbours",
)  # fmt: skip
"""Headings of lists, which say something of every line under them."""
_POWER = "The smallest change on a year ago this series could have shown"
_NAMES = frozenset({"Improvement", *(part.title for part in PARTS)})
"""Names of pages, which claim nothing."""
_METHOD = re.compile(r"^(?:◆|Every tested figure changed)")


def load_page(folder: Path, page: PageRecord) -> Any:
    """Read one executed page of an edition."""
    return nbformat.reads((folder / f"{page.address}.ipynb").read_text(encoding="utf-8"), as_version=4)


def check_page(notebook: Any, page: PageRecord, checker: Checker) -> list[Finding]:
    """Return the findings of a page's own Markdown: its heading, its questions, what stands between."""
    subjects, scope = about(page)
    found: list[Finding] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += checker.check_blocks(blocks_of_markdown(cell.source), page.address, subjects, scope)
        else:
            found += _check_outputs(cell, page, checker, subjects, scope)
    doubtful = dict.fromkeys(finding.sentence for finding in found)
    computed = {sentence for sentence in doubtful if _is_computed(sentence, page, checker)}
    return [finding for finding in found if finding.sentence not in computed]


def _check_outputs(
    cell: Any, page: PageRecord, checker: Checker, subjects: tuple[str, ...], scope: Scope
) -> list[Finding]:
    """Return the findings of what a cell shows in sentences about measures and their verdicts.

    A cell that does more than ask the library for a part of the page shows what somebody wrote.
    """
    if not is_asked(cell.source):
        written = [Block(text) for output in cell.outputs for text in said_by(output)]
        return checker.check_blocks(written, page.address, subjects, scope)
    if page.kind not in TOLD_IN_SENTENCES or not _CALLS.search(cell.source):
        return []
    text = "\n".join("".join(output.get("data", {}).get("text/plain", "")) for output in cell.outputs)
    is_marked = "illustrative" in text.lower() and page.kind == INDICATOR
    found: list[Finding] = []
    group, told = "", subjects
    for line in text.splitlines():
        shown = plain(line)
        group = shown if shown in GROUPS else group
        whole = f"{group}: {shown.removeprefix('- ')}" if group and shown.startswith("- ") else shown
        is_illustrative = is_marked or "illustrative" in whole.lower()
        for sentence in sentences_of("" if shown in GROUPS or _METHOD.search(shown) else whole):
            findings, named = checker.check_sentence(
                sentence, page.address, told, scope, is_marked=is_illustrative
            )
            found += findings
            told = named or told
    return found


def check_pages(folder: Path, record: EditionRecord, checker: Checker) -> Iterator[Finding]:
    """Yield the findings of every page of an edition."""
    for page in record.pages:
        yield from check_page(load_page(folder, page), page, checker)


def about(page: PageRecord) -> tuple[tuple[str, ...], Scope]:
    """Return the measures that a page is about, and over which measures it counts."""
    if page.kind == INDICATOR:
        return tuple(
            item.id for item in load_catalogue() if item.slug == page.address.rpartition("/")[2]
        ), Scope()
    if page.kind == THEME:
        return (), Scope(page.address.rpartition("/")[2])
    return (), Scope()


def _is_computed(sentence: str, page: PageRecord, checker: Checker) -> bool:
    """Say whether a sentence is a name or, letter for letter, what the page computes."""
    if sentence in _NAMES:
        return True
    if sentence == plain(page.title):
        return sentence == plain(title_of(page, checker.facts.pack))
    if page.kind == INDICATOR and sentence.startswith(_POWER):
        return sentence == plain(_power_of(about(page)[0][0], checker.facts.pack))
    if page.kind == INDICATOR and sentence.startswith(CITE_AS):
        cited = checker.facts.pack.indicator(about(page)[0][0]).citation
        return sentence == plain(f"{CITE_AS}{cited}.")
    return False


def _power_of(indicator_id: str, pack: Pack) -> str:
    """Return the smallest change that an indicator's figure could have shown, as its page has it."""
    headline = pack.headlines[indicator_id]
    if headline.change is None:
        return ""
    tested = add_change_tests(headline.change.to_frame().T.infer_objects()).iloc[0]
    return change_power(tested, headline.indicator)


def title_of(page: PageRecord, pack: Pack) -> str:
    """Return the heading that a page computes from its figures."""
    name = page.address.rpartition("/")[2]
    if page.kind == INDICATOR:
        return next(pack.indicator(item.id).title for item in pack.catalogue if item.slug == name)
    if page.kind == THEME:
        return pack.theme(name).title
    own = {
        "overview": "overview",
        "benchmarks": "benchmarks",
        "reconciliation": "reconciliation",
        "data_quality": "quality",
        "methods": "methods",
    }
    shown = getattr(pack, own[page.kind]) if page.kind in own else pack.part(page.kind)
    return str(getattr(shown, "title", ""))
