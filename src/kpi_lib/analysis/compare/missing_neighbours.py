"""Which neighbours an average does without, and where to look for the figures of a young authority.

The figures of a predecessor are never taken for its successor's, because their boundaries differ: DfE's own
averages leave the place empty too. But a reader must know that the figures of that time exist, and under
which number: "Dorset (until March 2019 under its former number 835)".
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kpi_lib.analysis.compare.neighbourhood import Neighbourhood

SEPARATOR = ";"


def missing_names(hood: Neighbourhood, used: np.ndarray, areas: pd.DataFrame, ends: pd.Series) -> pd.Series:
    """Return, per row, the names of the neighbours that an average does not rest on, joined by `;`.

    Parameters
    ----------
    used : rows × places, whether a neighbour's figure is part of the average.
    areas : area_code and, where known, name, dfe_number, valid_from (ISO text), successors (DfE numbers).
    ends : the last day of each row's period.
    """
    names, former = _names(areas), _former_numbers(areas)
    founded = _founded(areas, former)
    until = {code: _until(day, former[code]) for code, day in founded.items()}
    codes = hood.codes
    is_missing = ~used & (codes != "")
    texts = np.full(is_missing.shape[0], "", dtype=object)
    is_before = {code: ends.lt(day).to_numpy() for code, day in founded.items()}
    for place in np.flatnonzero(is_missing.any(axis=1)):
        texts[place] = SEPARATOR.join(
            names.get(code, code) + (until[code] if code in until and is_before[code][place] else "")
            for code in codes[place][is_missing[place]]
        )
    return pd.Series(texts, dtype="str")


def _until(founded: pd.Timestamp, numbers: list[str]) -> str:
    last = (founded - pd.Timedelta(days=1)).strftime("%B %Y")
    several = len(numbers) > 1
    listed = f"{', '.join(numbers[:-1])} and {numbers[-1]}" if several else numbers[0]
    return f" (until {last} under {'the former numbers' if several else 'its former number'} {listed})"


def _names(areas: pd.DataFrame) -> dict[str, str]:
    return dict(zip(areas["area_code"], areas["name"], strict=True)) if "name" in areas else {}


def _founded(areas: pd.DataFrame, former: dict[str, list[str]]) -> dict[str, pd.Timestamp]:
    """Return the first day of every area that follows another."""
    if "valid_from" not in areas:
        return {}
    young = areas[areas["valid_from"].ne("") & areas["area_code"].isin(former)]
    return {
        code: pd.Timestamp(day) for code, day in zip(young["area_code"], young["valid_from"], strict=True)
    }


def _former_numbers(areas: pd.DataFrame) -> dict[str, list[str]]:
    """Return the DfE numbers of those that each area follows, in order."""
    if "successors" not in areas:
        return {}
    code_of = dict(zip(areas["dfe_number"], areas["area_code"], strict=True))
    former: dict[str, list[str]] = {}
    for number, successors in sorted(zip(areas["dfe_number"], areas["successors"], strict=True)):
        for successor in successors:
            former.setdefault(code_of[successor], []).append(number)
    return former
