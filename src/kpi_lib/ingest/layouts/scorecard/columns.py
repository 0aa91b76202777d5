"""What each column of a scorecard holds: by its headings, what is under them, and `names.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpi_lib.catalogue.names.heading_words import load_heading_words, normalise_heading
from kpi_lib.core.areas import is_area_code
from kpi_lib.core.errors import KpiError
from kpi_lib.core.periods import parse_stated_period
from kpi_lib.ingest.council.names import ColumnKind
from kpi_lib.ingest.layouts.scorecard.header import Block, Sheet
from kpi_lib.ingest.layouts.scorecard.names import role_alone, unit_alone
from kpi_lib.ingest.sheets.headings import COMPARATOR, Heading, join_headings, partial_of
from kpi_lib.ingest.sheets.kinds import is_place, kinds_of

FIGURE, INDICATOR, AREA, PERIOD, YEAR, PART, UNIT = (
    "figure", "indicator", "area", "period", "year", "part", "unit"
)  # fmt: skip
TARGET, COMMENT, LABEL, UNKNOWN, LEFT_OUT = "target", "comment", "label", "unknown", "left out"
KEPT_APART = {
    "tolerance": "a tolerance", "rag": "a rating", "direction": "a direction of travel",
    "polarity": "which way is better", "owner": "an owner", "reference": "a reference", "theme": "a theme",
    "other": "a remark on the measure", COMPARATOR: "figures of England, a region or a group of councils",
}  # fmt: skip
"""Roles whose columns give no figures, and what they hold."""
_MOSTLY = 0.5
_MOST_TEXTS = 400


@dataclass(frozen=True)
class Column:
    """One column, from 0: what its headings say, what it holds, and why it is left out where it is.

    `texts` are the distinct ones under its headings, without blanks, the first `_MOST_TEXTS` of them.
    """

    place: int
    heading: Heading
    holds: str
    why: str = ""
    texts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The text of its headings."""
        return self.heading.text


def columns_of(sheet: Sheet, block: Block) -> tuple[Column, ...]:
    """Return what each column of a block holds; of several columns of names only one is kept as these."""
    columns = [
        _column(sheet, block, place, join_headings(stack, sheet.source.quarters or None))
        for place, stack in enumerate(_stacks(sheet, block))
    ]
    return tuple(_with_one_indicator(sheet, columns))


def _stacks(sheet: Sheet, block: Block) -> list[list[Heading]]:
    """Return the headings over each column, top to bottom; one over several columns holds for all."""
    merged = {(top, left): right for (top, left), (_, right) in sheet.grid.merges}
    labels = _label_columns(sheet, block)
    filled: list[list[str]] = []
    for row in block.header:
        ends = {place: right for (top, place), right in merged.items() if top == row}
        filled.append(_spread(sheet.texts(row), ends, labels, filled, is_lowest=row == block.header[-1]))
    return [[sheet.heading(text) for text in stack] for stack in zip(*filled, strict=True)]


def _spread(
    texts: Sequence[str],
    ends: Mapping[int, int],
    labels: set[int],
    above: Sequence[Sequence[str]],
    *,
    is_lowest: bool,
) -> list[str]:
    """Return a row of headings with each text repeated over the columns for which it holds.

    "2023/24 | | 2024/25 |" over "Q1 | Q2 | Q1 | Q2" becomes "2023/24 | 2023/24 | 2024/25 | 2024/25". Where
    the workbook merges a text, it holds up to the column in `ends`; elsewhere to the right until the next
    text, in all rows but the lowest, unless a row above begins something new there.
    """
    result, owner, until = [], "", -1  # the text that holds at the place, and the last place where it does
    for place, text in enumerate(texts):
        if text:
            owner = text
            until = ends.get(place, place if is_lowest or place in labels else len(texts))
        elif place > until or _begins_above(above, place):
            owner = ""
        result.append(owner)
    return result


def _begins_above(above: Sequence[Sequence[str]], place: int) -> bool:
    return any(texts[place] != texts[place - 1] for texts in above) if place else False


def _label_columns(sheet: Sheet, block: Block) -> set[int]:
    """Return the columns under which texts are: a heading over them never holds for its neighbours."""
    kinds = kinds_of(sheet.grid)
    codes = sheet.grid.codes[block.body]
    filled = ~kinds.blank[codes]
    texts = (filled & ~kinds.figure[codes]).sum(axis=0)
    return set(np.flatnonzero(texts > _MOSTLY * np.maximum(1, filled.sum(axis=0))).tolist())


def _texts_under(sheet: Sheet, block: Block, place: int) -> tuple[str, ...]:
    _, first = np.unique(sheet.grid.codes[block.body, place], return_index=True)
    rows = block.body[first[:_MOST_TEXTS]].tolist()
    tokens = sheet.grid.tokens.take(sheet.grid.codes[rows, place]).tolist() if rows else []
    words = (sheet.text(row, place, str(token)) for row, token in zip(rows, tokens, strict=True))
    return tuple(filter(None, words))


def _column(sheet: Sheet, block: Block, place: int, heading: Heading) -> Column:
    texts = _texts_under(sheet, block, place)
    answer = sheet.source.names.column(heading.text)
    if answer is not None:
        return replace(_answered(place, heading, answer.holds, answer.area), texts=texts)
    is_figures = _share_of_figures(sheet, block, place) > _MOSTLY
    holds, why = _what_is_held(sheet, heading, texts, is_figures)
    return Column(place, heading, holds, why, texts)


