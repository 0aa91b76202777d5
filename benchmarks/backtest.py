"""Held back, projected, compared: how often past projections would have held what came."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.analysis.estimates.intervals import wilson_limits
from kpi_lib.analysis.practice.flows import add_order_of
from kpi_lib.analysis.practice.projection import summarise_projection
from kpi_lib.analysis.practice.records import summarise_groups

PER_CENT = 100


def summarise_backtest(flows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row per series, origin and quarter ahead that has come since: projected and actual.

    From each origin quarter only what was known by then is used.

    Returns
    -------
    As `projection.summarise_projection`, with `origin`, `actual`, `is_within80` and `is_within95`.
    """
    ordered = add_order_of(flows, by)
    parts = []
    for order, origin in ordered.drop_duplicates("_order").set_index("_order")["period"].sort_index().items():
        known = ordered.loc[ordered["_order"].le(order)].drop(columns="_order")
        projected = summarise_projection(known, by)
        parts.append(
            projected.loc[projected["horizon"].gt(0) & projected["last_period"].eq(origin)].assign(
                origin=origin
            )
        )
    came = ordered[[*by, "period", "stock"]].rename(columns={"stock": "actual"}).dropna(subset=["actual"])
    empty = summarise_projection(flows.head(0), by).assign(origin="")
    held_back = pd.concat(parts, ignore_index=True) if parts else empty
    pairs = held_back.merge(came, on=[*by, "period"])
    return pairs.assign(
        is_within80=pairs["actual"].between(pairs["lower80"], pairs["upper80"]),
        is_within95=pairs["actual"].between(pairs["lower95"], pairs["upper95"]),
    )


def summarise_coverage(backtest: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row per group of a back-test: how often the intervals held what came.

    Returns
    -------
    `n_projections`, `n_origins` (quarters × series projected from), `coverage80` and `coverage95` in per
    cent with Wilson limits, which take the projections as independent: those of one origin are not, so
    the limits are too narrow. `mean_error` = mean of actual − projected, in children.
    """
    return summarise_groups(backtest, by, _coverage)


def _coverage(rows: pd.DataFrame) -> dict[str, object]:
    size = len(rows)
    coverage: dict[str, object] = {
        "n_projections": size,
        "n_origins": len(rows.drop_duplicates([*_series(rows), "origin"])),
        "mean_error": float((rows["actual"] - rows["projected"]).mean()),
    }
    for level in ("80", "95"):
        within = int(rows[f"is_within{level}"].sum())
        low, high = wilson_limits(within, size or float("nan"), multiplier=PER_CENT)
        coverage[f"coverage{level}"] = within / size * PER_CENT if size else float("nan")
        coverage |= {f"coverage{level}_lower": float(low), f"coverage{level}_upper": float(high)}
    return coverage


def _series(rows: pd.DataFrame) -> list[str]:
    """Return the columns that name a series: those before the projection's own."""
    return list(rows.columns[: list(rows.columns).index("period")])
