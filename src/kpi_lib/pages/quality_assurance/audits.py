"""Case audits on the page: good work by kind, how often two auditors agree, and where they differ."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind
from kpi_lib.core.periods import parse_period
from kpi_lib.pages.quality_assurance.words import agreement_finding, themes_finding
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.shares import select_shares, show_shares
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.words.numbers import Row, format_number, is_missing

MULTIPLE = "Several kinds of work are looked at, so now and then one lies apart by chance alone."
WILSON = "Intervals are Wilson’s (95%). Audits are a sample of cases: another sample would give other shares."
SIDES = {"stricter": "Second auditor stricter", "more_generous": "Second auditor more generous"}
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
    names = find_record_kind("audits")["theme"].choices
    ordered = themes.sort_values("value", ascending=False, kind="stable")
    shares = select_shares(
        ordered, [names[str(name)] for name in ordered["theme"]], ("n_good_or_better", "n_audits")
    )
    caption = Caption(
        title="Case audits graded good or outstanding, by kind of work",
        finding=themes_finding(ordered, float(overall["value"]), names),
        alt="",
        unit=f"Per cent of audits, {year}",
        method=(WILSON, MULTIPLE),
    )
    is_known = not is_missing(overall["value"])
    line = (float(overall["value"]), f"all audits {format_number(overall['value'])}%") if is_known else None
    return show_shares(shares, caption, audits, base="Audits", reference=line)


def show_agreement(quarters: pd.DataFrame, overall: Row, direction: Row, audits: pd.DataFrame) -> Shown:
    """Return how often two auditors give the same grade, quarter by quarter, and which way they differ.

    Parameters
    ----------
    quarters : `summarise_agreement` by `period`, oldest first, with `is_withheld`.
    overall, direction : the rows of `summarise_agreement` and `summarise_direction` for all of them.
    """
    counts, both = ("n_agreed", "n_moderated"), "Same grade from both"
    periods = [parse_period(str(label)).words for label in quarters["period"]]
    rows = pd.concat([quarters, overall.to_frame().T])
    same = select_shares(rows, [*periods, "All together"], counts, value="agreement", group=both)
    apart = [
        select_shares(
            direction.to_frame().T,
            [label],
            (f"n_{name}", "n_moderated"),
            value=f"share_{name}",
            group="Where they differ",
        )
        for name, label in SIDES.items()
    ]
    caption = Caption(
        title="Two auditors of the same case",
        finding=agreement_finding(overall),
        alt="",
        unit="Per cent of audits with two grades",
        method=(KAPPA,),
    )
    return show_shares(pd.concat([same, *apart]), caption, audits, base="Audits with two grades")
