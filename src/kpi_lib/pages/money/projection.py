"""How many children there may be: the fan, the types in a table, and the pressure that follows."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.periods import parse_period
from kpi_lib.pages.money.words import interval_words, over_words, type_words
from kpi_lib.present.charts.flows import draw_fan
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, number, show_rows, show_table
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.marks import CANNOT_SAY
from kpi_lib.present.words.numbers import EN_DASH, Row, format_millions, format_number, is_missing

METHODS = {
    "entries_and_exits": "New children come at their mean rate of the last three years at most, and leave at "
    "their mean share of those in care, with the spread that both have shown; 4,000 such futures are drawn.",
    "random_walk_with_drift": "The number changes each quarter by its mean change of the last three years at "
    "most, give or take; 4,000 such futures are drawn.",
}
CAUTION = (
    "It says what follows if things go on as they have: what the council plans to change is left out, and so "
    "are the ups and downs within a year."
)


def show_projection(
    history: pd.DataFrame, projection: pd.DataFrame, by_type: pd.DataFrame, *records: pd.DataFrame
) -> Shown:
    """Return the children in care by quarter and as projected, with the types in the table.

    Parameters
    ----------
    history : `period`, `stock` of all placements, oldest first.
    projection : of all placements (`projection.summarise_projection`).
    by_type : the same for each `placement_type`.
    """
    if projection.empty or projection["projected"].isna().all():
        reasons = list(dict.fromkeys(projection.get("reason", []))) or ["No child in a placement is known."]
        return show_note(f"There is no projection. {reasons[0]}")
    pictures = wide_and_narrow(draw_fan, history, projection)
    finding = projection_finding(history, projection)
    caption = Caption(
        title="Children looked after, and where the number may go",
        finding=finding,
        alt=f"{finding}. {' '.join(_ends(projection))}",
        unit="Children in care at each quarter’s end",
        notices=[
            "Dashed: the most likely number. Dark band: where it should lie four times in five; light band: "
            "19 times in 20.",
            CAUTION,
        ],
        method=[
            METHODS[str(projection["method"].iloc[0])],
            *(["The vertical axis does not start at zero."] if pictures[0].get_ylim()[0] else []),
        ],
    )
    return show_record_chart(pictures, caption, _types_table(projection, by_type), *records)


def projection_finding(history: pd.DataFrame, projection: pd.DataFrame) -> str:
    """Return what the fan finds: "796 children now; 761 to 873 in 24 months, most likely 816"."""
    last, now = projection.iloc[-1], history["stock"].iloc[-1]
    low, middle, high = (format_number(last[name]) for name in ("lower80", "projected", "upper80"))
    ahead = f"probably {low} to {high} in {last['months']} months, most likely {middle}"
    return f"{format_number(now)} children now; {ahead}"


def show_pressure(pressure: pd.DataFrame) -> Shown:
    """Return the projected spend of each year, its budget and the pressure, each with its interval."""
    years = pressure.loc[pressure["year"].ne("")]
    if years.empty:
        return show_note(f"There is no projection of spend. {' '.join(pressure['reason'])}")
    notes = [
        "The range beneath each figure: where it should lie four times in five. Pressure: spend above the "
        "budget. A week costs what it has cost in the year so far; prices that rise are not foreseen.",
    ]
    columns = {
        "Year": lambda row: Cell(str(row["year"]).replace("-", EN_DASH), note=_quarters(row)),
        number("Spend, most likely"): lambda row: _likely(row, "spend"),
        number("Budget"): lambda row: _gap(row, "not known yet") or format_millions(row["budget"]),
        number("Pressure, most likely"): lambda row: _gap(row, CANNOT_SAY.word) or _likely(row, "pressure"),
    }
    return show_rows("Spend as projected, and the pressure it implies", years, columns, notes=notes)


def pressure_sentence(pressure: pd.DataFrame) -> str:
    """Return what the projection implies for the first year with a budget; empty where there is none."""
    budgeted = pressure.loc[pressure["budget"].notna()] if len(pressure) else pressure
    if budgeted.empty:
        return ""
    row = budgeted.iloc[0]
    years = str(row["year"]).replace("-", EN_DASH)
    middle, low, high = (over_words(row[f"pressure_{name}"]) for name in ("projected", "lower80", "upper80"))
    text = f"If things go on as they have, {years} most likely ends {middle}"
    span = f"four times in five it should end between {low} and {high}"
    return f"{text}; {span}"


def _likely(row: Row, what: str) -> Cell:
    return Cell(format_millions(row[f"{what}_projected"]), note=interval_words(row, what))


def _gap(row: Row, words: str) -> Cell | None:
    """Return why there is no figure where a year has no budget; else nothing."""
    return missing(words) if is_missing(row["budget"]) else None


def _quarters(row: Row) -> str:
    past = f"{row['n_past']} quarters known, " if row["n_past"] else ""
    return f"{past}{row['n_ahead']} projected" if past else f"{row['n_ahead']} quarters projected"


def _ends(projection: pd.DataFrame) -> list[str]:
    return [
        f"On {day_words(parse_period(row['period']).end)}: {format_number(row['projected'])}, "
        f"{format_number(row['lower80'])} to {format_number(row['upper80'])}."
        for _, row in _shown(projection).iterrows()
    ]


def _shown(projection: pd.DataFrame) -> pd.DataFrame:
    """Return the end of the next financial year to end, and the last quarter projected."""
    is_end = projection["period"].str.endswith("Q4")
    first = projection.loc[is_end].head(1)
    return pd.concat([first, projection.tail(1)]).drop_duplicates("period")


def _types_table(projection: pd.DataFrame, by_type: pd.DataFrame) -> Shown:
    ends = list(_shown(projection)["period"])
    whole = projection.assign(placement_type="all")
    days = [day_words(parse_period(end).end) for end in ends]
    columns = [Column("Placement"), number("Now")]
    columns += [number(name) for day in days for name in (day, "four in five")]
    last = whole["last_period"].iloc[0]
    rows = [
        _type_row(str(name), own.set_index("period"), ends, is_stale=bool(own["last_period"].iloc[0] != last))
        for name, own in [*by_type.groupby("placement_type", sort=False), ("all", whole)]
    ]
    apart = "Each line is projected by itself, so the types need not add up to all."
    small = "The types are not shown: some numbers are so small that they could point at a child."
    notes = [apart if len(by_type) else small]
    return show_table(Table("Children by placement, as projected", columns, [Group(rows)], notes))


def _type_row(name: str, own: pd.DataFrame, ends: list[str], *, is_stale: bool) -> list[Cell]:
    """Return the cells of one type; a number of an earlier quarter than all placements' is not "now"."""
    if is_stale:
        return [Cell(type_words(name)), *[missing("not known")] * (1 + 2 * len(ends))]
    cells = [Cell(type_words(name)), Cell(format_number(own["last_stock"].iloc[0]))]
    for end in ends:
        rows = own.loc[own.index == end].dropna(subset=["projected"])
        cells += _future(rows.iloc[0]) if len(rows) else [missing("not known")] * 2
    return cells


def _future(row: Row) -> list[Cell]:
    low, middle, high = (format_number(row[name]) for name in ("lower80", "projected", "upper80"))
    return [Cell(middle), Cell(f"{low} to {high}")]
