"""What a page says of figures that a later edition revised, and of years from several editions."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.shown.revisions import show_revised
from kpi_lib.present.words.sources import edition_spans

NAN = float("nan")
HOME = "E10000034"


def revision_rows(*rows: tuple, **columns: object) -> pd.DataFrame:
    """Return revisions from rows of (period, first value, value); those that differ are revised."""
    frame = pd.DataFrame(list(rows), columns=["period", "first_value", "value"])
    frame = frame.astype({"first_value": "float64", "value": "float64"})
    ends = [pd.Timestamp(f"20{period[-2:]}-03-31") for period in frame["period"]]
    difference = frame["value"] - frame["first_value"]
    return frame.assign(
        **{
            "frequency": "year", "period_end": ends, "first_status": "ok", "status": "ok",
            "first_edition": "2020", "edition": "2024", "difference": difference, "decimals": 1,
            "is_revised": difference.ne(0), **columns,
        }
    )  # fmt: skip


def test_one_revision_is_told_with_both_values_and_its_size(timely: Indicator) -> None:
    shown = show_revised(revision_rows(("2016-17", 83.0, 83.0), ("2017-18", 80.0, 85.0)), timely)
    # 5.0 of 80.0 is 6.25 per cent, 6 in whole per cent.
    assert shown is not None
    assert shown.text.startswith(
        "Revised since: the figure for the year to 31 March 2018 was first published as 80.0% (2020 edition) "
        "and is now 85.0% (2024 edition), 5.0 percentage points higher, which is 6% of the first figure."
    )
    assert "Year to 31 March 2018 | 80.0% 2020 edition | 85.0% 2024 edition | +5.0" in shown.text
    assert "2017 |" not in shown.text


def test_of_several_the_largest_is_told_and_all_are_listed_newest_first(timely: Indicator) -> None:
    rows = revision_rows(("2015-16", 80.0, 79.0), ("2016-17", 83.0, 83.2), ("2017-18", 90.0, 90.0))
    shown = show_revised(rows, timely)
    assert shown is not None
    first, *_ = shown.text.splitlines()
    assert first.startswith("Revised since: 2 of the 3 figures that a later edition repeats.")
    assert "the year to 31 March 2016 was first published as 80.0% (2020 edition)" in first
    assert first.endswith("1.0 percentage points lower, which is 1% of the first figure.")
    assert shown.text.index("2017 | 83.0%") < shown.text.index("2016 | 80.0%")


def test_where_every_figure_was_revised_it_says_all(timely: Indicator) -> None:
    shown = show_revised(revision_rows(("2016-17", 83.0, 83.2), ("2017-18", 90.0, 91.0)), timely)
    assert shown is not None
    assert shown.text.startswith("Revised since: all 2 figures that a later edition repeats.")


def test_a_size_below_one_per_cent_is_said_to_be(timely: Indicator) -> None:
    # 0.2 of 83.0 is 0.24 per cent.
    shown = show_revised(revision_rows(("2017-18", 83.0, 83.2)), timely)
    assert shown is not None
    assert "0.2 percentage points higher, which is less than 1% of the first figure." in shown.text


def test_a_figure_withheld_since_has_no_size(timely: Indicator) -> None:
    rows = revision_rows(("2017-18", 83.0, NAN), status="suppressed", is_revised=True)
    shown = show_revised(rows, timely)
    assert shown is not None
    assert "as 83.0% (2020 edition) and is now withheld (2024 edition)." in shown.text
    assert "| withheld 2024 edition | not a number" in shown.text


def test_a_figure_that_came_back_says_so(timely: Indicator) -> None:
    shown = show_revised(revision_rows(("2017-18", 83.0, 83.0), is_revised=True), timely)
    assert shown is not None
    assert shown.text.splitlines()[0].endswith("is now 83.0% (2024 edition).")
    assert "| the same value" in shown.text


def test_nothing_revised_shows_nothing(timely: Indicator) -> None:
    assert show_revised(revision_rows(("2017-18", 83.0, 83.0)), timely) is None


@pytest.mark.parametrize(
    ("editions", "words"),
    [
        (["2024", "2024", "2024"], ""),
        (
            ["2013", "2024", "2024"],
            "Editions: 2015–16 from 2013, 2016–17 to 2017–18 from 2024; "
            "figures of different editions may not be fully comparable.",
        ),
    ],
)
def test_years_of_several_editions_are_marked(
    editions: list[str], words: str, estimates: Callable[..., pd.DataFrame]
) -> None:
    rows = [(HOME, year, 80.0) for year in ("2015-16", "2016-17", "2017-18")]
    assert edition_spans(estimates(*rows, edition=editions)) == words


def test_quarterly_returns_are_editions_by_nature_and_not_marked(
    estimates: Callable[..., pd.DataFrame],
) -> None:
    rows = [(HOME, "2017-18-Q3", 80.0), (HOME, "2017-18-Q4", 81.0)]
    assert edition_spans(estimates(*rows, edition=["2017-18-Q3", "2017-18-Q4"])) == ""
