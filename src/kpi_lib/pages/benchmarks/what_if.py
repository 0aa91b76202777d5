"""Every verdict against the neighbours, with a choice of how the comparison is drawn.

All ways are computed beforehand and are in the page as verdicts and figures; its script only picks among
them and puts the words below together. Without the script the table shows the way in use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.pages.benchmarks.averages_table import AVERAGES
from kpi_lib.present.shown.display import Shown, render, show_note, trusted
from kpi_lib.present.shown.exhibits import Cell, Column, Exhibit, Group, Table, anchor_of
from kpi_lib.present.words.dates import in_period, model_words
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import Mark, comparison_mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, format_figure, is_missing
from kpi_lib.present.words.stability import AVERAGES as NAMES

NOBODY = ""
TITLE = "Every verdict against the neighbours, drawn as you choose"
AVERAGE_WORDS = {way: NAMES.get(way, way) for way in AVERAGES}
SENTENCES = {
    "way": "With the {average} of the {list} list{without}: ",
    "without": ", without {name}",
    "in_force": "This is the way in use on every page: the {average} of the {list} list.",
    "none": "no verdict differs from the one in use.",
    "one": "1 of {all} verdicts differs from the one in use: {changes}.",
    "few": "{n} of {all} verdicts differ from those in use: {changes}.",
    "many": "{n} of {all} verdicts differ from those in use; they are framed below.",
    "change": "{name} is {now}, in use {then}",
}
"""What the page may say; the script fills in names, verdict words and counts of verdicts."""
NO_FIGURE = Mark("", "no figure", "unknown")
CELL = ["indicator_id", "basis", "period"]

_Drawn = tuple[list[Mark], list[str]]
"""Of one figure, choice by choice: the verdict's mark, and the average as printed."""


@dataclass(frozen=True)
class _Line:
    indicator: Indicator
    when: str
    value: str
    mark: Mark
    figure: str


def show_what_if(
    headlines: Sequence[Headline],
    ways: pd.DataFrame,
    neighbourhood: Neighbourhood,
    lists: Mapping[str, Sequence[str]],
    *,
    average: str,
    link: str = "indicators/{slug}.html",
) -> Shown:
    """Return one row per indicator with its verdict in use, and the controls to draw it another way.

    Parameters
    ----------
    headlines : those without a comparison are left out.
    ways : from `stability.summarise_alternatives`, of the figures that the headlines compare.
    lists : neighbour list → codes of its members, the closest first.
    average : the one in use, on the list of `neighbourhood`.
    """
    by_figure = {key: rows for key, rows in ways.groupby(CELL) if rows["comparator_value"].notna().any()}
    told = [(item, by_figure[key]) for item in headlines if (key := _key(item)) in by_figure]
    if not told:
        return show_note("There is nothing to compare with neighbours.")
    choices = [
        (model, way, left) for model, codes in lists.items() for way in AVERAGES for left in (NOBODY, *codes)
    ]
    drawn = [_drawn(item, rows, choices) for item, rows in told]
    at = choices.index((neighbourhood.model, average, NOBODY))
    lines = [_line(item, drawn[place], at) for place, (item, _) in enumerate(told)]
    anchor = anchor_of("table", TITLE)
    html = render(
        "what_if.html.j2",
        anchor=anchor,
        title=TITLE,
        lines=lines,
        link=link,
        averages=AVERAGE_WORDS.items(),
        lists=[(model, model_words(model)) for model in lists],
        average=average,
        model=neighbourhood.model,
        data=trusted(_as_json(_page_data(drawn, lists, neighbourhood))),
    )
    text = [
        f"{line.indicator.plain_title} | {line.value} | {line.mark.word} | {line.figure}" for line in lines
    ]
    return Shown(
        html=html, text="\n".join([TITLE, *text]), exhibits=(Exhibit(anchor, TITLE, (_table(lines),)),)
    )


def _table(lines: Sequence[_Line]) -> Table:
    """Return what the markup shows without its script."""
    rows = [
        [
            Cell(line.indicator.plain_title, note=f"{line.value} {line.when}"),
            *[Cell(line.mark.word, note=line.figure, mark=line.mark.symbol)] * 2,
        ]
        for line in lines
    ]
    return Table(TITLE, [Column("Indicator"), Column("In use"), Column("As chosen")], [Group(rows)])


def _page_data(
    drawn: Sequence[_Drawn], lists: Mapping[str, Sequence[str]], neighbourhood: Neighbourhood
) -> dict[str, object]:
    """Return what the script picks from: per indicator one letter a choice, and the averages as printed."""
    marks = dict.fromkeys(mark for marks, _ in drawn for mark in marks)
    letters = dict(zip(marks, ascii_uppercase, strict=False))
    return {
        "lists": [
            {"words": model_words(model), "names": [neighbourhood.name(code) for code in codes]}
            for model, codes in lists.items()
        ],
        "averages": list(AVERAGE_WORDS.values()),
        "marks": {letter: [mark.symbol, mark.word, mark.role] for mark, letter in letters.items()},
        "sentences": SENTENCES,
        "verdicts": ["".join(letters[mark] for mark in marks) for marks, _ in drawn],
        "figures": ["|".join(figures) for _, figures in drawn],
    }


def _as_json(data: dict[str, object]) -> str:
    """Return data as a script may hold it: no text in it can end the script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _key(headline: Headline) -> tuple[str, str, str]:
    row = headline.comparison
    if row is None or is_missing(row["value"]):
        return "", "", ""
    return headline.indicator.id, str(row["basis"]), str(row["period"])


def _drawn(headline: Headline, rows: pd.DataFrame, choices: Sequence[tuple[str, str, str]]) -> _Drawn:
    by_choice = {(row["model"], row["average"], row["left_out"]): row for _, row in rows.iterrows()}
    found = [by_choice.get(choice) for choice in choices]
    return [_mark(row) for row in found], [_figure(row, headline.indicator) for row in found]


def _mark(row: Row | None) -> Mark:
    if row is None or is_missing(row["comparator_value"]):
        return NO_FIGURE
    return comparison_mark(row["verdict"], is_above=bool(row["value"] > row["comparator_value"]))


def _figure(row: Row | None, indicator: Indicator) -> str:
    if row is None or is_missing(row["comparator_value"]):
        return ""
    return format_figure(row, indicator, "comparator_value").number


def _line(headline: Headline, drawn: _Drawn, at: int) -> _Line:
    row, indicator = headline.comparison, headline.indicator
    assert row is not None, "headlines without a comparison were left out"
    value = format_figure(row, indicator).number
    return _Line(indicator, in_period(row, indicator), value, drawn[0][at], drawn[1][at])
