"""The list of pages about improvement: each has its page object, and says whether what it finds is real."""

from __future__ import annotations

import pytest

from kpi_lib.core.errors import CatalogueError
from kpi_lib.pack.load import load_pack
from kpi_lib.pages.registry import IMPROVEMENT, PAGES, pages_under


def test_every_part_has_a_page_and_every_page_a_part() -> None:
    assert {part.kind for part in pages_under(IMPROVEMENT)} | {IMPROVEMENT} == set(PAGES)


def test_an_unknown_page_is_told_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'inspections'"):
        load_pack("2017-18-Q4").part("inspection")


def test_the_front_page_says_which_findings_are_not_real() -> None:
    lines = load_pack("2017-18-Q4").part(IMPROVEMENT).ledger().text.splitlines()
    real = {line.split(" | ")[0]: line.split(" | ")[-1] for line in lines}
    assert real["inspections"] == "real"
    assert real["courts"] == "the records behind it are illustrative"
    # both rest their headings on DfE's and the report's figures, whatever else they show is illustrative
    assert (real["workforce_and_practice"], real["through_care"]) == ("real", "real")
