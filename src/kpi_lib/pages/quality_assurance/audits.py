"""Case audits on the page: good work by kind, how often two auditors agree, and where they differ."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.periods import parse_period
from kpi_lib.pages.quality_assurance.words import agreement_finding, themes_finding
from kpi_lib.present.charts.share_rows import Reference, ShareRow
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.shares import share_row, show_shares
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.words.numbers import Row, format_number, is_missing
from kpi_lib.present.words.record_sources import has_illustrative

MULTIPLE = "Several kinds of work are looked at, so now and then one lies apart by chance alone."
WILSON = "Intervals are Wilson’s (95%). Audits are a sample of cases: another sample would give other shares."
KAPPA = (
    "The second auditor grades the same case without seeing the first grade. Exact agreement is the share of "
    "cases with one grade from both. Weighted kappa takes off what chance alone would give and counts a near "
    "miss as near (Cohen 1968; linear and quadratic weights; intervals after Fleiss, Cohen and Everitt 1969)."
)


def show_themes(themes: pd.DataFrame, overall: Row, year: str, audits: pd.DataFrame) -> Shown:
    """Return the share of good or better audits by kind of work in four quarters.

    Parameters
    ----------
    themes : `summarise_quality` by theme, with `is_withheld`.
    overall : its row for all audits together; without a value where that is withheld.
    year : the four quarters in words.
    """
    names = dict(find_record_kind("audits")["theme"].choices)
    is_drawn_up = has_illustrative(audits)
    ordered = themes.sort_values("value", ascending=False, kind="stable")
    rows = [
        share_row(row, names[str(row["theme"])], is_illustrative=is_drawn_up) for _, row in ordered.iterrows()
    ]
    caption = Caption(
        title="Case audits graded good or outstanding, by kind of work",
        finding=themes_finding(ordered, float(overall["value"]), names),
        alt="",
        unit=f"Per cent of audits, {year}",
        method=(WILSON, MULTIPLE),
    )
    counts = [(row["n_good_or_better"], row["n_audits"]) for _, row in ordered.iterrows()]
    reference = (
        None
        if is_missing(overall["value"])
        else Reference(float(overall["value"]), f"all audits {format_number(overall['value'])}%")
    )
    return show_shares(rows, caption, counts, audits, base="Audits", reference=reference)


def show_agreement(quarters: pd.DataFrame, overall: Row, direction: Row, audits: pd.DataFrame) -> Shown:
    """Return how often two auditors give the same grade, quarter by quarter, and which way they differ.

    Parameters
    ----------
    quarters : `summarise_agreement` by `period`, oldest first, with `is_withheld`.
    overall, direction : the rows of `summarise_agreement` and `summarise_direction` for all of them.
    """
    is_drawn_up = has_illustrative(audits)
    told = [
        (row, parse_period(str(row["period"])).words, "Same grade from both")
        for _, row in quarters.iterrows()
    ]
    told.append((overall, "All together", "Same grade from both"))
    rows = [
        share_row(row, label, value="agreement", group=group, is_illustrative=is_drawn_up)
        for row, label, group in told
    ]
    counts = [(row["n_agreed"], row["n_moderated"]) for row, _, _ in told]
    for name, label in (
        ("stricter", "Second auditor stricter"),
        ("more_generous", "Second auditor more generous"),
    ):
        rows.append(_apart(direction, name, label, is_drawn_up=is_drawn_up))
        counts.append((direction[f"n_{name}"], direction["n_moderated"]))
    caption = Caption(
        title="Two auditors of the same case",
        finding=agreement_finding(overall),
        alt="",
        unit="Per cent of audits with two grades",
        method=(KAPPA,),
    )
    return show_shares(rows, caption, counts, audits, base="Audits with two grades")


def _apart(direction: Row, name: str, label: str, *, is_drawn_up: bool) -> ShareRow:
    return share_row(
        direction, label, value=f"share_{name}", group="Where they differ", is_illustrative=is_drawn_up
    )
