"""Time every comparison of the LAIT table: all authorities, indicators and years, 66 ways each.

Run: python benchmarks/speed_stability.py FOLDER   where FOLDER holds DfE's bds_long_0.parquet and
lait_data_dictionary.csv. Prints rows, ways, seconds and peak memory.

LAIT's figures have no counts, so each value stands as its own limits (the verdict is the plain
side), and the pooled average is given one case per area, so that it is computed as well.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.stability import summarise_stability
from kpi_lib.catalogue.indicators import Catalogue, Indicator, Kind, Measure, Polarity, Theme, Unit
from kpi_lib.catalogue.neighbours import load_neighbours

FIRST_REGION_NUMBER = 970
WAYS = {"High": Polarity.HIGHER_IS_BETTER, "Low": Polarity.LOWER_IS_BETTER}


def load_table(folder: Path) -> tuple[pd.DataFrame, Catalogue]:
    """Return LAIT as estimates, and a catalogue of its measures."""
    table = pd.read_parquet(folder / "bds_long_0.parquet")
    table = table.loc[table["LA Number"].lt(FIRST_REGION_NUMBER)].reset_index(drop=True)
    dictionary = pd.read_csv(folder / "lait_data_dictionary.csv", encoding_errors="replace")
    polarity = dictionary.drop_duplicates("Measure_short").set_index("Measure_short")["Polarity"]
    ids = {name: f"m{place}" for place, name in enumerate(table["Short Desc"].unique())}
    value = pd.to_numeric(table["Values"], errors="coerce")
    estimates = pd.DataFrame(
        {
            "indicator_id": table["Short Desc"].map(ids), "basis": "year", "period": table["Years"],
            "area_code": table["LA Number"].astype(int).astype("str"), "numerator": value.clip(lower=0),
            "denominator": 1.0, "value": value, "decimals": pd.NA, "lower": value, "upper": value,
            "status": "ok",
        }
    )  # fmt: skip
    items = [
        Indicator(
            id=slug, theme="t", title=name, plain_title=name, definition=name, numerator="n", denominator="d",
            unit=Unit.COUNT, measure=Measure.MEAN, kind=Kind.FLOW, is_local=True,
            polarity=WAYS.get(polarity.get(name), Polarity.NEUTRAL),
        )
        for name, slug in ids.items()
    ]  # fmt: skip
    theme = Theme(id="t", title="t", question="?")
    return estimates, Catalogue((theme,), {item.id: item for item in items})


def measure(folder: Path) -> dict[str, float]:
    """Return rows, comparisons drawn, seconds (best of three) and peak memory in megabytes."""
    estimates, catalogue = load_table(folder)
    lists = load_neighbours()
    lists = lists.assign(
        area_code=lists["dfe_number"].astype("str"), neighbour_code=lists["neighbour_number"].astype("str")
    )
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        found = summarise_stability(estimates, catalogue, neighbours=lists, model="2025-05")
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": len(found), "comparisons": float(np.sum(found["n_ways"])), "seconds": min(seconds),
        "megabytes": peak,
    }  # fmt: skip


if __name__ == "__main__":
    for name, figure in measure(Path(sys.argv[1])).items():
        print(f"{name:12} {figure:,.2f}")
