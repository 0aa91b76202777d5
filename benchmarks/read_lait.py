"""DfE's LAIT table as CSV to cells on disk, against the same cleaning in pandas, polars and DuckDB.

All of them write the same nine columns and must come to the same figures: how many cells hold a number,
their sum, how many are missing, how many are keys.
polars and DuckDB come with the dependency group `bench`; without them this benchmark is skipped.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from benchmarks.stopwatch import Skipped

TABLE = "shared/data/real/lait/bds_long_0.parquet"
RUNS = 3
TIMES_PLAIN = 3
COLUMNS = ["file", "sheet", "row", "column", "header", "role", "token", "number", "status"]
PLAIN, OURS = "pandas.read_csv(dtype=str), nothing written", "kpi_lib: every cell, on disk"
Outcome = tuple[int, float, int, int]


def read_plainly(source: Path, target: Path) -> None:
    """Only read: no number, no status, nothing written."""
    pd.read_csv(source, dtype=str)


def read_ours(source: Path, target: Path) -> Path:
    """Read every cell with its place, role, token, number and status, and write them."""
    from kpi_lib.ingest.read import read_file
    from kpi_lib.ingest.store import save_reading

    save_reading(read_file(source, edition="2025"), target)
    return target / "cells.parquet"


def clean_in_pandas(source: Path, target: Path) -> Path:
    """Do the same as one would write it in pandas."""
    wide = pd.read_csv(source, dtype=str, keep_default_na=False)
    places = {name: at for at, name in enumerate(wide.columns, start=1)}
    cells = wide.reset_index(names="row").melt(id_vars="row", var_name="header", value_name="token")
    is_value = cells["header"] == "Values"
    cells["row"] += 2
    cells["column"] = cells["header"].map(places)
    cells["number"] = pd.to_numeric(cells["token"].where(is_value), errors="coerce")
    cells["file"], cells["sheet"] = source.name, ""
    cells["role"] = is_value.map({True: "value", False: "key"})
    cells["status"] = "ok"
    cells.loc[cells["token"].eq("") & ~is_value, "status"] = "not_applicable"
    cells.loc[cells["number"].isna() & is_value, "status"] = "not_available"
    cells.sort_values(["row", "column"])[COLUMNS].to_parquet(target / "pandas.parquet", index=False)
    return target / "pandas.parquet"


def clean_in_polars(source: Path, target: Path) -> Path:
    """Do the same as one would write it in polars."""
    import polars as pl

    wide = pl.read_csv(source, infer_schema=False).fill_null("")
    places = {name: at for at, name in enumerate(wide.columns, start=1)}
    is_value = pl.col("header") == "Values"
    status = (
        pl.when(is_value & pl.col("number").is_null())
        .then(pl.lit("not_available"))
        .when(~is_value & (pl.col("token") == ""))
        .then(pl.lit("not_applicable"))
        .otherwise(pl.lit("ok"))
    )
    cells = (
        wide.with_row_index("row", offset=2)
        .unpivot(index="row", variable_name="header", value_name="token")
        .with_columns(
            pl.lit(source.name).alias("file"),
            pl.lit("").alias("sheet"),
            pl.when(is_value).then(pl.lit("value")).otherwise(pl.lit("key")).alias("role"),
            pl.col("header").replace_strict(places).alias("column"),
            pl.when(is_value).then(pl.col("token")).cast(pl.Float64, strict=False).alias("number"),
        )
        .with_columns(status.alias("status"))
    )
    cells.sort("row", "column").select(COLUMNS).write_parquet(target / "polars.parquet")
    return target / "polars.parquet"


def clean_in_duckdb(source: Path, target: Path) -> Path:
    """Do the same as one would write it in SQL."""
    import duckdb

    names = pd.read_csv(source, nrows=0).columns
    duckdb.sql(f"""
        COPY (
            WITH wide AS (
                SELECT row_number() OVER () + 1 AS "row", {", ".join(f'''coalesce("{n}", '') AS "{n}"''' for n in names)}
                FROM read_csv('{source}', all_varchar = true, header = true)
            ), cells AS (
                SELECT "row", header, token,
                       CASE header {" ".join(f"WHEN '{n}' THEN {at}" for at, n in enumerate(names, start=1))} END AS "column",
                       CASE WHEN header = 'Values' THEN try_cast(token AS DOUBLE) END AS number
                FROM (UNPIVOT wide ON {", ".join(f'"{n}"' for n in names)} INTO NAME header VALUE token)
            )
            SELECT '{source.name}' AS file, '' AS sheet, *,
                   CASE WHEN header = 'Values' THEN 'value' ELSE 'key' END AS role, CASE WHEN header = 'Values' AND number IS NULL THEN 'not_available'
                           WHEN header <> 'Values' AND token = '' THEN 'not_applicable'
                           ELSE 'ok' END AS status
            FROM cells ORDER BY "row", "column"
        ) TO '{target / "duckdb.parquet"}' (FORMAT parquet)
    """)  # noqa: E501
    return target / "duckdb.parquet"


WAYS: dict[str, Callable[[Path, Path], Path | None]] = {
    PLAIN: read_plainly,
    OURS: read_ours,
    "pandas, cleaned naively": clean_in_pandas,
    "polars, cleaned naively": clean_in_polars,
    "DuckDB SQL, cleaned naively": clean_in_duckdb,
}


def outcome_of(path: Path) -> Outcome:
    """Return how many cells hold a number, their sum, and how many are not available."""
    cells = pd.read_parquet(path, columns=["role", "number", "status"])
    missing = int(cells["status"].eq("not_available").sum())
    keys = int(cells["role"].eq("key").sum())
    return int(cells["number"].notna().sum()), round(float(cells["number"].sum()), 3), missing, keys


def measure() -> pd.DataFrame:
    """Return one row for each way: the best of `RUNS` times and its ratio to plain reading.

    Raises
    ------
    Skipped : no table beside the project, or polars or DuckDB not installed.
    RuntimeError : the ways do not come to the same figures.
    """
    table = Path(__file__).parents[2] / TABLE
    lacking = [name for name in ("polars", "duckdb") if find_spec(name) is None]
    if lacking or not table.is_file():
        raise Skipped(f"there is no {' and no '.join(lacking) or TABLE}")
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as folder:
        source = Path(folder) / "lait.csv"
        pd.read_parquet(table).to_csv(source, index=False)
        times = {name: min(_seconds(way, source) for _ in range(RUNS)) for name, way in WAYS.items()}
        _check_agreement(source)
    return pd.DataFrame(
        [(name, seconds, seconds / times[PLAIN]) for name, seconds in times.items()],
        columns=["what", "wall, s", "× plain"],
    )


def _seconds(way: Callable[[Path, Path], Path | None], source: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as folder:
        start = time.perf_counter()
        way(source, Path(folder))
        return time.perf_counter() - start


def _check_agreement(source: Path) -> None:
    outcomes: dict[str, Outcome] = {}
    for name, way in WAYS.items():
        with tempfile.TemporaryDirectory(prefix="kpi-bench-") as folder:
            written = way(source, Path(folder))
            if written is not None:
                outcomes[name] = outcome_of(written)
    if len(set(outcomes.values())) != 1:
        raise RuntimeError(f"The ways do not agree: {outcomes}")


def check_aims(measured: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each aim: what was aimed at, what was measured, whether it is met."""
    seconds = dict(zip(measured["what"], measured["wall, s"], strict=True))
    ratio = seconds[OURS] / seconds[PLAIN]
    fastest = min((name for name in seconds if name not in (PLAIN, OURS)), key=lambda name: seconds[name])
    return pd.DataFrame(
        [
            (f"within {TIMES_PLAIN}× of the plain read", f"{ratio:.2f}×", _met(ratio <= TIMES_PLAIN)),
            (
                f"ahead of {fastest}",
                f"{seconds[fastest] / seconds[OURS]:.2f}×",
                _met(seconds[OURS] < seconds[fastest]),
            ),
        ],
        columns=["aim", "measured", "met"],
    )


def _met(is_met: bool) -> str:
    return "yes" if is_met else "no"


if __name__ == "__main__":
    result = measure()
    print(result.to_string(index=False), check_aims(result).to_string(index=False), sep="\n\n")