def _what_is_held(sheet: Sheet, heading: Heading, texts: Sequence[str], is_figures: bool) -> tuple[str, str]:
    """Return what a column holds, and why it is left out where it is."""
    if not heading.text and not texts:
        return LEFT_OUT, ""
    if sheet.names_indicator(heading.text):  # "Plans that are a second or later plan" is no plan
        return FIGURE, ""
    if heading.role not in (*KEPT_APART, TARGET, COMMENT):
        return _held(sheet, heading, texts, is_figures), ""
    # "Re-referrals target" is a target; "Target families" over figures is not understood: it may be a measure
    is_role = heading.is_understood or sheet.names_indicator(heading.rest) or not is_figures
    if not is_role:
        return UNKNOWN, ""
    is_apart = heading.role in KEPT_APART
    return (LEFT_OUT, KEPT_APART[heading.role]) if is_apart else (heading.role, "")


def _held(sheet: Sheet, heading: Heading, texts: Sequence[str], is_figures: bool) -> str:
    """Return what a column holds by its texts first, as these cannot be misnamed, then by its heading."""
    is_names = any(map(sheet.names_indicator, texts))  # councils may head the rows of their indicators
    if _are_areas(texts) and not is_names:  # "Leeds", "SN average", whatever is over them
        return AREA
    if heading.role == INDICATOR and texts and all(map(_is_part, texts)):  # "Measure" over "Numerator"
        return PART
    if heading.role in (AREA, INDICATOR) and not is_figures:
        return heading.role
    # "Q1 2024/25" down the column; under a period of its own, 2018 is a figure: "Q1 2024/25" over 2018
    is_times = texts and not (heading.has_time and is_figures) and _share(texts, _is_time) > _MOSTLY
    if is_times and (heading.role in (PERIOD, YEAR) or not is_figures):
        return PERIOD
    if heading.role in (PERIOD, YEAR) and heading.is_understood and not heading.has_time:
        return heading.role
    if texts and _share(texts, _is_part) > _MOSTLY:
        return PART
    if texts and not is_figures and _share(texts, _is_unit) > _MOSTLY and heading.role in (UNIT, ""):
        return UNIT
    if heading.has_time or heading.fault:
        return FIGURE
    if heading.is_understood and (heading.part or heading.unit) and heading.role in ("", PART):
        return FIGURE  # "Numerator", "%"
    return UNKNOWN if is_figures and texts else UNIT if heading.role == UNIT else LABEL


def _answered(place: int, heading: Heading, holds: ColumnKind, area: str) -> Column:
    if holds in (ColumnKind.VALUE, ColumnKind.NUMERATOR, ColumnKind.DENOMINATOR):
        part = replace(heading, part=holds.value, area=area or heading.area, rest="", role="")
        return Column(place, part, FIGURE)
    if holds is ColumnKind.LEFT_OUT:
        return Column(place, heading, LEFT_OUT, "names.toml leaves it out")
    return Column(place, heading, holds.value)


def _with_one_indicator(sheet: Sheet, columns: list[Column]) -> list[Column]:
    """Return the columns with at most one that holds the indicators' names: the one with most known names."""
    candidates = [column for column in columns if column.holds in (INDICATOR, LABEL)]
    if not candidates or not any(column.holds in (FIGURE, UNKNOWN) for column in columns):
        return columns
    shares = {column.place: _share(column.texts, sheet.names_indicator) for column in candidates}
    by_role = [column for column in candidates if column.holds == INDICATOR]
    best = max(candidates, key=lambda column: (shares[column.place], column in by_role, -column.place))
    if not shares[best.place] and not by_role:
        best = _only_label(columns)
    if best is None:
        return columns

    def holds(column: Column) -> str:
        if column.place == best.place:
            return INDICATOR
        return LABEL if column.holds == INDICATOR else column.holds

    return [replace(column, holds=holds(column)) for column in columns]


def _only_label(columns: Sequence[Column]) -> Column | None:
    """Return the column of texts left of the figures where there is just one."""
    if any(column.holds in (PERIOD, YEAR) for column in columns):
        return None
    first = min(column.place for column in columns if column.holds in (FIGURE, UNKNOWN))
    left = [column for column in columns if column.holds == LABEL and column.place < first]
    return left[0] if len(left) == 1 and left[0].texts else None


def _share_of_figures(sheet: Sheet, block: Block, place: int) -> float:
    kinds = kinds_of(sheet.grid)
    codes = sheet.grid.codes[block.body, place]
    stated = codes[~kinds.blank[codes]]
    return float(kinds.figure[stated].mean()) if len(stated) else 0.0


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts) if texts else 0.0


def _are_areas(texts: Sequence[str]) -> bool:
    """Say whether texts are mostly areas, or groups of them next to at least one: "Leeds", "SN average"."""
    if not any(map(_names_area, texts)):
        return False
    return _share(texts, lambda text: _names_area(text) or role_alone(text) == COMPARATOR) > _MOSTLY


def _names_area(text: str) -> bool:
    return is_area_code(text.upper()) or (len(text) > 3 and is_place(text))


def _is_time(text: str) -> bool:
    try:
        parse_stated_period(text, "financial")
    except KpiError:
        return partial_of(text) is not None
    return True


def _is_part(text: str) -> bool:
    return "part" in load_heading_words().of(normalise_heading(text)) or bool(role_alone(text))


def _is_unit(text: str) -> bool:
    return text == "£" or bool(unit_alone(text))
