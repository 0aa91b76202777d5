"""What each action should have moved: a small picture, when the action began, and what can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.present.charts.trend import draw_aim
from kpi_lib.present.ink.canvas import raw_svg
from kpi_lib.present.ink.svg import for_page
from kpi_lib.present.shown.display import Shown, render, show_note, trusted
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.numbers import Row, format_number, format_size, is_missing, sentence_case
from kpi_lib.present.words.plan import METHODS, aim_words, change_words, others_words, outcome_mark


@dataclass(frozen=True)
class AimPanel:
    """One aim of one action: words, verdict and picture."""

    action: str
    indicator: str
    href: str
    aim: str
    mark: Mark
    reason: str
    details: tuple[str, ...]
    picture: Markup

    def __str__(self) -> str:
        head = f"{self.action} → {self.indicator}: {self.mark.symbol} {self.mark.word}."
        return " ".join([head, self.aim + ".", self.reason, *self.details])


def show_aims(
    evidence: pd.DataFrame,
    actions: pd.DataFrame,
    quarters: Mapping[str, pd.DataFrame],
    catalogue: Catalogue,
    shown: Catalogue | None = None,
) -> Shown:
    """Return one panel per aim of the actions, in their order; actions without an aim have none.

    Parameters
    ----------
    evidence : one row per aim (`analysis.practice.action_evidence.summarise_evidence`), with `size`.
    actions : these actions; those of other themes are left out of `evidence` by them.
    quarters : the area's quarterly estimates by indicator.
    shown : the indicators that have a page to link; all of `catalogue` when left out.
    """
    linked = catalogue if shown is None else shown
    own = actions.merge(evidence.drop(columns="start"), on="action_id")
    aims = own.loc[own["indicator_id"].ne("")]
    if aims.empty:
        return show_note("No action of this theme names an indicator.")
    panels = [
        _panel(aim, catalogue[aim["indicator_id"]], quarters.get(aim["indicator_id"]), linked)
        for _, aim in aims.iterrows()
    ]
    html = render("aim_panels.html.j2", panels=panels)
    return Shown(html=html, text="\n".join(str(panel) for panel in panels))


def _panel(aim: Row, indicator: Indicator, rows: pd.DataFrame | None, linked: Catalogue) -> AimPanel:
    picture = Markup()
    mark = outcome_mark(str(aim["outcome"]), str(aim["direction"]))
    if rows is not None and rows["value"].notna().any():
        axes = draw_aim(indicator, rows, aim["start"], aim["since"])
        alt = f"{indicator.plain_title}, by quarter; the action began in {aim['start']:%B %Y}. {mark.word}."
        picture = trusted(for_page(raw_svg(axes), title=indicator.plain_title, alt=alt))
    return AimPanel(
        action=str(aim["action"]),
        indicator=indicator.plain_title,
        href=f"indicators/{indicator.slug}.html" if indicator.id in linked else "",
        aim=aim_words(aim, indicator),
        mark=Mark(mark.symbol, sentence_case(mark.word), mark.role),
        reason=str(aim["reason"]),
        details=_details(aim, indicator),
        picture=picture,
    )


def _details(aim: Row, indicator: Indicator) -> tuple[str, ...]:
    change, least = change_words(aim, indicator), aim["least_detectable"]
    has_both = aim["n_before"] and aim["n_after"]
    sentences = [
        f"Since then {change}." if change else "",
        "" if is_missing(least) else f"A change of {format_size(least, indicator)} would have shown.",
        f"Quarters before: {format_number(aim['n_before'])}; since: {format_number(aim['n_after'])}."
        if has_both
        else "",
        METHODS[str(aim["method"])],
        others_words(aim),
    ]
    return tuple(filter(None, sentences))
