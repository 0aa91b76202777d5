from __future__ import annotations

from itertools import pairwise

import pytest

from kpi_lib.catalogue.symbols import edition_year, load_symbols, select_symbols
from kpi_lib.core.errors import CatalogueError


@pytest.mark.parametrize(
    ("edition", "year"),
    [("2024", 2024), ("October 2024", 2024), ("SFR61/2017", 2017), ("2017-18-Q4", 2017), (None, None)],
)  # fmt: skip
def test_the_year_of_an_edition(edition: str | None, year: int | None) -> None:
    assert edition_year(edition) == year


def test_the_same_symbol_means_different_things_over_time() -> None:
    assert select_symbols("sfr", "2016")["x"] == "suppressed"
    assert select_symbols("ees", "2024")["x"] == "not_available"
    assert "-" not in select_symbols("sfr", "2016")
    assert select_symbols("sfr", "2018")["-"] == "rounds_to_zero"
    assert select_symbols("lait", "2026")["-"] == "not_available"


@pytest.mark.parametrize("edition", [None, "2012"], ids=["no year", "a year before the first"])
def test_where_the_edition_says_nothing_only_symbols_with_one_meaning_count(edition: str | None) -> None:
    symbols = select_symbols("ees", edition)
    assert (symbols["c"], symbols[":"]) == ("suppressed", "not_available")
    assert "x" not in symbols  # suppressed until 2018, not available since 2022


def test_a_symbol_in_square_brackets_means_the_same_in_every_source() -> None:
    for family in load_symbols():
        assert select_symbols(family, "2024")["[c]"] == "suppressed"


def test_an_unknown_family_is_named() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'lait'"):
        select_symbols("liat", "2024")


def test_no_family_gives_a_symbol_two_meanings_in_one_year() -> None:
    for family in load_symbols().values():
        spans = sorted((item.first, item.last) for item in family.range)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(spans)), family.id
