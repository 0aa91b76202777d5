"""In what a stated figure is counted: what the file says of it decides, and where nothing does, it is asked.

0.6 may be 0.6 per cent or 60 per cent: no rule by magnitude can tell. A percent sign, an Excel format, a unit
column or a unit in brackets in a heading can; the council's own answer in `names.toml` can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator, Measure, Unit
from kpi_lib.ingest.council.questions import Asks, Question
from kpi_lib.ingest.issues import STOP, Issue

FACTORS: Mapping[Unit, Mapping[str, float]] = {
    Unit.PERCENT: {"percent": 1, "share": 100},
    Unit.PER_10000: {"per_10000": 1, "per_1000": 10, "per_100000": 0.1},
    Unit.COUNT: {"count": 1, "cases": 1, "thousands": 1_000},
    Unit.CASES: {"cases": 1, "count": 1},
    Unit.WEEKS: {"weeks": 1},
    Unit.DAYS: {"days": 1},
    Unit.POUNDS: {"pounds": 1, "thousand_pounds": 1_000, "million_pounds": 1_000_000},
    Unit.MILLION_POUNDS: {"pounds": 1e-6, "thousand_pounds": 1e-3, "million_pounds": 1},
}
"""By the indicator's unit: what a value in each stated unit is to be multiplied by. Others contradict it."""
MONEY = (Unit.POUNDS, Unit.MILLION_POUNDS)
WORDS = {
    "percent": "per cent", "share": "a share of 1", "per_10000": "per 10,000", "per_1000": "per 1,000",
    "per_100000": "per 100,000", "count": "a number", "thousands": "thousands", "pounds": "pounds",
    "thousand_pounds": "thousands of pounds", "million_pounds": "millions of pounds", "weeks": "weeks",
    "days": "days", "cases": "cases",
}  # fmt: skip
_AGREES = 0.006  # a fraction rounded to two places is at most half of one hundredth off


