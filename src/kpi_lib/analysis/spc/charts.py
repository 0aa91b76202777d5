"""Control charts of many series: limits and signals for every point, marks for every series.

The chart follows from what is known: P for shares and U for rates where every point has its counts
(Laney's P′ and U′ where the series spreads wider than its counts explain), else XmR. New limits start
only where a dated, reasoned row of `events` says so.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from kpi_lib.analysis.estimates.rates import KEY, add_counts
from kpi_lib.analysis.estimates.series import SERIES, check_unbroken, each_series
from kpi_lib.analysis.spc.limits import (
    LEAST_POINTS,
    OUTER_SIGMAS,
    TRIAL_BELOW,
    ControlLimits,
    p_limits,
    u_limits,
    xmr_limits,
)
from kpi_lib.analysis.spc.signals import assurance_of, runs_about, signals_of, variation_of
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure
from kpi_lib.core.errors import AnalysisError

LIMITS = [
    *KEY, "period_end", "value", "chart", "segment", "centre", "lower_limit", "upper_limit", "lower_inner",
    "upper_inner", "sigma_z", "signal", "side", "variation", "is_trial", "event",
]  # fmt: skip
CHARTS = [
    *KEY, "chart", "n_points", "n_segments", "n_in_segment", "is_trial", "centre", "lower_limit",
    "upper_limit", "signal", "side", "variation", "n_signals", "target", "assurance", "longest_run",
    "longest_run_limit", "n_crossings", "n_crossings_limit", "is_run_signal", "least_shift",
]  # fmt: skip
DETECTABLE_SIGMAS = 1.5
EVENTS = ["indicator_id", "area_code", "date", "is_rebase", "reason", "source"]


class Chart(StrEnum):
    """The kinds of chart."""

    XMR = "xmr"
    P = "p"
    U = "u"
    P_PRIME = "p_prime"
    U_PRIME = "u_prime"


def summarise_limits(
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one row per point: centre, limits, the rule it breaks and what that means.

    Parameters
    ----------
    estimates : quarters or years, unbroken series (`series.select_series`).
    events : indicator_id (empty: all), area_code, date, is_rebase, reason, source.
        A rebase starts new limits at the first period that ends on or after its date; with fewer
        than two points after it, it waits.

    Returns
    -------
    `limits`: `signal` (`outside`, `trend`, `two_of_three`, `shift` or empty), `side` (-1, 0, 1),
    `variation` (improvement, concern, higher, lower, common_cause), `is_trial` for limits from fewer
    than 12 points, `event` the reason of a rebase at its first point. `value` is unrounded.

    Raises
    ------
    AnalysisError : a gap, a period twice, a rolling year, a rebase without a reason.
    """
    dated, counts = _checked_events(events), add_counts(estimates, catalogue)
    counted = estimates.assign(_x=counts["numerator"], _n=counts["denominator"]).reset_index(drop=True)
    parts: list[pd.DataFrame] = []
    for rows in each_series(counted):
        parts += _chart_series(rows, catalogue[rows["indicator_id"].iloc[0]], dated)
    if not parts:
        return pd.DataFrame(columns=LIMITS)
    charted = pd.concat(parts)
    return counted[[*KEY, "period_end"]].join(charted, how="right").reset_index(drop=True)[LIMITS]


