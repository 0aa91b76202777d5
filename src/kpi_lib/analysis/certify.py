"""Our calculations against numbers computed elsewhere: one line per table, nothing passed unseen.

A table that is not known, a column that is not known or not there, and a table without a single
case are errors: a check that passes on nothing is a defect.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

import numpy as np
import pandas as pd

from kpi_lib.analysis.certificates import (
    averages,
    charts,
    comparisons,
    dispersion,
    funnels,
    intervals,
    positions,
    rules,
    trends,
)
from kpi_lib.analysis.certificates.cells import Check, Family, Tables
from kpi_lib.core.errors import AnalysisError, nearest, raise_all

MODULES = (intervals, positions, averages, comparisons, funnels, dispersion, trends, charts, rules)
FAMILIES: dict[str, Family] = {family.name: family for module in MODULES for family in module.FAMILIES}
CERTIFICATE = ["file", "cases", "passed", "largest_relative_error", "tolerance", "failed", "source"]
SHOWN_FAILURES = 5


def certify_tables(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per oracle table: how many of its cases our calculations reproduce.

    Parameters
    ----------
    tables : file name (`wilson.csv` or `wilson`) → the table, read as text with empty cells kept
        (`dtype=str, keep_default_na=False`).

    Returns
    -------
    file, cases, passed, largest_relative_error (over the compared full-precision numbers; absolute
    where the oracle is 0), tolerance (what the source's digits allow), failed (the first failing
    cases), source (who computed the numbers).

    Raises
    ------
    AnalysisError : all at once: an unknown table or column, a missing column, a table that is empty
        or lacks the table it is read with, or no table at all; a cell that cannot be read.
    """
    known = {PurePath(name).stem: _as_text(table) for name, table in tables.items()}
    raise_all(_faults(known))
    return pd.DataFrame([_certify(FAMILIES[name], known) for name in known], columns=CERTIFICATE)


def _certify(family: Family, tables: Tables) -> dict[str, object]:
    table = tables[family.name]
    checks = _checks(family, tables)
    failed = table.loc[[not check.passed for check in checks]]
    names = failed["case"] if "case" in failed else failed.iloc[:, 0]
    return {
        "file": f"{family.name}.csv",
        "cases": len(checks),
        "passed": sum(check.passed for check in checks),
        "largest_relative_error": float(max(check.error for check in checks)),
        "tolerance": family.tolerance,
        "failed": "; ".join(names.drop_duplicates().head(SHOWN_FAILURES)),
        "source": _sources(family, tables),
    }


def _checks(family: Family, tables: Tables) -> list[Check]:
    try:
        return list(family.check(tables))
    except (KeyError, ValueError) as error:
        raise AnalysisError(
            "An oracle table holds a word or number that is not known",
            where=f"{family.name}.csv",
            got=str(error),
            expected="the words and number forms of the tables' README",
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


def _as_text(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype(object).where(table.notna(), "").astype(str).reset_index(drop=True)


def _faults(tables: Tables) -> list[AnalysisError]:
    if not tables:
        return [
            AnalysisError(
                "There is nothing to certify",
                got="no oracle table",
                expected=f"some of the {len(FAMILIES)} known tables, as CSV",
                hint="give the folder that holds wilson.csv and its like",
            )
        ]
    return [fault for name, table in tables.items() for fault in _faults_of(name, table, tables)]


def _faults_of(name: str, table: pd.DataFrame, tables: Tables) -> list[AnalysisError]:
    family = FAMILIES.get(name)
    if family is None:
        return [
            AnalysisError(
                "Unknown oracle table",
                where=f"{name}.csv",
                expected=f"one of {len(FAMILIES)} known tables",
                hint=nearest(name, FAMILIES) or "docs/methods.md lists them",
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
            "An oracle table lacks its partner", where=f"{name}.csv", expected=f"{partner}.csv beside it"
        )
        for partner in family.partners
        if partner not in tables
    ]
    return faults


def _column_fault(name: str, column: str, what: str, hint: str) -> AnalysisError:
    return AnalysisError(what, where=f"{name}.csv", got=f"'{column}'", hint=hint)


def select_failures(certificate: pd.DataFrame) -> pd.DataFrame:
    """Keep the tables with a miss, or an error that is not a number."""
    error = certificate["largest_relative_error"]
    return certificate.loc[certificate["passed"].lt(certificate["cases"]) | ~np.isfinite(error)]
