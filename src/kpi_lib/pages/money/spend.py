"""Spend on placements next to its budget: by type, by week, and why the two differ."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kpi_lib.pages.money.words import (
    ALL,
    CAUSES,
    MEANINGS,
    NO_SPEND,
    PENCE_IN_POUND,
    budget_words,
    over_words,
    pounds,
    short_millions,
    type_words,
    unexplained_words,
)
from kpi_lib.present.charts.bar_rows import draw_bullet_rows
from kpi_lib.present.charts.waterfall import draw_waterfall
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.numbers import MINUS, Row, format_millions, is_missing, lower_first, sentence_case

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
    ordered = types.sort_values("spend_amount", ascending=False)
    bars = _bars(ordered, "spend_amount", "budget_amount", format_millions)
    bars["planned"] = bars["planned"].replace(0.0, float("nan"))
    finding = _spend_finding(types, explained)
    caption = Caption(
        title="Spend and budget by type of placement",
        finding=finding,
        alt=f"{finding}. {_listed(bars)}.",
        unit=f"£ million, {when}",
        notices=["Upright mark: the budget."],
    )
    return _show_bars(bars, caption, _spend_table(types, explained), *records)


def show_unit_costs(costs: pd.DataFrame, before: pd.DataFrame, when: str, *records: pd.DataFrame) -> Shown:
    """Return what a week of each type costs, next to the budget and a year before.

    Parameters
    ----------
    costs, before : `spend.summarise_unit_costs` of the year so far and of the year before,
        with `is_withheld`.
    """
    priced = costs.loc[costs["cost_per_week"].notna()].sort_values("cost_per_week", ascending=False)
    if priced.empty:
        return show_note(costs["reason"].iloc[0] if len(costs) else f"{NO_SPEND}.")
    bars = _bars(priced, "cost_per_week", "budget_per_week", pounds)
    (dearest, most), (cheapest, least) = bars["text"].iloc[[0, -1]].items()
    caption = Caption(
        title="Cost of a week by type of placement",
        finding=f"{dearest} cost {most} a week, the most; {lower_first(str(cheapest))} {least}",
        alt=f"Cost of a week. {_listed(bars)}.",
        unit=f"£ a week for each child, {when}",
        notices=[
            "Upright mark: what the budget allows.",
            *([FEW_PLACED] if costs["is_withheld"].any() else []),
        ],
    )
    return _show_bars(bars, caption, _costs_table(priced, before), *records)


def show_causes(explained: pd.DataFrame, when: str, *records: pd.DataFrame) -> Shown:
    """Return how price, volume and mix lead from the budget to the spend, by type in the table."""
    whole = explained.loc[explained["placement_type"].eq(ALL)]
    if whole.empty:
        return show_note("No budget for these quarters is in the raw files, so nothing can be explained.")
    row, causes = whole.iloc[0], _causes(explained)
    ends = {name: short_millions(row[name] / PENCE_IN_POUND) for name in ("budget", "spend")}
    texts = [ends["budget"], *(_signed(row[name]) for name in causes), ends["spend"]]
    names = ["budget", *causes, "spend"]
    steps = pd.DataFrame({"label": ["Budget", *(CAUSES[name] for name in causes), "Spend"], "text": texts})
    steps = steps.assign(amount=[row[name] for name in names], is_total=[name in ends for name in names])
    parts = ", ".join(f"{CAUSES[name].lower()} {_millions(row[name])}" for name in causes)
    finding = budget_words(row, "Spend")
    caption = Caption(
        title="From budget to spend",
        finding=finding,
        alt=f"{finding}. {sentence_case(parts)}: together {_millions(row['total'])}.",
        unit=f"£ million, {when}",
        notices=[
            *MEANINGS,
            f"Together they are the whole difference of {_millions(row['total'])}: nothing is left over.",
        ],
        method=[
            "Volume: the budget times the growth of all weeks. Mix: weeks above that growth, at the budget’s "
            "price. Price: what is left, spend less weeks used at the budget’s price.",
        ],
    )
    pictures = wide_and_narrow(draw_waterfall, steps)
    return show_record_chart(pictures, caption, _causes_table(explained), *records)


def _bars(types: pd.DataFrame, amount: str, planned: str, words: Callable[[float], str]) -> pd.DataFrame:
    """Return a bar for each type, its plan and what is written at its end, by the type's name."""
    bars = types[[amount, planned]].set_axis(["amount", "planned"], axis=1).astype(float)
    return bars.assign(text=types[amount].map(words)).set_axis(types["placement_type"].map(type_words))


