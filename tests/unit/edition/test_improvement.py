"""The list of pages about improvement: each has its page object, and names the records it rests on."""

from __future__ import annotations

import pytest

from kpi_lib.catalogue.records import load_record_kinds
from kpi_lib.core.errors import CatalogueError
from kpi_lib.edition.improvement import HUB, PARTS
from kpi_lib.edition.improvement_pages import PAGES
from kpi_lib.edition.load import load_pack


def test_every_part_has_a_page_and_every_page_a_part() -> None:
    assert {part.kind for part in PARTS} | {HUB} == set(PAGES)


def test_every_part_names_the_kinds_of_records_it_rests_on() -> None:
    assert [part.kind for part in PARTS if not part.records] == []
    assert {kind for part in PARTS for kind in part.records} <= set(load_record_kinds())


def test_an_unknown_page_is_told_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'inspections'"):
        load_pack("2017-18-Q4").part("inspection")


def test_the_front_page_says_which_findings_are_not_real() -> None:
    lines = load_pack("2017-18-Q4").part(HUB).ledger().text.splitlines()
    real = {line.split(" | ")[0]: line.split(" | ")[-1] for line in lines}
    assert real["inspections"] == "real"
    assert real["courts"] == "the records behind it are illustrative"
