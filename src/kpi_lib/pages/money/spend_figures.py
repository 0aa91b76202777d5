"""Spend on placements next to its budget: by type, by week, and why the two differ."""

from __future__ import annotations

import pandas as pd

from kpi_lib.pages.money.words import (
    ALL,
    CAUSES,
    MEANINGS,
    NO_SPEND,
    PENCE_IN_POUND,
    budget_words,
    millions,
    over_words,
    pounds,
    short_millions,
    type_words,
    unexplained_words,
)
from kpi_lib.present.charts.bullet_rows import BulletRow, draw_bullet_rows
from kpi_lib.present.charts.waterfall import NARROW_WATERFALL, WIDE_WATERFALL, Step, draw_waterfall
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.ink.canvas import Axes
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import MINUS, is_missing, lower_first, sentence_case
from kpi_lib.present.words.plan import ILLUSTRATIVE
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

ROUNDED = "Whole pounds: rounded figures may differ from their sum by a pound or two; unrounded, they add up."
FEW_PLACED = "Types in which so few children are placed that the price could point at one are not shown."


def show_spend(types: pd.DataFrame, explained: pd.DataFrame, when: str, *records: pd.DataFrame) -> Shown:
    """Return spend next to budget by type.

    Parameters
    ----------
    types : pounds and weeks of both sides (`spend.summarise_types`).
    explained : the same, explained, with the row of all; without a row where a side is not wholly known.
    when : the time they cover: "April 2017 to March 2018".
    """
    if types.empty:
        return show_note(f"{NO_SPEND}.")
    if types["spend_amount"].isna().any():
        return show_note(f"{unexplained_words(types)}.")
    is_drawn_up = has_illustrative(*records)
    ordered = types.sort_values("spend_amount", ascending=False)
    rows = [
        BulletRow(
            type_words(row["placement_type"]),
            row["spend_amount"],
            row["budget_amount"] or float("nan"),
            millions(row["spend_amount"]),
            is_drawn_up,
        )
        for _, row in ordered.iterrows()
    ]
    told = [f"{row.label}: {row.text}" for row in rows]
    finding = _spend_finding(types, explained) + ILLUSTRATIVE * is_drawn_up
    caption = Caption(
        title="Spend and budget by type of placement",
        finding=finding,
        alt=f"{finding}. {'; '.join(told)}.",
        unit=f"£ million, {when}" + ", illustrative" * is_drawn_up,
        notices=["Upright mark: the budget.", *([PALE] if is_drawn_up else [])],
        source=record_source_sentence(*records),
    )
    return show_chart(*_both(rows), caption, _spend_table(types, explained))


def show_unit_costs(costs: pd.DataFrame, before: pd.DataFrame, when: str, *records: pd.DataFrame) -> Shown:
    """Return what a week of each type costs, next to the budget and a year before.

    Parameters
    ----------
    costs, before : `spend.summarise_unit_costs` of the year so far and of the year before,
        with `is_withheld`.
    """
    known = costs.loc[costs["cost_per_week"].notna()].sort_values("cost_per_week", ascending=False)
    if known.empty:
        return show_note(costs["reason"].iloc[0] if len(costs) else f"{NO_SPEND}.")
    is_drawn_up = has_illustrative(*records)
    rows = [
        BulletRow(
            type_words(row["placement_type"]),
            row["cost_per_week"],
            row["budget_per_week"],
            pounds(row["cost_per_week"]),
            is_drawn_up,
        )
        for _, row in known.iterrows()
    ]
    finding = (
        f"{rows[0].label} cost {rows[0].text} a week, the most; {lower_first(rows[-1].label)} {rows[-1].text}"
    )
    caption = Caption(
        title="Cost of a week by type of placement",
        finding=sentence_case(finding) + ILLUSTRATIVE * is_drawn_up,
        alt=f"Cost of a week. {'; '.join(f'{row.label}: {row.text}' for row in rows)}.",
        unit=f"£ a week for each child, {when}" + ", illustrative" * is_drawn_up,
        notices=[
            "Upright mark: what the budget allows.",
            *([FEW_PLACED] if costs["is_withheld"].any() else []),
            *([PALE] if is_drawn_up else []),
        ],
        source=record_source_sentence(*records),
    )
    return show_chart(*_both(rows), caption, _costs_table(known, before))