def summarise_charts(limits: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per series, at its newest point: the marks of variation and assurance.

    `variation` is that of the newest point; assurance sets the newest limits against the
    catalogue's target; Anhøj's run tests, a second opinion, are about the newest segment's centre.
    `least_shift` is the lasting shift, in the indicator's units, that such a chart shows within eight
    periods more than four times in five: 1.5 standard deviations (docs/control-charts.md).
    """
    rows = [_marks(group, catalogue) for _, group in limits.groupby(SERIES, sort=True, observed=True)]
    return pd.DataFrame(rows, columns=CHARTS)


def _chart_series(rows: pd.DataFrame, indicator: Indicator, events: pd.DataFrame) -> list[pd.DataFrame]:
    check_unbroken(rows)
    if len(rows) < LEAST_POINTS:
        return []
    starts = _starts(rows, events)
    kind = _kind(rows.iloc[max(starts) :], indicator)
    edges = [*starts, len(rows)]
    return [
        _chart_segment(rows.iloc[first:last], indicator, kind, place, reason)
        for place, (first, last, reason) in enumerate(zip(edges, edges[1:], starts.values(), strict=False), 1)
    ]


def _chart_segment(
    rows: pd.DataFrame, indicator: Indicator, kind: Chart, place: int, reason: str
) -> pd.DataFrame:
    limits = _limits(rows, indicator, kind)
    signal, side = signals_of(limits)
    columns = {
        "value": limits.value,
        "chart": str(kind),
        "segment": place,
        "centre": limits.centre,
        "lower_limit": limits.lower,
        "upper_limit": limits.upper,
        "lower_inner": limits.lower_inner,
        "upper_inner": limits.upper_inner,
        "sigma_z": limits.sigma_z,
        "signal": [str(word) for word in signal],
        "side": side,
        "variation": [str(word) for word in variation_of(side, indicator.polarity)],
        "is_trial": len(rows) < TRIAL_BELOW,
        "event": [reason, *[""] * (len(rows) - 1)],
    }
    return pd.DataFrame(columns, index=rows.index)


def _limits(rows: pd.DataFrame, indicator: Indicator, kind: Chart) -> ControlLimits:
    if kind is Chart.XMR:
        return xmr_limits(rows["value"])
    limits_of = p_limits if kind in (Chart.P, Chart.P_PRIME) else u_limits
    is_laney = kind in (Chart.P_PRIME, Chart.U_PRIME)
    return limits_of(rows["_x"], rows["_n"], multiplier=float(indicator.multiplier), laney=is_laney)


def _kind(rows: pd.DataFrame, indicator: Indicator) -> Chart:
    """Return the chart that fits the newest segment's counts."""
    plain = {Measure.PROPORTION: Chart.P, Measure.RATE: Chart.U}.get(indicator.measure)
    if plain is None or not (rows["_x"].notna() & rows["_n"].gt(0)).all():
        return Chart.XMR
    is_wide = _limits(rows, indicator, plain).sigma_z > 1
    return {Chart.P: Chart.P_PRIME, Chart.U: Chart.U_PRIME}[plain] if is_wide else plain


def _starts(rows: pd.DataFrame, events: pd.DataFrame) -> dict[int, str]:
    """Return where segments start and why: the first point, then each rebase with points enough."""
    starts = {0: ""}
    ours = _events_of(rows, events)
    for date, reason in zip(ours["date"], ours["reason"], strict=True):
        place = int((rows["period_end"] < date).sum())
        if place - max(starts) >= LEAST_POINTS and len(rows) - place >= LEAST_POINTS:
            starts[place] = str(reason)
    return starts


def _events_of(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    first = rows.iloc[0]
    is_ours = events["indicator_id"].isin(["", first["indicator_id"]])
    is_here = events["area_code"].eq(first["area_code"])
    return events.loc[is_ours & is_here & events["is_rebase"].astype(bool)].sort_values("date")


def _checked_events(events: pd.DataFrame | None) -> pd.DataFrame:
    if events is None:
        return pd.DataFrame(columns=EVENTS).astype({"date": "datetime64[ns]", "is_rebase": bool})
    bare = events["is_rebase"].astype(bool) & (events["reason"].eq("") | events["source"].eq(""))
    if bare.any():
        raise AnalysisError(
            "A rebase needs a reason and a source",
            where=f"events, {events.loc[bare, 'date'].iloc[0]}",
            expected="why the process is believed to have changed, and who says so",
            hint="new limits never start because the data moved",
        )
    return events.assign(date=pd.to_datetime(events["date"]))


def _marks(rows: pd.DataFrame, catalogue: Catalogue) -> dict[str, object]:
    ordered = rows.sort_values("period_end")
    last = ordered.iloc[-1]
    newest = ordered.loc[ordered["segment"].eq(last["segment"])]
    indicator = catalogue[last["indicator_id"]]
    limits = (float(last["lower_limit"]), float(last["upper_limit"]))
    runs = runs_about(newest["value"], newest["centre"])
    kept = {name: last[name] for name in CHARTS if name in last}
    return {
        **kept,
        "n_points": len(ordered),
        "n_segments": int(last["segment"]),
        "n_in_segment": len(newest),
        "n_signals": int(ordered["signal"].ne("").sum()),
        "target": np.nan if indicator.target is None else indicator.target,
        "assurance": str(assurance_of(*limits, indicator.target, indicator.polarity)),
        "longest_run": runs.longest_run,
        "longest_run_limit": runs.longest_run_limit,
        "n_crossings": runs.n_crossings,
        "n_crossings_limit": runs.n_crossings_limit,
        "is_run_signal": bool(runs.is_signal),
        "least_shift": DETECTABLE_SIGMAS * _sigma(last),
    }


def _sigma(point: pd.Series) -> float:
    """Return a third of the wider side of the limits: one side may be cut off at 0 or 100 %."""
    sides = (point["upper_limit"] - point["centre"], point["centre"] - point["lower_limit"])
    return float(max(sides)) / OUTER_SIGMAS
