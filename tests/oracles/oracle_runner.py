"""Our calculations recomputed from tables of numbers computed elsewhere: every case of every table.

A table that is not known, a column that is not known or not there, and a table without a single
case are errors: a check that passes on nothing is a defect.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path

import pandas as pd
from families import FAMILIES
from families.cells import Check, Family, Tables

from kpi_lib.core.errors import AnalysisError, nearest, raise_all

HERE = Path(__file__).parent
TABLES, HAND_WORKED = HERE / "tables", HERE / "hand_worked"
"""The bundled tables: those of other tools, and those whose numbers follow on paper."""

NOTES = {".md", ".txt"}
SHOWN_FAILURES = 5


@dataclass(frozen=True)
class Recomputed:
    """How many cases of one oracle table our calculations reproduce.

    `largest_relative_error` is over the compared full-precision numbers (absolute where the oracle is
    0), `tolerance` what the source's digits allow, `source` who computed the numbers, and `failed` the
    first failing cases.
    """

    file: str
    cases: int
    passed: int
    largest_relative_error: float
    tolerance: str
    source: str
    failed: str

    @property
    def is_reproduced(self) -> bool:
        """Whether no case was missed, and the error is a number."""
        return self.passed == self.cases and isfinite(self.largest_relative_error)

    def __str__(self) -> str:
        missed = "" if self.is_reproduced else f"; MISSED: {self.failed}"
        return (
            f"{self.file}: {self.passed} of {self.cases} passed, largest relative error "
            f"{self.largest_relative_error:.1e}, {self.source}{missed}"
        )


@cache
def read_folder(folder: Path) -> Tables:
    """Return the oracle tables of a folder by name, in the order of their names.

    Raises
    ------
    AnalysisError : no such folder, a file that is no table and no note, a table that cannot be read;
        or, all at once, what `check_tables` finds.
    """
    if not folder.is_dir():
        raise AnalysisError("There is no such folder", where=str(folder), expected="a folder of tables")
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    raise_all(_unknown_file(path) for path in files if path.suffix not in {".csv", *NOTES})
    tables = {path.stem: _read_table(path) for path in files if path.suffix == ".csv"}
    raise_all(check_tables(tables))
    return tables


def check_tables(tables: Tables) -> list[AnalysisError]:
    """Return every unknown table or column, missing column or partner, and table without a case."""
    if not tables:
        return [
            AnalysisError(
                "There is no oracle table",
                got="no CSV file",
                expected=f"some of the {len(FAMILIES)} known tables, as CSV",
                hint="give the folder that holds wilson.csv and its like",
            )
        ]
    return [fault for name, table in tables.items() for fault in _faults_of(name, table, tables)]


def recompute(name: str, tables: Tables) -> Recomputed:
    """Recompute every case of one table.

    Parameters
    ----------
    name : the table's name, such as `wilson`.
    tables : name → table, read as text with empty cells kept (`dtype=str, keep_default_na=False`).

    Raises
    ------
    AnalysisError : a cell that cannot be read.
    """
    family, table = FAMILIES[name], tables[name]
    checks = _checks(family, tables)
    failed = table.loc[[not check.passed for check in checks]]
    cases = failed["case"] if "case" in failed else failed.iloc[:, 0]
    return Recomputed(
        file=f"{name}.csv",
        cases=len(checks),
        passed=sum(check.passed for check in checks),
        largest_relative_error=float(max(check.error for check in checks)),
        tolerance=family.tolerance,
        source=_sources(family, tables),
        failed="; ".join(cases.drop_duplicates().head(SHOWN_FAILURES)),
    )


def _checks(family: Family, tables: Tables) -> list[Check]:
    try:
        return list(family.check(tables))
    except (KeyError, ValueError) as error:
        raise AnalysisError(
            "An oracle table holds a word or number that is not known",
            where=f"{family.name}.csv",
            got=str(error),
            expected="the words and number forms of tests/oracles/tables/README.md",
            hint="empty cell = missing, lists with ';', TRUE or FALSE",
        ) from error


def _sources(family: Family, tables: Tables) -> str:
    """Return the repositories or bodies behind a table's numbers, each once."""
    holder = next(
        (tables[name] for name in (family.name, *family.partners) if "source" in tables[name]), None
    )
    if holder is None:
        return ""
    names = holder["source"].str.extract(r"([\w.-]+/[\w.-]+@[0-9a-f]+)", expand=False).dropna().unique()
    has_own = holder["source"].str.contains("computed|same rule|simulated", regex=True).any()
    return "; ".join([*sorted(names), *(["computed from the rule"] if has_own else [])])


def _faults_of(name: str, table: pd.DataFrame, tables: Tables) -> list[AnalysisError]:
    family = FAMILIES.get(name)
    if family is None:
        return [
            AnalysisError(
                "Unknown oracle table",
                where=f"{name}.csv",
                expected=f"one of {len(FAMILIES)} known tables",
                hint=nearest(name, FAMILIES) or "tests/oracles/tables/README.md lists them",
            )
        ]
    wanted, there = family.columns.split(), list(table.columns)
    faults = [
        _column_fault(name, column, "Unknown column", nearest(column, wanted))
        for column in there
        if column not in wanted
    ]
    faults += [
        _column_fault(name, column, "Missing column", nearest(column, there))
        for column in wanted
        if column not in there
    ]
    if table.empty:
        faults.append(AnalysisError("An oracle table without a case", where=f"{name}.csv", got="0 rows"))
    faults += [
        AnalysisError(
            "An oracle table lacks its partner",
            where=f"{name}.csv",
            expected=f"{partner}.csv in the same folder",
        )
        for partner in family.partners
        if partner not in tables
    ]
    return faults


def _column_fault(name: str, column: str, what: str, hint: str) -> AnalysisError:
    return AnalysisError(what, where=f"{name}.csv", got=f"'{column}'", hint=hint)


def _unknown_file(path: Path) -> AnalysisError:
    return AnalysisError(
        "Unknown file among the oracle tables",
        where=str(path),
        expected="tables as .csv, notes as .md or .txt",
        hint=nearest(path.suffix, [".csv"]),
    )


def _read_table(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (ValueError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(table.index, pd.RangeIndex):
        raise _unreadable(path, "rows with more cells than columns")
    return table


def _unreadable(path: Path, why: str) -> AnalysisError:
    return AnalysisError(
        "An oracle table cannot be read", where=str(path), got=why, expected="one header row, UTF-8, commas"
    )
