"""A spine chart: each indicator on its own scale, England in the middle, better to the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Polarity
from kpi_lib.present.shown.display import Shown, render, show_note
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import Mark, comparison_mark
from kpi_lib.present.words.neighbourhood import Neighbourhood
from kpi_lib.present.words.numbers import Row, axis_unit, format_figure, is_missing
from kpi_lib.present.words.verdicts import is_above

MIDDLE, REACH = 50.0, 48.0
"""Where England stands, and how far the outermost figure reaches to either side, in per cent of the width."""
SIDES = (
    ("better", "Better to the right", "worse than England", "better than England"),
    (
        "neutral",
        "Not judged as good or bad: higher to the right",
        "lower than England",
        "higher than England",
    ),
)


@dataclass(frozen=True)
class Spine:
    """One row: names and figures as printed, and where marks are in per cent of the width."""

    name: str
    href: str
    when: str
    value: str
    england: str
    range_left: str
    range_right: str
    mark: Mark
    own_at: float
    range_from: float
    range_to: float

    def __str__(self) -> str:
        return (
            f"{self.name}, {self.when}: {self.value}; neighbours {self.range_left} to {self.range_right}; "
            f"England {self.england}; {self.mark.symbol} {self.mark.word}"
        )


def show_spine(
    headlines: Iterable[Headline],
    estimates: pd.DataFrame,
    england: Mapping[str, Row],
    neighbourhood: Neighbourhood,
    *,
    link: str = "indicator/{slug}.html",
) -> Shown:
    """Return the spine chart, indicators with a better end first, measures of demand apart.

    Parameters
    ----------
    headlines : their comparison with neighbours says which figure is shown.
    estimates : of all areas; they give the neighbours' own figures.
    england : indicator id → the comparison of the same figure with England.
    """
    drawn = [
        (headline.indicator, spine)
        for headline in headlines
        if (spine := _spine(headline, estimates, england.get(headline.indicator.id), neighbourhood, link))
        is not None
    ]
    groups = [
        (title, left, right, [spine for indicator, spine in drawn if _side(indicator) == side])
        for side, title, left, right in SIDES
    ]
    shown = [group for group in groups if group[3]]
    if not shown:
        return show_note("No indicator has figures of the area, its neighbours and England together.")
    html = render("spine.html.j2", groups=shown, home=neighbourhood.home_name)
    lines = [line for title, _, _, rows in shown for line in (title, *map(str, rows))]
    return Shown(html=html, text="\n".join(lines))


def _side(indicator: Indicator) -> str:
    return "neutral" if indicator.polarity is Polarity.NEUTRAL else "better"


def _spine(
    headline: Headline, estimates: pd.DataFrame, england: Row | None, neighbourhood: Neighbourhood, link: str
) -> Spine | None:
    row, indicator = headline.comparison, headline.indicator
    if row is None or england is None or england["period"] != row["period"]:
        return None
    near = _neighbours(estimates, row, neighbourhood)
    if near.empty or is_missing(row["value"]) or is_missing(england["comparator_value"]):
        return None
    ends = near.iloc[[-1, 0] if is_turned(indicator) else [0, -1]]
    figures = [row["value"], *ends["value"]]
    own, low, high = _places(figures, float(england["comparator_value"]), indicator.polarity)
    printed = [format_figure(figure, indicator).number for figure in (row, ends.iloc[0], ends.iloc[1])]
    return Spine(
        name=indicator.plain_title,
        href=link.format(slug=indicator.slug),
        when=f"{axis_unit(indicator).lower()}, {in_period(row, indicator)}",
        value=printed[0],
        range_left=printed[1],
        range_right=printed[2],
        england=format_figure(england, indicator, "comparator_value").number,
        mark=comparison_mark(str(england["verdict"]), is_above=is_above(england)),
        own_at=own,
        range_from=min(low, high),
        range_to=max(low, high),
    )


def is_turned(indicator: Indicator) -> bool:
    """Say whether an indicator's scale runs from high on the left to low on the right."""
    return indicator.polarity is Polarity.LOWER_IS_BETTER


def _neighbours(estimates: pd.DataFrame, row: Row, neighbourhood: Neighbourhood) -> pd.DataFrame:
    """Return the neighbours' estimates of a figure's period, the lowest first."""
    same = (
        estimates["indicator_id"].eq(row["indicator_id"])
        & estimates["basis"].eq(row["basis"])
        & estimates["period"].eq(row["period"])
        & estimates["area_code"].isin(neighbourhood.members)
    )
    return estimates.loc[same & estimates["value"].notna()].sort_values("value", kind="stable")


def _places(figures: Sequence[float], england: float, polarity: Polarity) -> list[float]:
    """Return where figures stand across the strip: England in the middle, the outermost at its end.

    The scale is each row's own, so lengths of different rows are not to be compared.
    """
    way = -1.0 if polarity is Polarity.LOWER_IS_BETTER else 1.0
    furthest = max(abs(figure - england) for figure in figures) or 1.0
    return [round(MIDDLE + way * REACH * (figure - england) / furthest, 1) for figure in figures]
