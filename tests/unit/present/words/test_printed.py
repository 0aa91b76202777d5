from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Unit, load_catalogue
from kpi_lib.present.words.printed import figure_words, printed_figures

HOME, OTHER = "E10000034", "E10000012"


def estimate(area: str, period: str, value: float | None, edition: str = "2024") -> dict[str, object]:
    return {
        "indicator_id": "rereferral_percent", "area_code": area, "basis": "year", "period": period,
        "value": value, "status": "suppressed" if value is None else "ok",
        "source": "cin.csv", "edition": edition,
    }  # fmt: skip


ESTIMATES = pd.DataFrame(
    [
        estimate(HOME, "2016-17", 20.46),
        estimate(HOME, "2017-18", None),
        estimate(OTHER, "2016-17", 18.0, "2023"),
    ]
)
CHANGES = pd.DataFrame(
    {"indicator_id": ["rereferral_percent"] * 2, "area_code": HOME, "basis": "year",
     "period": ["2016-17", "2017-18"], "earlier_period": ["2015-16", "2016-17"],
     "verdict": ["got_worse", "cannot_say"]}
)  # fmt: skip
COMPARISONS = pd.DataFrame(
    {"indicator_id": ["rereferral_percent"] * 3, "area_code": HOME, "basis": "year", "period": "2016-17",
     "comparator": ["neighbours", "neighbours", "england"], "average": ["mean", "median", ""],
     "comparator_value": [19.95, 19.0, None], "verdict": ["similar", "worse", "cannot_say"]}
)  # fmt: skip


def test_every_figure_is_a_row_as_printed() -> None:
    found = printed_figures(ESTIMATES, CHANGES, COMPARISONS, load_catalogue(), area_code=HOME, average="mean")
    # 20.46 prints as 20.5 and 19.95 as 20.0; a median not in force and what cannot be said have no row.
    assert [tuple(row) for row in found[["period", "statistic", "figure", "verdict"]].to_numpy()] == [
        ("2016-17", "change", "", "got_worse"),
        ("2016-17", "figure", "20.5%", ""),
        ("2016-17", "neighbours", "20.0%", "similar"),
        ("2017-18", "figure", "withheld", ""),
    ]
    assert found["area_code"].eq(HOME).all()


def test_a_figure_names_the_editions_of_all_that_it_is_compared_with() -> None:
    found = printed_figures(ESTIMATES, CHANGES, COMPARISONS, load_catalogue(), area_code=HOME, average="mean")
    told = dict(zip(found["statistic"] + found["period"], found["editions"], strict=True))
    assert told["neighbours2016-17"] == "cin.csv 2023; cin.csv 2024"


@pytest.mark.parametrize(("value", "words"), [(0.0, "0"), (3.0, "under 6"), (5.0, "under 6"), (6.0, "6")])
def test_a_count_of_few_is_withheld(value: float, words: str) -> None:
    indicator = load_catalogue()["referral_rate"].model_copy(update={"unit": Unit.COUNT, "decimals": 0})
    assert figure_words({"value": value, "status": "ok"}, indicator) == words