def show_causes(
    explained: pd.DataFrame, when: str, *records: pd.DataFrame, is_reported: bool = False
) -> Shown:
    """Return how price, volume and mix lead from the budget to the spend, by type in the table.

    Parameters
    ----------
    is_reported : whether a report states the same difference; see `money_words.budget_words`.
    """
    whole = explained.loc[explained["placement_type"].eq(ALL)]
    if whole.empty:
        return show_note("No budget for these quarters is in the raw files, so nothing can be explained.")
    row, is_drawn_up = whole.iloc[0], has_illustrative(*records)
    causes = _causes(explained)
    steps = [
        Step("Budget", row["budget"], _short(row["budget"]), is_total=True),
        *(Step(CAUSES[name], row[name], _signed(row[name])) for name in causes),
        Step("Spend", row["spend"], _short(row["spend"]), is_total=True),
    ]
    wide, narrow = (
        draw_waterfall(steps, is_illustrative=is_drawn_up, size=size)
        for size in (WIDE_WATERFALL, NARROW_WATERFALL)
    )
    parts = ", ".join(f"{CAUSES[name].lower()} {_millions(row[name])}" for name in causes)
    finding = budget_words(row, "Spend", is_illustrative=is_drawn_up, is_reported=is_reported)
    caption = Caption(
        title="From budget to spend",
        finding=finding,
        alt=f"{finding}. {sentence_case(parts)}: together {_millions(row['total'])}.",
        unit=f"£ million, {when}" + ", illustrative" * is_drawn_up,
        notices=[
            *MEANINGS,
            f"Together they are the whole difference of {_millions(row['total'])}: nothing is left over.",
            *([PALE] if is_drawn_up else []),
        ],
        method=[
            "Volume: the budget times the growth of all weeks. Mix: weeks above that growth, at the budget’s "
            "price. Price: what is left, spend less weeks used at the budget’s price.",
        ],
        source=record_source_sentence(*records),
    )
    return show_chart(wide, narrow, caption, _causes_table(explained))


def _both(rows: list[BulletRow]) -> tuple[Axes, Axes]:
    return draw_bullet_rows(rows), draw_bullet_rows(rows, is_narrow=True)


def _spend_finding(types: pd.DataFrame, explained: pd.DataFrame) -> str:
    if explained.empty:
        return unexplained_words(types)
    row = explained.loc[explained["placement_type"].eq(ALL)].iloc[0]
    spend = millions(row["spend"] / PENCE_IN_POUND)
    types = explained.loc[explained["placement_type"].ne(ALL)]
    worst = types.sort_values("total").iloc[-1]
    over = over_words(row["total"] / PENCE_IN_POUND)
    most = f"{type_words(worst['placement_type']).lower()} by {millions(worst['total'] / PENCE_IN_POUND)}"
    text = f"Placements cost {spend}, {over}"
    return f"{text}; {most}" if row["total"] > 0 else text


def _causes(explained: pd.DataFrame) -> list[str]:
    """Return price, volume and mix, and of the other causes those that are in any row."""
    return [name for name in CAUSES if name in ("price", "volume", "mix") or explained[name].any()]


def _millions(pence: int) -> str:
    return millions(pence / PENCE_IN_POUND)


def _whole(pence: int) -> Cell:
    return Cell(pounds(pence / PENCE_IN_POUND))


def _short(pence: int) -> str:
    return short_millions(pence / PENCE_IN_POUND)


def _signed(pence: int) -> str:
    return f"{'+' if pence >= 0 else MINUS}{short_millions(pence / PENCE_IN_POUND)}"


def _spend_table(types: pd.DataFrame, explained: pd.DataFrame) -> Shown:
    columns = [Column("Type"), *(Column(name, is_number=True) for name in ("Spend", "Budget", "Difference"))]
    none = [missing("not known")] * 2
    rows = [
        [Cell(type_words(row["placement_type"])), Cell(pounds(row["spend_amount"])), *none]
        for _, row in types.iterrows()
        if explained.empty
    ] + [
        [
            Cell(type_words(row["placement_type"])),
            _whole(row["spend"]),
            _whole(row["budget"]) if row["budget"] else missing("no budget"),
            _whole(row["total"]) if row["budget"] else missing("no budget"),
        ]
        for _, row in explained.iterrows()
    ]
    return show_table(Table("Spend and budget by type of placement", columns, [Group(rows)], [ROUNDED]))


def _causes_table(explained: pd.DataFrame) -> Shown:
    names = [*_causes(explained), "total"]
    columns = [Column("Type"), *(Column(CAUSES.get(name, "Difference"), is_number=True) for name in names)]
    rows = [
        [Cell(type_words(row["placement_type"])), *(_whole(row[name]) for name in names)]
        for _, row in explained.iterrows()
    ]
    return show_table(Table("Why spend differs from the budget", columns, [Group(rows)], [ROUNDED]))


def _costs_table(costs: pd.DataFrame, before: pd.DataFrame) -> Shown:
    earlier = dict(zip(before["placement_type"], before["cost_per_week"], strict=True))
    numbers = ("A week", "Budgeted", "A year before", "Weeks used")
    columns = [Column("Type"), *(Column(name, is_number=True) for name in numbers)]
    rows = [
        [
            Cell(type_words(row["placement_type"])),
            Cell(pounds(row["cost_per_week"])),
            _price(row["budget_per_week"]),
            _price(earlier.get(row["placement_type"], float("nan"))),
            Cell(f"{row['spend_weeks']:,.1f}"),
        ]
        for _, row in costs.iterrows()
    ]
    return show_table(Table("Cost of a week by type of placement", columns, [Group(rows)]))


def _price(value: float) -> Cell:
    return missing("not known") if is_missing(value) else Cell(pounds(value))
