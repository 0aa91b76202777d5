"""`{{ value: … }}`, `{{ verdict: … }}`, `{{ change: … }}`: words that are filled in from what is computed.

`{{ quote: "words", "who" }}` marks what somebody else said, whose words are not the council's claim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.areas import ENGLAND
from kpi_lib.core.errors import CatalogueError, DataError, ProseError, nearest
from kpi_lib.core.periods import Frequency, Period, parse_period
from kpi_lib.present.words.numbers import format_estimate, format_figure, is_missing
from kpi_lib.present.words.verdicts import change_short, change_words, comparison_words

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

REFERENCE = re.compile(r"\{\{\s*(?P<verb>[^{}:]*?)\s*(?::\s*(?P<rest>[^{}]*?)\s*)?\}\}")
VERBS = ("value", "verdict", "change", "quote")
COMPARATORS = ("neighbours", "region", "england", "target")
_QUOTE = re.compile(r"""["“](?P<words>.+)["”]\s*,\s*["“](?P<who>[^"“”]+)["”]""", re.DOTALL)
BASES = {Frequency.QUARTER: ("quarter",), Frequency.YEAR: ("year",), Frequency.SNAPSHOT: ("quarter", "year")}


def reference_words(match: re.Match[str], pack: Pack) -> str:
    """Return the words that a reference stands for.

    Parameters
    ----------
    match : of `REFERENCE`: a verb, an indicator's id, then an area or comparator and a period in any order;
        or `quote`, what was said and who said it, both in quotation marks.

    Raises
    ------
    ProseError : an unknown verb, indicator, area or period, or nothing computed for them, with the nearest.
    """
    verb = match["verb"].lower()
    if verb not in VERBS:
        raise ProseError("Unknown kind of reference", expected=", ".join(VERBS), hint=nearest(verb, VERBS))
    if verb == "quote":
        return _quoted(match["rest"] or "")
    name, *others = [part.strip() for part in (match["rest"] or "").split(",")]
    indicator = _indicator(name, pack)
    period, where = _period_and_area(others)
    if verb == "value":
        return _value(pack, indicator, where, period)
    if verb == "verdict" and where:
        return _verdict(pack, indicator, where, period)
    if where:
        raise ProseError("A change is of the council's own figure", got=where, expected="no area")
    row = _change(pack, indicator, period)
    return change_short(row, indicator) if verb == "change" else change_words(row)


def _quoted(rest: str) -> str:
    quote = _QUOTE.fullmatch(rest)
    if quote is None or not (quote["words"].strip() and quote["who"].strip()):
        raise ProseError(
            "A quotation does not say what was said and by whom",
            expected='{{ quote: "We were listened to.", "a parent" }}',
        )
    return f"“{quote['words'].strip()}” ({quote['who'].strip()})"


def _indicator(name: str, pack: Pack) -> Indicator:
    if name in pack.catalogue:
        return pack.catalogue[name]
    raise ProseError(
        "A reference names no indicator",
        expected="an id of the codebook",
        hint=nearest(name, [indicator.id for indicator in pack.catalogue]) or "see README.md",
    )


def _period_and_area(parts: list[str]) -> tuple[Period | None, str]:
    period, where = None, ""
    for part in parts:
        try:
            period = parse_period(part)
        except DataError:
            where = part.lower()
    return period, where


def _value(pack: Pack, indicator: Indicator, where: str, period: Period | None) -> str:
    if where in ("neighbours", "target"):
        row = _comparison(pack, indicator, where, period)
        return str(format_figure(row, indicator, "comparator_value"))
    code = _area(where, pack)
    lead = "estimate" if code == pack.area.area_code else "comparison"
    rows = _rows_of(pack.figures(indicator.id, area=code), pack, indicator, period, lead=lead)
    rows = rows.loc[rows["value"].notna()]
    if rows.empty:
        raise _nothing(indicator, period)
    return str(format_estimate(rows.iloc[-1], indicator))


def _verdict(pack: Pack, indicator: Indicator, where: str, period: Period | None) -> str:
    if where not in COMPARATORS:
        raise ProseError(
            "There is no verdict against this",
            expected=", ".join(COMPARATORS),
            hint=nearest(where, COMPARATORS),
        )
    return comparison_words(_comparison(pack, indicator, where, period))


def _comparison(pack: Pack, indicator: Indicator, where: str, period: Period | None) -> pd.Series:
    rows = pack.in_force
    rows = rows.loc[
        rows["indicator_id"].eq(indicator.id)
        & rows["comparator"].eq(where)
        & rows["average"].isin(["", str(pack.settings.average)])
        & rows["comparator_value"].notna()
    ]
    rows = _rows_of(rows, pack, indicator, period, lead="comparison")
    if rows.empty:
        raise _nothing(indicator, period)
    return rows.iloc[-1]


def _change(pack: Pack, indicator: Indicator, period: Period | None) -> pd.Series:
    rows = _rows_of(pack.changes(indicator.id), pack, indicator, period, lead="change")
    if rows.empty or is_missing(rows.iloc[-1]["change"]):
        raise _nothing(indicator, period)
    return rows.iloc[-1]


def _rows_of(
    rows: pd.DataFrame, pack: Pack, indicator: Indicator, period: Period | None, *, lead: str
) -> pd.DataFrame:
    """Return the rows of a period; without one, of the basis and period with which the edition leads."""
    if period is not None:
        return _in_period(rows, period)
    headline = pack.headlines.get(indicator.id)
    row = None if headline is None else getattr(headline, lead)
    if row is None:
        raise _nothing(indicator, None)
    return rows.loc[rows["basis"].eq(str(row["basis"])) & rows["period"].eq(str(row["period"]))]


def _in_period(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    # "31 March 2018" ends a quarter and a year, and a state on that day is either's; the four quarters that
    # end on it are no state, so a rolling year is not meant.
    if period.frequency is Frequency.SNAPSHOT and "period_end" in rows:
        return rows.loc[rows["period_end"].eq(pd.Timestamp(period.end)) & rows["basis"].ne("rolling_year")]
    basis = BASES.get(period.frequency, ())
    return rows.loc[rows["period"].eq(period.label) & rows["basis"].isin(basis)]


def _area(where: str, pack: Pack) -> str:
    fixed = {"": pack.area.area_code, "england": ENGLAND, "region": pack.area.region_code}
    if where in fixed:
        return fixed[where]
    try:
        return load_areas().named(where).area_code
    except CatalogueError as error:
        raise ProseError(
            "A reference names no area or period",
            expected="an area, neighbours, region, england, or a period",
            hint=error.hint,
        ) from error


def _nothing(indicator: Indicator, period: Period | None) -> ProseError:
    when = f" in {period.words}" if period else ""
    return ProseError(
        "A reference stands for nothing that is computed",
        expected=f"a figure of {indicator.id}{when}",
        hint="see its page for the periods it has",
    )
