"""Small frames of each kind, as docs/architecture.md has them."""

from collections.abc import Callable

import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Polarity, Theme, Unit
from kpi_lib.core.periods import parse_period

HOME = "E10000034"


def indicator(name: str, measure: Measure, kind: Kind, polarity: Polarity, **more: object) -> Indicator:
    unit = {Measure.PROPORTION: Unit.PERCENT, Measure.RATE: Unit.PER_10000}.get(measure, Unit.COUNT)
    multiplier = {Measure.PROPORTION: 100, Measure.RATE: 10_000}.get(measure, 1)
    words = {
        "id": name, "theme": "front-door", "title": name, "plain_title": name, "definition": name,
        "numerator": "events", "denominator": "base", "is_local": True,
    }  # fmt: skip
    return Indicator.model_validate(
        {
            **words,
            "unit": unit,
            "measure": measure,
            "multiplier": multiplier,
            "kind": kind,
            "polarity": polarity,
            **more,
        }
    )


@pytest.fixture
def catalogue() -> Catalogue:
    down, up, neutral = Polarity.LOWER_IS_BETTER, Polarity.HIGHER_IS_BETTER, Polarity.NEUTRAL
    items = (
        indicator("repeat_percent", Measure.PROPORTION, Kind.FLOW, down, target=15.0, target_source="plan"),
        indicator("timely_percent", Measure.PROPORTION, Kind.FLOW, up),
        indicator("referral_rate", Measure.RATE, Kind.FLOW, neutral),
        indicator("plan_rate", Measure.RATE, Kind.STOCK, neutral),
        indicator("caseload", Measure.MEAN, Kind.STOCK, down, frequency="year"),
        indicator("cost", Measure.AMOUNT, Kind.FLOW, down),
    )
    theme = Theme(id="front-door", title="Front door", question="?")
    return Catalogue((theme,), {item.id: item for item in items})


@pytest.fixture
def observe() -> Callable[..., pd.DataFrame]:
    """Return a builder of observations: rows of (indicator, area, period, numerator, denominator, value)."""

    def build(*rows: tuple, **columns: object) -> pd.DataFrame:
        names = ["indicator_id", "area_code", "period", "numerator", "denominator", "value"]
        frame = pd.DataFrame(list(rows), columns=names).astype(dict.fromkeys(names[3:], "float64"))
        periods = [parse_period(label) for label in frame["period"]]
        tokens = ["" if pd.isna(value) else f"{value:.12g}" for value in frame["value"]]
        return frame.assign(
            period=[period.label for period in periods],
            frequency=[str(period.frequency) for period in periods],
            period_start=pd.to_datetime([period.start for period in periods]),
            period_end=pd.to_datetime([period.end for period in periods]),
            year=[period.year for period in periods],
            **{
                "status": "ok", "token": tokens, "provenance": "published", "source": "a.csv",
                "edition": "2018", "published": pd.NaT, "row": range(2, len(frame) + 2), "column": 6,
                "note": "", **columns,
            },
        )  # fmt: skip

    return build
