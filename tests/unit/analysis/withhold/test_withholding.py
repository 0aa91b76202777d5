"""What is withheld of a series, so that nobody can work out a count of 1 to 5 by adding and subtracting."""

from itertools import product

import pandas as pd
import pytest

from kpi_lib.analysis.withhold.estimates import has_small_count, withhold_small_counts
from kpi_lib.analysis.withhold.possible_counts import System, possible_ranges
from kpi_lib.catalogue.indicators import load_catalogue

INDICATOR = "special_guardianship_percent"  # a share of a flow: quarters add up to years
ENDS = [
    "2016-06-30",
    "2016-09-30",
    "2016-12-31",
    "2017-03-31",
    "2017-06-30",
    "2017-09-30",
    "2017-12-31",
    "2018-03-31",
]


def series(counts, base=60.0, years=True, provenance="local"):
    """Quarters with these counts, and the rolling years that they add up to."""
    rows = [("quarter", end, float(x), base) for end, x in zip(ENDS, counts, strict=False)]
    if years:
        rows += [
            ("rolling_year", ENDS[i], float(sum(counts[i - 3 : i + 1])), 4 * base)
            for i in range(3, len(counts))
        ]
    return pd.DataFrame(
        {
            "indicator_id": INDICATOR,
            "area_code": "E10000034",
            "basis": [basis for basis, *_ in rows],
            "period": [f"{basis} {end}" for basis, end, *_ in rows],
            "period_end": pd.to_datetime([end for _, end, *_ in rows]),
            "numerator": [x for *_, x, _ in rows],
            "denominator": [n for *_, n in rows],
            "value": [100 * x / n for *_, x, n in rows],
            **dict.fromkeys(["lower", "upper", "lower998", "upper998"], 1.0),
            "status": "ok",
            "provenance": provenance,
        }
    )


def shown(frame):
    """The counts that are left, by basis and quarter."""
    found = withhold_small_counts(frame, load_catalogue())
    kept = found.loc[found["status"].eq("ok")]
    return {
        (basis, str(end.date())): x for basis, end, x in kept[["basis", "period_end", "numerator"]].to_numpy()
    }


def test_a_count_of_3_and_its_share_are_withheld_and_what_it_is_out_of_stays():
    found = withhold_small_counts(series([3, 10], years=False), load_catalogue())
    assert found["status"].tolist() == ["suppressed", "ok"]
    assert found.loc[0, ["numerator", "value", "lower", "upper998"]].isna().all()
    assert found.loc[0, "denominator"] == 60


def test_57_of_60_tell_three_as_well():
    assert has_small_count(series([57, 54], years=False), load_catalogue()).tolist() == [True, False]


@pytest.mark.parametrize("count", [0, 6, 60])
def test_none_six_and_all_are_shown(count):
    assert len(shown(series([count], years=False))) == 1


def test_a_year_that_would_tell_its_one_withheld_quarter_costs_the_newest_other_one():
    # 25 in the year less 7, 6 and 8 leaves 4 for the second quarter: the fourth (8) goes with it.
    assert shown(series([7, 4, 6, 8])) == {
        ("quarter", "2016-06-30"): 7,
        ("quarter", "2016-12-31"): 6,
        ("rolling_year", "2017-03-31"): 25,
    }


def test_a_rolling_year_in_between_gives_way_where_it_would_tell():
    # The year keeps 3 + 9 together; the rolling year to June drops the first quarter (7) and adds 10: it
    # says the same of 3 + 9. That to September drops the 3 as well, and would leave 9 alone, and so 3.
    left = shown(series([7, 3, 8, 9, 10, 11]))
    assert ("quarter", "2017-03-31") not in left
    assert left["rolling_year", "2017-03-31"] == 27
    assert left["rolling_year", "2017-06-30"] == 30
    assert ("rolling_year", "2017-09-30") not in left


def test_a_published_figure_keeps_its_value():
    frame = series([3], years=False, provenance="published")
    pd.testing.assert_frame_equal(withhold_small_counts(frame, load_catalogue()), frame)


@pytest.mark.parametrize("counts", list(product([0, 3], [4, 12], [7], [1, 8], [6, 5], [10], [3], [9])))
def test_no_withheld_quarter_can_be_worked_out(counts):
    """Everything shown, at once, leaves each small quarter two values or more (by integer programme)."""
    frame, left = series(list(counts)), shown(series(list(counts)))
    small = [end for end, x in zip(ENDS, counts, strict=True) if 1 <= x <= 5]
    hidden = [end for end in ENDS if ("quarter", end) not in left]
    sums = []
    for i in range(3, len(ENDS)):
        window = ENDS[i - 3 : i + 1]
        if ("rolling_year", ENDS[i]) in left and set(window) & set(hidden):
            known = sum(left[("quarter", end)] for end in window if end not in hidden)
            sums.append(
                (tuple(end for end in window if end in hidden), left[("rolling_year", ENDS[i])] - known)
            )
    ranges = possible_ranges(System(dict.fromkeys(hidden, (0.0, 60.0)), sums))
    assert set(small) <= set(hidden)
    assert all(ranges[end][0] < ranges[end][1] for end in small), (counts, ranges)
    assert len(frame)
