"""Inspections on the page: the timeline, its words, and what was found at each visit."""

from __future__ import annotations

import pandas as pd

from kpi_lib.core.periods import Period
from kpi_lib.present.charts.timeline import NARROW_TIMELINE, WIDE_TIMELINE, Moment, draw_timeline
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, show_table
from kpi_lib.present.words.inspections import month_words, tally_words, tone_words, visit_words
from kpi_lib.present.words.marks import DOWN, LEVEL, UP, Mark
from kpi_lib.present.words.numbers import Row, lower_first, sentence_case

HELD = "held"
COUNTS = ("n_positive", "n_to_improve")
NOT_YET = "○"
COUNTED = (
    "Counted here are all visits, the inspection and any after the quarter among them; the page’s heading "
    "counts monitoring visits from the inspection to the end of the quarter."
)
SHAPES = {
    "progress": ("home", "^", Mark(UP, "progress", "better")),
    "mixed": ("similar", "o", Mark(LEVEL, "both", "similar")),
    "concern": ("worse", "v", Mark(DOWN, "to improve", "worse")),
    "nothing": ("muted", "o", Mark(NOT_YET, "no finding", "unknown")),
}
JUDGEMENTS = {
    "positive": Mark(UP, "positive", "better"),
    "needs_improvement": Mark(DOWN, "needs improvement", "worse"),
}


def show_inspections(inspections: pd.DataFrame, quarter: Period, *, source: str) -> Shown:
    """Return the timeline of an area's visits, with its words and its table.

    Parameters
    ----------
    inspections : oldest first, with their tone.
    quarter : the edition's, marked on the line.
    """
    if inspections.empty:
        return show_note("No inspection of this area is in the raw files.")
    moments = [_moment(row) for _, row in inspections.iterrows()]
    wide, narrow = (draw_timeline(moments, quarter, size=size) for size in (WIDE_TIMELINE, NARROW_TIMELINE))
    held = set(inspections.loc[inspections["status"].eq(HELD), "tone"])
    tones = [tone for tone in SHAPES if tone in held]
    finding = tally_words(inspections.loc[inspections["status"].eq(HELD), "tone"])
    caption = Caption(
        title="Inspections and monitoring visits",
        finding=finding,
        alt=f"{finding}. " + " ".join(f"{item.when}: {item.text}." for item in moments),
        unit=f"Visits by Ofsted, {moments[0].when} to {moments[-1].when}",
        marks=[(SHAPES[tone][2], sentence_case(tone_words(tone))) for tone in tones],
        notices=["Hollow: due, not yet held. The thick stretch: the quarter of this edition.", COUNTED],
        source=source,
    )
    return show_chart(wide, narrow, caption, _table(inspections))


def _moment(row: Row) -> Moment:
    role, shape, _ = SHAPES[str(row["tone"])]
    is_held = row["status"] == HELD
    return Moment(row["month"], month_words(row["month"]), visit_words(row), role, shape, is_filled=is_held)


def _table(inspections: pd.DataFrame) -> Shown:
    columns = [
        Column("When"),
        Column("What"),
        Column("What was found"),
        Column("Positive", is_number=True),
        Column("To improve", is_number=True),
        Column("Paragraph", is_number=True),
    ]
    rows = [
        [
            Cell(month_words(row["month"])),
            Cell(visit_words(row)),
            marked(SHAPES[str(row["tone"])][2]) if row["status"] == HELD else missing("due"),
            *(Cell(str(row[n])) if row["status"] == HELD else missing("due") for n in COUNTS),
            _paragraph(row),
        ]
        for _, row in inspections.iterrows()
    ]
    notes = ["Positive, to improve: how many statements of the source point each way."]
    return show_table(Table("Inspections and monitoring visits", columns, [Group(rows)], notes=notes))


def show_findings_by_visit(inspections: pd.DataFrame, findings: pd.DataFrame) -> Shown:
    """Return what was found at each visit, in the source's own words, the newest visit first."""
    groups = [
        Group(
            [_finding(finding) for _, finding in own.iterrows()],
            f"{month_words(row['month'])}, {lower_first(visit_words(row))}",
        )
        for _, row in inspections.iloc[::-1].iterrows()
        if len(own := findings.loc[findings["inspection_id"].eq(row["inspection_id"])])
    ]
    if not groups:
        return show_note("No finding of a visit to this area is in the raw files.")
    columns = [Column("In the report’s words"), Column("Which way")]
    return show_table(
        Table("What was found at each visit", columns, groups, is_caption_hidden=True, has_links=False)
    )


def show_findings(findings: pd.DataFrame, caption: str) -> Shown:
    """Return findings that belong to no one visit, each under what it is about, with its paragraph."""
    if findings.empty:
        return show_note("There are none of this area in the raw files.")
    columns = [Column("In the report’s words")]
    groups = [Group([[_statement(row)]], str(row["subject"])) for _, row in findings.iterrows()]
    return show_table(Table(caption, columns, groups, is_caption_hidden=True, has_links=False))


def _finding(row: Row) -> list[Cell]:
    return [_statement(row), marked(JUDGEMENTS[str(row["judgement"])])]


def _statement(row: Row) -> Cell:
    notes = [str(row["note"])] if row["note"] else []
    return Cell(
        sentence_case(str(row["statement"])), note=" ".join([f"Paragraph {row['paragraph']}.", *notes])
    )


def _paragraph(row: Row) -> Cell:
    return missing("none") if pd.isna(row["paragraph"]) else Cell(str(row["paragraph"]))