def _listed(bars: pd.DataFrame) -> str:
    return "; ".join(f"{label}: {text}" for label, text in bars["text"].items())


def _show_bars(bars: pd.DataFrame, caption: Caption, table: Shown, *records: pd.DataFrame) -> Shown:
    return show_record_chart(wide_and_narrow(draw_bullet_rows, bars), caption, table, *records)


def _spend_finding(types: pd.DataFrame, explained: pd.DataFrame) -> str:
    if explained.empty:
        return unexplained_words(types)
    is_whole = explained["placement_type"].eq(ALL)
    whole, worst = explained.loc[is_whole].iloc[0], explained.loc[~is_whole].sort_values("total").iloc[-1]
    text = f"Placements cost {_millions(whole['spend'])}, {over_words(whole['total'] / PENCE_IN_POUND)}"
    most = f"{type_words(worst['placement_type']).lower()} by {_millions(worst['total'])}"
    return f"{text}; {most}" if whole["total"] > 0 else text


def _causes(explained: pd.DataFrame) -> list[str]:
    """Return price, volume and mix, and of the other causes those that are in any row."""
    return [name for name in CAUSES if name in ("price", "volume", "mix") or explained[name].any()]


def _millions(pence: int) -> str:
    return format_millions(pence / PENCE_IN_POUND)


def _signed(pence: int) -> str:
    return f"{'+' if pence >= 0 else MINUS}{short_millions(pence / PENCE_IN_POUND)}"


def _type(row: Row) -> str:
    return type_words(row["placement_type"])


def _whole(name: str) -> Callable[[Row], str]:
    return lambda row: pounds(row[name] / PENCE_IN_POUND)


def _spend_table(types: pd.DataFrame, explained: pd.DataFrame) -> Shown:
    caption, none = "Spend and budget by type of placement", missing("not known")
    if explained.empty:
        names = {"Type": _type, number("Spend"): lambda row: pounds(row["spend_amount"])}
        unknown = {number(name): lambda row: none for name in ("Budget", "Difference")}
        return show_rows(caption, types, {**names, **unknown}, notes=[ROUNDED])

    def budgeted(name: str) -> Callable[[Row], Cell | str]:
        return lambda row: _whole(name)(row) if row["budget"] else missing("no budget")

    names = {"Type": _type, number("Spend"): _whole("spend"), number("Budget"): budgeted("budget")}
    return show_rows(caption, explained, {**names, number("Difference"): budgeted("total")}, notes=[ROUNDED])


def _causes_table(explained: pd.DataFrame) -> Shown:
    parts = {number(CAUSES[name]): _whole(name) for name in _causes(explained)}
    columns = {"Type": _type, **parts, number("Difference"): _whole("total")}
    return show_rows("Why spend differs from the budget", explained, columns, notes=[ROUNDED])


def _costs_table(costs: pd.DataFrame, before: pd.DataFrame) -> Shown:
    earlier = dict(zip(before["placement_type"], before["cost_per_week"], strict=True))
    columns = {
        "Type": _type,
        number("A week"): lambda row: pounds(row["cost_per_week"]),
        number("Budgeted"): lambda row: _price(row["budget_per_week"]),
        number("A year before"): lambda row: _price(earlier.get(row["placement_type"])),
        number("Weeks used"): lambda row: f"{row['spend_weeks']:,.1f}",
    }
    return show_rows("Cost of a week by type of placement", costs, columns)


def _price(value: float | None) -> Cell | str:
    return missing("not known") if value is None or is_missing(value) else pounds(value)
