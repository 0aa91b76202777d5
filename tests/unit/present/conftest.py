"""Small frames of each kind, as docs/architecture.md has them, and the indicators they are of."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Indicator, Kind, Measure, Polarity, Unit
from kpi_lib.core.periods import parse_period
from kpi_lib.present.words.neighbourhood import Neighbourhood

HOME, NEAR, FAR, ENGLAND = "E10000034", "E10000031", "E10000016", "E92000001"


def new_indicator(**changes: object) -> Indicator:
    words = {
        "id": "timely_percent", "theme": "front-door", "title": "Assessments in 45 working days",
        "plain_title": "Assessments finished on time", "definition": "Share finished in time.",
        "numerator": "Finished in time", "denominator": "All finished",
        "dfe_source": "Children in need, table C1",
        "unit": Unit.PERCENT, "measure": Measure.PROPORTION, "multiplier": 100, "kind": Kind.FLOW,
        "polarity": Polarity.HIGHER_IS_BETTER,
    }  # fmt: skip
    return Indicator.model_validate({**words, **changes})


@pytest.fixture
def timely() -> Indicator:
    """Return a percentage, higher is better, counted over a period."""
    return new_indicator()


@pytest.fixture
def plans() -> Indicator:
    """Return a rate of demand, counted on one day."""
    return new_indicator(
        id="plan_rate", plain_title="Children with a protection plan", unit=Unit.PER_10000,
        measure=Measure.RATE, multiplier=10_000, kind=Kind.STOCK, polarity=Polarity.NEUTRAL,
    )  # fmt: skip


@pytest.fixture
def neighbourhood() -> Neighbourhood:
    names = {HOME: "Worcestershire", NEAR: "Warwickshire", FAR: "Kent", ENGLAND: "England"}
    return Neighbourhood(HOME, (NEAR, FAR), names, "2021-04", "the West Midlands")


def estimate_rows(*rows: tuple, **columns: object) -> pd.DataFrame:
    """Return estimates from rows of (area, period, value); other columns from `columns`."""
    frame = pd.DataFrame(list(rows), columns=["area_code", "period", "value"]).astype({"value": "float64"})
    periods = [parse_period(label) for label in frame["period"]]
    return frame.assign(
        **{
            "indicator_id": "timely_percent",
            "basis": ["quarter" if "Q" in label else "year" for label in frame["period"]],
            "period_end": pd.to_datetime([period.end for period in periods]),
            "year": [period.year for period in periods],
            "numerator": 850.0, "denominator": 1000.0,
            "lower": frame["value"] - 2, "upper": frame["value"] + 2, "interval_method": "wilson",
            "status": ["ok" if known else "suppressed" for known in frame["value"].notna()],
            "provenance": "published", "source": "a.csv", "edition": "2024", "note": "", **columns,
        }
    )  # fmt: skip


def comparison_row(**columns: object) -> pd.Series:
    """Return one row of comparisons: 85 against the neighbours' 79, better at 95%."""
    return pd.Series(
        {
            "indicator_id": "timely_percent", "area_code": HOME, "basis": "year", "period": "2017-18",
            "value": 85.0, "lower": 83.0, "upper": 87.0, "comparator": "neighbours", "average": "mean",
            "model": "2021-04", "comparator_value": 79.0, "n_available": 10, "n_expected": 10, "missing": "",
            "difference": 6.0, "verdict": "better", "level": "95", "rank": 2.0, "n_ranked": 11, "band": "A",
            "reason": "", **columns,
        }
    )  # fmt: skip


def change_row(**columns: object) -> pd.Series:
    """Return one row of changes: 85 after 66, improved."""
    return pd.Series(
        {
            "indicator_id": "timely_percent", "area_code": HOME, "basis": "year", "period": "2017-18",
            "value": 85.0, "earlier_period": "2016-17", "earlier_value": 66.0, "change": 19.0,
            "change_lower": 15.0, "change_upper": 23.0, "direction": "up", "verdict": "improved",
            "method": "mover", "reason": "", **columns,
        }
    )  # fmt: skip


@pytest.fixture
def estimates() -> Callable[..., pd.DataFrame]:
    return estimate_rows


@pytest.fixture
def comparison() -> Callable[..., pd.Series]:
    return comparison_row


@pytest.fixture
def change() -> Callable[..., pd.Series]:
    return change_row
