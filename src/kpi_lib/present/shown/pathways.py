"""Do the figures fit together? How often each rule holds, and where it does not."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.pathways import Bound, Rule
from kpi_lib.core.periods import parse_period
from kpi_lib.core.small_counts import is_small_count
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.shown.value_table import count_cell
from kpi_lib.present.words.numbers import EN_DASH, Row, format_count, format_number, sentence_case

STATUSES = ("holds", "within_bounds", "breach", "cannot_say")
HEADINGS = ("Holds", "Within bound", "Broken", "Cannot say")
COMPACT = "compact"
RELATIONS = {"at_most": "at most", "at_least": "at least", "equals": "the same as"}


def show_pathways(pathways: pd.DataFrame, rules: Sequence[Rule]) -> Shown:
    """Return the broken rules with both numbers, then how often each rule holds, then why it must.

    Parameters
    ----------
    pathways : `summarise_pathways` of one area.
    """
    if pathways.empty:
        return show_note("There are no counts to set beside each other.")
    return show_together(
        show_note(_summary(pathways)),
        _show_breaches(pathways.loc[pathways["status"].eq("breach")]),
        show_closed("In how many periods each rule holds", _show_counts(pathways, rules)),
        show_closed("Why each must hold, and how far it may be off", _show_rules(rules)),
        show_closed("What could not be judged, and why", _show_unjudged(pathways)),
    )


def _summary(pathways: pd.DataFrame) -> str:
    """Return how often the rules hold, over all quarters and years with a figure."""
    counts = pathways["status"].value_counts().reindex(STATUSES, fill_value=0)
    return (
        f"{pathways['rule_id'].nunique()} rules were put to every quarter and year with a figure, "
        f"{format_count(len(pathways))} times in all: {format_count(counts['holds'])} times the figures fit, "
        f"{counts['within_bounds']} times they are off within what the rule allows, {counts['breach']} times "
        f"they do not fit, and {counts['cannot_say']} times a figure is missing."
    )


def _show_breaches(broken: pd.DataFrame) -> Shown:
    if broken.empty:
        return show_note("No rule is broken.")
    newest_first = broken.assign(_end=broken["period"].map(_end)).sort_values(
        ["basis", "_end"], ascending=False, kind="stable"
    )
    groups = [
        Group([breach_cells(row) for _, row in part.iterrows()], str(title))
        for title, part in newest_first.groupby("title", sort=False)
    ]
    numbers = [
        Column(name, is_number=True) for name in ("First named", "Set against it", "Off by", "Allowed")
    ]
    columns = [Column("Period"), *numbers]
    return show_table(Table("Figures that do not fit together", columns, groups, kind=COMPACT))


def _end(label: str) -> str:
    return parse_period(label).end.isoformat()


def breach_cells(row: Row) -> list[Cell]:
    """Return period, both counts, how far they miss the rule, what it allows; no small counts."""
    pair = [count_cell(round(row[side])) for side in ("left", "right")]
    is_shown = not any(is_small_count(round(row[side])) for side in ("left", "right"))
    off = Cell(format_number(row["difference"])) if is_shown else missing("not shown")
    return [Cell(_period_words(str(row["period"]))), *pair, off, Cell(format_number(row["allowed"]))]


def _period_words(label: str) -> str:
    period = parse_period(label)
    return label.replace("-", EN_DASH) if len(label) == len("2017-18") else sentence_case(period.words)


def _show_counts(pathways: pd.DataFrame, rules: Sequence[Rule]) -> Shown:
    counts = pd.crosstab(pathways["rule_id"], pathways["status"]).reindex(columns=STATUSES, fill_value=0)
    rows = [
        [
            Cell(rule.title),
            *(Cell(str(counts.loc[rule.id, name])) for name in STATUSES),
        ]
        for rule in rules
        if rule.id in counts.index
    ]
    columns = [Column("What is compared"), *(Column(name, is_number=True) for name in HEADINGS)]
    note = "Counted are quarters and years."
    return show_table(
        Table("In how many periods each rule holds", columns, [Group(rows)], [note], kind=COMPACT)
    )


def _show_rules(rules: Sequence[Rule]) -> Shown:
    rows = [
        [
            Cell(rule.title),
            Cell(f"{sentence_case(RELATIONS[rule.relation])}. {rule.why} {_bounds_words(rule)}"),
        ]
        for rule in rules
    ]
    columns = [Column("What is compared"), Column("What is named first must be, and why")]
    return show_table(Table("The rules", columns, [Group(rows)], kind=COMPACT))


def _bounds_words(rule: Rule) -> str:
    """Return what a rule allows for, in a quarter and in a year, with the reasons."""
    allowed = {basis: bound for basis, bound in rule.bounds.items() if bound.percent or bound.count}
    told = [f"In a {basis} it may be off by up to {_size(bound)}." for basis, bound in allowed.items()]
    reasons = dict.fromkeys(bound.reason for bound in allowed.values())
    return " ".join([*told, *reasons]) or "Nothing is allowed for."


def _size(bound: Bound) -> str:
    count = f" or {bound.count:g}, whichever is more" if bound.count else ""
    return f"{bound.percent:g}%{count}"


def _show_unjudged(pathways: pd.DataFrame) -> Shown:
    unjudged = pathways.loc[pathways["status"].eq("cannot_say")]
    if unjudged.empty:
        return show_note("Every rule could be judged in every period with a figure.")
    groups = [
        Group(
            [[Cell(_period_words(row["period"])), Cell(row["reason"])] for _, row in part.iterrows()],
            str(title),
        )
        for title, part in unjudged.groupby("title", sort=False)
    ]
    return show_table(Table("Not judged", [Column("Period"), Column("Why")], groups, kind=COMPACT))
