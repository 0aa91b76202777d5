from __future__ import annotations

import pandas as pd

from kpi_lib.analysis.editions.differences import PRINTED, select_corrections, summarise_printed_changes


def printed(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return printed figures of one indicator by year: period, statistic, figure, verdict."""
    full = [("referral_rate", "E10000034", "year", period, statistic, figure, verdict, "file 2024")
            for period, statistic, figure, verdict in rows]  # fmt: skip
    return pd.DataFrame(full, columns=PRINTED, dtype="str")


OLD = printed(
    ("2015-16", "figure", "400", ""), ("2016-17", "figure", "381.5", ""), ("2016-17", "change", "", "fell")
)


def test_the_same_figures_differ_in_nothing() -> None:
    assert summarise_printed_changes(OLD, OLD.iloc[::-1].reset_index(drop=True)).empty


def test_a_figure_is_new_changed_or_gone_and_a_verdict_likewise() -> None:
    new = printed(
        ("2016-17", "figure", "382.3", ""),
        ("2016-17", "change", "", "rose"),
        ("2017-18", "figure", "390", ""),
    )
    found = summarise_printed_changes(OLD, new)
    told = found[["change", "period", "statistic", "earlier_figure", "figure", "earlier_verdict", "verdict"]]
    assert [tuple(row) for row in told.to_numpy()] == [
        ("gone", "2015-16", "figure", "400", "", "", ""),
        ("changed", "2016-17", "change", "", "", "fell", "rose"),
        ("changed", "2016-17", "figure", "381.5", "382.3", "", ""),
        ("new", "2017-18", "figure", "", "390", "", ""),
    ]


def test_a_figure_that_is_new_corrects_nothing() -> None:
    new = printed(
        ("2016-17", "figure", "382.3", ""),
        ("2016-17", "change", "", "fell"),
        ("2017-18", "figure", "390", ""),
    )
    corrections = select_corrections(summarise_printed_changes(OLD, new))
    assert corrections["period"].tolist() == ["2015-16", "2016-17"]


def test_a_figure_of_another_area_is_no_change_of_this_ones() -> None:
    found = summarise_printed_changes(OLD.head(1), OLD.head(1).assign(area_code="E10000012"))
    assert found[["change", "area_code"]].to_numpy().tolist() == [["new", "E10000012"], ["gone", "E10000034"]]


def test_another_source_alone_is_no_change() -> None:
    assert summarise_printed_changes(OLD, OLD.assign(editions="file 2025")).empty


def test_nothing_released_before_makes_every_figure_new() -> None:
    assert summarise_printed_changes(OLD.head(0), OLD)["change"].tolist() == ["new"] * 3
