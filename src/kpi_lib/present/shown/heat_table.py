"""All indicators against all comparators: a verdict in each cell, as mark, word and tint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import Theme
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.dates import in_period, period_words
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.marks import CHANCE, COMPARISONS
from kpi_lib.present.words.numbers import Row, format_estimate, format_figure, is_missing, sentence_case
from kpi_lib.present.words.stability import WAYS
from kpi_lib.present.words.verdicts import BEFORE_ROUNDING, comparator_words, mark_of

COMPARATORS = ("neighbours", "region", "england", "target")
PLACE_OF_STABILITY = 4
"""Its column comes after indicator, value, change and the neighbours' verdict."""
CAPTION = "Every indicator against every comparator"
_WORDS = {verdict: wording.word for verdict, wording in COMPARISONS.items()}
LEGEND = (
    f"{sentence_case(_WORDS['better'])}, {_WORDS['worse']}, {_WORDS['higher']} and {_WORDS['lower']} mean "
    f"{CHANCE}, at 95%; {_WORDS['similar']} means that chance could explain the difference. Measures "
    f"that are not judged as good or bad are {_WORDS['higher']} or {_WORDS['lower']}, never "
    f"{_WORDS['better']} or {_WORDS['worse']}."
)


def show_benchmarks(
    headlines: Iterable[Headline],
    comparisons: pd.DataFrame,
    themes: Sequence[Theme],
    *,
    region_name: str = "the region",
    link: str = "indicator/{slug}.html",
    stability: Mapping[str, tuple[str, str]] | None = None,
) -> Shown:
    """Return one row per indicator, by theme: value, change, and each comparator's figure and verdict.

    Parameters
    ----------
    headlines : in catalogue order.
    comparisons : of the home area; at most one row per indicator and comparator, of one average and
        one neighbour list.
    themes : in the order of the report.
    stability : indicator id → how many ways of drawing its comparison with the neighbours agree, and
        what turns it, in words; adds a column.
    """
    all_measures = list(headlines)
    if not all_measures:
        return show_note("There are no figures to compare.")
    against = {
        (str(row["indicator_id"]), str(row["comparator"])): row
        for _, row in comparisons.iterrows()
        if not is_missing(row["comparator_value"])
    }
    shown = [name for name in COMPARATORS if any(comparator == name for _, comparator in against)]
    groups = [
        Group(
            [
                _with_stability(_row(item, against, shown, link), item, stability)
                for item in all_measures
                if item.indicator.theme == theme.id
            ],
            theme.title,
        )
        for theme in themes
    ]
    labels = [_label(name, comparisons, region_name) for name in shown]
    columns = [Column("Indicator"), Column("Value", is_number=True), Column("On a year ago")]
    columns += [Column(label) for label in labels]
    if stability is not None:
        columns.insert(PLACE_OF_STABILITY, Column("Would it stand?"))
    notes = [LEGEND, BEFORE_ROUNDING, *([] if stability is None else [WAYS])]
    filled = [group for group in groups if group.rows]
    return show_table(Table(CAPTION, columns, filled, notes=notes, kind="heat"))


def _with_stability(
    cells: list[Cell], headline: Headline, stability: Mapping[str, tuple[str, str]] | None
) -> list[Cell]:
    """Put next to the neighbours' verdict how many ways of drawing it agree."""
    if stability is None:
        return cells
    agree, turned = stability.get(headline.indicator.id, ("", ""))
    cell = Cell(f"{agree} agree", note=turned, role="stability") if agree else missing("not judged")
    return [*cells[:PLACE_OF_STABILITY], cell, *cells[PLACE_OF_STABILITY:]]


def _label(comparator: str, comparisons: pd.DataFrame, region_name: str) -> str:
    first = comparisons[comparisons["comparator"] == comparator].iloc[0]
    return sentence_case(comparator_words(first, region_name).removeprefix("the "))


def _row(headline: Headline, against: dict[tuple[str, str], Row], shown: list[str], link: str) -> list[Cell]:
    indicator, estimate = headline.indicator, headline.estimate
    name = Cell(
        indicator.plain_title, href=link.format(slug=indicator.slug), note=period_words(estimate, indicator)
    )
    return [
        name,
        _value(headline),
        _change(headline),
        *(_verdict(against.get((indicator.id, key)), headline) for key in shown),
    ]


def _value(headline: Headline) -> Cell:
    figure = format_estimate(headline.estimate, headline.indicator)
    return Cell(figure.number, note=figure.unit, is_missing=is_missing(headline.estimate["value"]))


def _change(headline: Headline) -> Cell:
    change = headline.change
    if change is None or is_missing(change["earlier_value"]):
        return missing("no earlier figure")
    if is_missing(change["value"]):
        return missing("no figure this time")
    mark = mark_of(change)
    note = f"from {format_figure(change, headline.indicator, 'earlier_value').number}"
    if not is_same_figure(change, headline.estimate, headline.indicator) and not is_missing(change["value"]):
        note = f"{note} to {format_figure(change, headline.indicator).number}"
    return Cell(mark.word, note=_dated(note, change, headline), mark=mark.symbol, role=mark.role)


def _verdict(row: Row | None, headline: Headline) -> Cell:
    if row is None:
        return missing("no figure")
    mark = mark_of(row)
    note = format_figure(row, headline.indicator, "comparator_value").number
    if not is_same_figure(row, headline.estimate, headline.indicator) and not is_missing(row["value"]):
        note = f"{format_figure(row, headline.indicator).number} against {note}"
    if row["comparator"] == "neighbours":
        note = f"{note}, {int(row['n_available'])} of {int(row['n_expected'])}"
    return Cell(mark.word, note=_dated(note, row, headline), mark=mark.symbol, role=mark.role)


def _dated(note: str, row: Row, headline: Headline) -> str:
    is_same = is_same_figure(row, headline.estimate, headline.indicator)
    return note if is_same else f"{note}, {in_period(row, headline.indicator)}"