def stated_units(figures: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return the unit of each value: a sign in its cell, else what `unit` says, else nothing.

    Parameters
    ----------
    figures : one row per figure, with `token`, `unit`, `numerator`, `denominator`, `value`, `indicator_id`.
    """
    units = figures["unit"].where(figures["unit"].ne(""), _units_of_parts(figures, catalogue))
    token = figures["token"].astype("str").str.strip()
    pounds = token.str.startswith("£") & ~units.isin(["thousand_pounds", "million_pounds"])
    return units.mask(pounds, "pounds").mask(token.str.endswith("%"), "percent")


def _units_of_parts(figures: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Return `percent` or `share` where numerator and denominator show which of the two a value is.

    0.6 next to 12 of 20 is a share, next to 12 of 2,000 a percentage.
    """
    of_percent = [indicator.id for indicator in catalogue if indicator.unit is Unit.PERCENT]
    percent = figures["indicator_id"].isin(of_percent)
    share = figures["numerator"] / figures["denominator"].where(figures["denominator"] > 0)
    as_share = percent & ((figures["value"] - share).abs() <= _AGREES)
    as_percent = percent & ((figures["value"] - 100 * share).abs() <= 100 * _AGREES)
    blank = pd.Series("", index=figures.index, dtype="str")
    return blank.mask(as_share & ~as_percent, "share").mask(as_percent & ~as_share, "percent")


def add_units(
    figures: pd.DataFrame, catalogue: Catalogue, file: str
) -> tuple[pd.DataFrame, list[Issue], list[Question]]:
    """Return the same figures with values in their indicators' units, and a stop where that is not known.

    Stops: a unit that contradicts the indicator's, money without its unit, and percentages of which every
    value that is not zero lies between 0 and 1 while nothing says whether they are shares.

    Parameters
    ----------
    figures : as of `stated_units`, with `name`, as the file has it, and `row`.
    """
    units = stated_units(figures, catalogue)
    own = {indicator.id: indicator.unit for indicator in catalogue}
    pairs = [(own[str(name)], unit) for name, unit in zip(figures["indicator_id"], units, strict=True)]
    factors = [FACTORS[unit].get(stated, 1.0) for unit, stated in pairs]
    value = [scaled(number, factor) for number, factor in zip(figures["value"], factors, strict=True)]
    issues: list[Issue] = []
    questions: list[Question] = []
    doubtful = figures.loc[_is_doubtful(figures, units, pairs), "indicator_id"]
    for indicator_id in doubtful.unique():
        indicator = catalogue[str(indicator_id)]
        is_of_series = figures["indicator_id"].eq(indicator_id)
        for fault in _faults(figures[is_of_series].assign(unit=units[is_of_series]), indicator, file):
            if isinstance(fault, Question):
                questions.append(fault)
            issues.append(_issue_of(fault, indicator) if isinstance(fault, Question) else fault)
    return figures.assign(value=value), issues, questions


def _is_doubtful(figures: pd.DataFrame, units: pd.Series, pairs: Sequence[tuple[Unit, str]]) -> pd.Series:
    """Return which values may want a question: another unit than the indicator's, money, or 0 to 1 unsaid.

    Whatever passes here is never asked about, so that the slow way is taken for few series.
    """
    known = pd.Series([not stated or stated in FACTORS[unit] for unit, stated in pairs], figures.index)
    is_money = pd.Series([unit in MONEY for unit, _ in pairs], figures.index)
    is_percent = pd.Series([unit is Unit.PERCENT for unit, _ in pairs], figures.index)
    value = figures["value"]
    is_silent = units.eq("") & value.ne(0)
    return value.notna() & (~known | (is_silent & (is_money | (is_percent & value.between(0, 1)))))


def scaled(number: float, factor: float) -> float:
    """Return a number times a factor without the noise of binary fractions: 0.188 times 100 is 18.8."""
    return number if factor == 1 else float(f"{number * factor:.12g}")


def _faults(series: pd.DataFrame, indicator: Indicator, file: str) -> list[Issue | Question]:
    valued = series[series["value"].notna()]
    wrong = valued[valued["unit"].ne("") & ~valued["unit"].isin(list(FACTORS[indicator.unit]))]
    faults: list[Issue | Question] = [_contradiction(wrong.iloc[0], indicator, file)] if len(wrong) else []
    silent = valued[valued["unit"].eq("") & valued["value"].ne(0)]
    if indicator.unit in MONEY and len(silent):
        faults.append(_question(silent, file, tuple(FACTORS[Unit.POUNDS])))
    if indicator.unit is Unit.PERCENT and indicator.measure is Measure.PROPORTION and len(silent):
        is_mixed = valued["unit"].ne("").any() and silent["value"].between(0, 1).any()
        if silent["value"].between(0, 1).all() or is_mixed:
            faults.append(_question(silent, file, tuple(FACTORS[Unit.PERCENT])))
    return faults


def _question(silent: pd.DataFrame, file: str, answers: tuple[str, ...]) -> Question:
    shown = tuple(f"{number:g}" for number in silent["value"].head(4))
    first = silent.iloc[0]
    return Question(Asks.UNIT, str(first["name"]), file, int(first["row"]), shown, answers)


def _issue_of(question: Question, indicator: Indicator) -> Issue:
    name, file, row = question.name, question.file, question.row
    what, got = (
        f"It is not said in what '{name}' is counted",
        f"{', '.join(question.shown)} for {indicator.title}",
    )
    hint = f'say in names.toml: [[row]] name = "{name}" unit = "{question.answers[0]}"'
    return Issue(STOP, "unit-unknown", what, file, row, "", got, " or ".join(question.answers), hint)


def _contradiction(row: pd.Series, indicator: Indicator, file: str) -> Issue:
    what = f"'{row['name']}' is not counted as {indicator.title} is"
    got = f"{row['token']}, {WORDS[row['unit']]}"
    expected = " or ".join(WORDS[unit] for unit in FACTORS[indicator.unit])
    hint = "mend the unit, or say in names.toml which indicator or part the row is"
    return Issue(STOP, "unit-contradicts", what, file, int(row["row"]), "", got, expected, hint)
