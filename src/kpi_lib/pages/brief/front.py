"""The title block of the brief: who publishes, which edition, for whom, how far the figures reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.core.areas import invented_words, is_invented
from kpi_lib.present.words.dates import day_words
from kpi_lib.present.words.numbers import EN_DASH

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

SERIES = "Children’s services in figures"
AUDIENCE = "The Director of Children’s Services, for Cabinet"


def about_lines(pack: Pack) -> list[tuple[str, str]]:
    """Return the lines of the title block, a name and its words each.

    The day of release is not among them: the log of releases has it, and a brief is built before it.
    """
    label = pack.quarter.label.replace("-Q", ", quarter ").replace("-", EN_DASH)
    reach = "as known on" if pack.known_on else "as published up to"
    return [
        ("Council", pack.settings.council),
        ("Area", pack.area.name),
        ("Edition", f"{pack.quarter.words} ({label})"),
        ("For", AUDIENCE),
        ("Figures", f"{reach} {day_words(day_of(pack))}"),
        *([("Invented", invented_words(pack.area.name))] if is_invented(pack.area.area_code) else []),
    ]


def day_of(pack: Pack) -> date:
    """Return how far the figures reach: the day asked for, or the newest on which a source was published."""
    if pack.known_on:
        return pack.known_on
    rows = pack.processed.observations
    used = rows.loc[rows["period_end"].le(pd.Timestamp(pack.quarter.end)), "published"].max()
    return pack.quarter.end if pd.isna(used) else used.date()
