"""Measure how often past projections held what came; writes the table of docs/improvement-methods.md.

Run: python -m benchmarks.simulate_projections   (some seconds; same data, same table)
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

import kpi_lib as kpi
from benchmarks.backtest import summarise_backtest, summarise_coverage

QUARTER = "2017-18-Q4"
PAGE = Path(__file__).parents[1] / "docs" / "improvement-methods.md"
STOCKS = {
    "children looked after": ("looked_after_rate", "looked_after_start_rate", "looked_after_cease_rate"),
    "children on plans": (
        "child_protection_plan_rate",
        "child_protection_start_rate",
        "child_protection_end_rate",
    ),
    "children in need": ("children_in_need_rate", "", ""),
}
"""A stock and what comes into it and leaves it, by the indicators whose counts they are."""
GROUPS = {**{str(ahead): (ahead, ahead) for ahead in range(1, 5)}, "5 to 8": (5, 8), "all": (1, 8)}
"""Quarters ahead."""
SHOWN = re.compile(
    r"Held back and projected from .*?\n\| all \|[^\n]*\n\nThe worst series is [^,]*?%\)", re.DOTALL
)


def bundled_flows(pack: kpi.Pack) -> pd.DataFrame:
    """Return `series`, `period`, `stock`, `entries` and `exits` of the placements and of all children."""
    placed = pack.records("placement_counts")
    placements = placed.assign(
        series=placed["placement_type"].astype("str"),
        period=placed["quarter"],
        stock=placed["children"],
        entries=placed["came_into_care"] + placed["moved_in"],
        exits=placed["left_care"] + placed["moved_out"],
    )[["series", "period", "stock", "entries", "exits"]]
    return pd.concat([placements, *(_children(pack, name) for name in STOCKS)], ignore_index=True)


def _children(pack: kpi.Pack, name: str) -> pd.DataFrame:
    counts = {
        column: pack.figures(indicator, basis="quarter").set_index("period")["numerator"]
        for column, indicator in zip(("stock", "entries", "exits"), STOCKS[name], strict=True)
        if indicator
    }
    found = pd.DataFrame({"entries": np.nan, "exits": np.nan, **counts}, index=counts["stock"].index)
    return found.rename_axis("period").reset_index().assign(series=name)


def coverage_table(backtest: pd.DataFrame) -> str:
    """Return the passage of the page: how often intervals held, by quarters ahead; the worst series."""
    lines = []
    for words, (first, last) in GROUPS.items():
        row = summarise_coverage(backtest.loc[backtest["horizon"].between(first, last)], []).iloc[0]
        held = f"{row['coverage80']:.0f}% | {row['coverage95']:.0f}%"
        lines.append(f"| {words} | {row['n_projections']:.0f} | {held} |")
    by_series = summarise_coverage(backtest, ["series"]).sort_values("coverage80", kind="stable")
    worst = by_series.iloc[0]
    flows = "" if STOCKS.get(worst["series"], ("", "known"))[1] else "no flows known; "
    origins = len(backtest.drop_duplicates(["series", "origin"]))
    head = (
        f"Held back and projected from {origins} origin quarters of nine bundled series "
        f"(six placement types, {', '.join(STOCKS)}):"
    )
    ruler = "| Quarters ahead | Projections | 80% interval held | 95% interval held |\n|---|---|---|---|"
    last_words = f"The worst series is {worst['series']} ({flows}{worst['coverage80']:.0f}%)"
    return "\n\n".join([head, "\n".join([ruler, *lines]), last_words])


def write_table() -> None:
    """Project from every quarter that can be, and put the table in its place in the page."""
    backtest = summarise_backtest(bundled_flows(kpi.load(QUARTER)), ["series"])
    text = PAGE.read_text(encoding="utf-8")
    if not SHOWN.search(text):
        raise SystemExit(f"{PAGE.name} has no such table")
    PAGE.write_text(SHOWN.sub(lambda _: coverage_table(backtest), text), encoding="utf-8")


if __name__ == "__main__":
    write_table()
