"""A value whose newest edition states no counts has those of an older one that states the same."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]
SHARE = "repeat_percent"


def stated(
    observe: Observe, edition: str, value: float, above: float = nan, below: float = nan, **columns: object
) -> pd.DataFrame:
    day = pd.Timestamp(f"{edition}-12-31")
    row = (SHARE, "A", "2017-18", above, below, value)
    said = {"edition": edition, "source": f"{edition}.csv", "published": day, **columns}
    return observe(row, **said)


def estimate(catalogue: Catalogue, *rows: pd.DataFrame) -> pd.Series:
    estimates = summarise_estimates(pd.concat(rows, ignore_index=True), catalogue)
    assert len(estimates) == 1
    return estimates.iloc[0]


def test_the_newest_value_leads_and_the_older_counts_give_its_interval(
    observe: Observe, catalogue: Catalogue
) -> None:
    # 85 of 350 are 24.29 %: 24.3 as printed
    found = estimate(catalogue, stated(observe, "2026", 24.3), stated(observe, "2024", 24.3, 85, 350))
    assert (found["value"], found["edition"]) == (24.3, "2026")
    assert (found["numerator"], found["denominator"]) == (85, 350)
    assert found["interval_method"] == "wilson"
    assert found["note"] == "counts of the 2024 edition, 2024.csv"


@pytest.mark.parametrize(
    ("newest", "older", "is_same"),
    [
        (24.0, 24.3, True),  # the newest prints whole per cents: 24.3 is 24
        (24.3, 24.0, True),  # and the older one
        (24.3, nan, True),  # 85 of 350 are 24.29 %, which prints as 24.3
        (24.4, nan, False),
        (25.0, 24.3, False),
        (24.3, 24.4, False),
    ],
)
def test_the_same_is_what_prints_the_same(
    observe: Observe, catalogue: Catalogue, newest: float, older: float, is_same: bool
) -> None:
    token = "" if pd.isna(older) else f"{older:g}"
    found = estimate(
        catalogue,
        stated(observe, "2026", newest, token=f"{newest:g}"),
        stated(observe, "2024", older, 85, 350, token=token),
    )
    assert found["value"] == newest
    assert pd.notna(found["numerator"]) == is_same
    assert (found["note"] != "") == is_same


def test_of_several_the_newest_lends(observe: Observe, catalogue: Catalogue) -> None:
    found = estimate(
        catalogue,
        stated(observe, "2022", 24.3, 84, 346),
        stated(observe, "2024", 24.3, 85, 350),
        stated(observe, "2026", 24.3, note="provisional"),
    )
    assert found["numerator"] == 85
    assert found["note"] == "provisional; counts of the 2024 edition, 2024.csv"


def test_one_count_is_not_enough_but_both_of_its_own_are(observe: Observe, catalogue: Catalogue) -> None:
    older = stated(observe, "2024", 24.3, 85, 350)
    half = estimate(catalogue, stated(observe, "2026", 24.3, below=351), older)
    assert (half["numerator"], half["denominator"]) == (85, 350)
    whole = estimate(catalogue, stated(observe, "2026", 24.3, 86, 354), older)
    assert (whole["numerator"], whole["note"]) == (86, "")


def test_what_another_kind_of_source_counts_is_not_lent(observe: Observe, catalogue: Catalogue) -> None:
    own = stated(observe, "2024", 24.3, 85, 350, provenance="local")
    found = estimate(catalogue, stated(observe, "2026", 24.3), own)
    assert pd.isna(found["numerator"])


def test_a_withdrawn_figure_stays_withdrawn(observe: Observe, catalogue: Catalogue) -> None:
    gone = stated(observe, "2026", nan, status="suppressed", token="c")
    found = estimate(catalogue, gone, stated(observe, "2024", 24.3, 85, 350))
    assert (found["status"], pd.isna(found["value"]), found["edition"]) == ("suppressed", True, "2026")
