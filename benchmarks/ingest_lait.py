"""DfE's LAIT table as CSV, read to cells, against a plain `pandas.read_csv(dtype=str)`.

Each reading has a process of its own; its seconds are those of the reading alone, without the imports.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.stopwatch import Skipped, run_timed

TABLE = "shared/data/real/lait/bds_long_0.parquet"
PLAIN, CELLS, SAVED = "pandas.read_csv(dtype=str)", "read_file(…).cells", "save_reading(read_file(…), …)"
REPETITIONS = 3
TIMES_PLAIN, PEAK_MB = 4, 600


def measure() -> pd.DataFrame:
    """Return one row for each way to read: median seconds, ratio to the plain one, peak memory in MB."""
    table = Path(__file__).parents[2] / TABLE
    if not table.is_file():
        raise Skipped(f"there is no {TABLE} beside the project")
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as name:
        file = Path(name) / "bds_long_0.csv"
        pd.read_parquet(table).to_csv(file, index=False)
        ran = [(way, *_run(way, file)) for _ in range(REPETITIONS) for way in (PLAIN, CELLS, SAVED)]
    return summarise_runs(pd.DataFrame(ran, columns=["what", "wall, s", "CPU, s", "peak, MB", "rows"]))


def summarise_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each way to read; ratios are the median of the ratios run by run.

    Parameters
    ----------
    runs : one row for each reading, repetition after repetition: `what`, `wall, s`, `CPU, s`,
        `peak, MB`, `rows`.
    """
    plain = runs.loc[runs["what"].eq(PLAIN)]
    rows = []
    for way, own in runs.groupby("what", sort=False):
        ratios = {
            f"{name} × plain": (own[f"{name}, s"].to_numpy() / plain[f"{name}, s"].to_numpy())
            for name in ("wall", "CPU")
        }
        medians = {name: pd.Series(ratio).median() for name, ratio in ratios.items()}
        middle = {name: own[name].median() for name in ("wall, s", "CPU, s")}
        rows.append(
            {"what": way, "rows": own["rows"].iloc[0], **middle, **medians, "peak, MB": own["peak, MB"].max()}
        )
    return pd.DataFrame(rows)


def check_aims(measured: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each aim: what was aimed at, what was measured, whether it is met."""
    rows = measured.set_index("what")
    found = [
        (f"{way} within {TIMES_PLAIN}× of the plain read", ratio, "×", TIMES_PLAIN)
        for way, ratio in _figures(rows, "wall × plain")
    ]
    found += [(f"{way} under {PEAK_MB} MB", peak, " MB", PEAK_MB) for way, peak in _figures(rows, "peak, MB")]
    return pd.DataFrame(
        [(aim, f"{value:.3g}{unit}", "yes" if value <= most else "no") for aim, value, unit, most in found],
        columns=["aim", "measured", "met"],
    )


def _figures(rows: pd.DataFrame, column: str) -> list[tuple[str, float]]:
    """Return our two ways to read, each with its figure in one column."""
    return [(way, float(rows[column].to_dict()[way])) for way in (CELLS, SAVED)]


def _run(way: str, file: Path) -> tuple[float, float, float, int]:
    spent, said = run_timed(("-m", "benchmarks.ingest_lait", way, str(file)), Path(__file__).parents[1])
    told = json.loads(said.splitlines()[-1])
    return told["wall"], told["cpu"], spent.peak, told["rows"]


def _read(way: str, file: Path) -> int:
    """Read the file in one of the ways; return the number of its rows."""
    from kpi_lib.ingest.read import read_file
    from kpi_lib.ingest.store import save_reading

    if way == PLAIN:
        return len(pd.read_csv(file, dtype=str))
    reading = read_file(file)
    if way == SAVED:
        save_reading(reading, file.parent / "read")
    else:
        len(reading.cells)
    return reading.rows


def main() -> None:
    """Read once, as the words of the command line say, and print what it took as JSON."""
    import kpi_lib.ingest.read  # noqa: F401

    wall, cpu = time.perf_counter(), time.process_time()
    rows = _read(sys.argv[1], Path(sys.argv[2]))
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "rows": rows}
    print(json.dumps(took))


if __name__ == "__main__":
    main()
