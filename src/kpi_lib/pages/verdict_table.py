"""The comparisons that lead, one per indicator and comparator, as the heat table shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.compare.headline import select_lead_comparisons
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.heat_table import show_benchmarks
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.stability import flip_words, stability_short

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack


def show_verdicts(pack: Pack, headlines: Sequence[Headline], link: str) -> Shown:
    """Return the headlines against neighbours, region, England and target, and whether each would stand."""
    return show_benchmarks(
        headlines,
        lead_comparisons(pack),
        pack.shown.themes,
        region_name=pack.neighbourhood.region_name,
        link=link,
        stability={headline.indicator.id: _stability(pack, headline) for headline in headlines},
    )


def _stability(pack: Pack, headline: Headline) -> tuple[str, str]:
    if headline.comparison is None:
        return "", ""
    row = pack.stability_of(headline.comparison)
    verdicts = pack.verdicts_against_neighbours(headline.comparison)
    return stability_short(row), flip_words(row, verdicts, pack.neighbourhood)


def lead_comparisons(pack: Pack) -> pd.DataFrame:
    """Return one comparison per indicator and comparator, in the average and on the list in force."""
    against = pack.in_force
    chosen = against.loc[
        against["comparator"].ne("neighbours") | against["average"].eq(pack.settings.average)
    ]
    leads = [
        select_lead_comparisons(chosen.loc[chosen["comparator"].eq(comparator)], pack.quarter)
        for comparator in chosen["comparator"].unique()
    ]
    return pd.concat(leads, ignore_index=True)
