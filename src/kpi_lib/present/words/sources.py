"""Where figures come from, in a sentence; and the small print at the foot of a page."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.status import Provenance
from kpi_lib.present.words.numbers import EN_DASH, join_words

PROVENANCE_SENTENCES = {
    Provenance.PUBLISHED: "published statistics",
    Provenance.REPORTED: "figures the council has reported",
    Provenance.LOCAL: "the council’s own returns",
}


YEAR = "year"
FEWEST_MIXED = 2

MOST_NAMED = 3
"""More editions than these are reported by the first and the last."""


def source_sentence(indicator: Indicator, estimates: pd.DataFrame) -> str:
    """Return "Source: Department for Education, … (2024 edition); published statistics."."""
    kinds = [kind for kind in Provenance if (estimates["provenance"] == kind).any()]
    editions = sorted({str(edition) for edition in estimates["edition"].dropna() if str(edition)})
    edition = f" ({_editions(editions)} edition{'s' if len(editions) > 1 else ''})" if editions else ""
    named = indicator.dfe_source if Provenance.PUBLISHED in kinds else ""
    origin = f"{named}{edition}" if named else ""
    whose = join_words([PROVENANCE_SENTENCES[kind] for kind in kinds])
    return f"Source: {'; '.join(part for part in (origin, whose) if part)}."


def edition_spans(estimates: pd.DataFrame) -> str:
    """Return which years come from which edition; an empty text where all come from one.

    Only published years are reported: a quarterly return is an edition of its own by nature.

    "Editions: 2012–13 from 2013, 2013–14 to 2017–18 from 2024; figures of different editions may not be
    fully comparable."
    """
    is_told = estimates["basis"].eq(YEAR) & estimates["provenance"].eq(Provenance.PUBLISHED)
    rows = estimates.loc[is_told & estimates["value"].notna()].sort_values("period_end", kind="stable")
    if rows["edition"].nunique() < FEWEST_MIXED:
        return ""
    stretches = rows["edition"].ne(rows["edition"].shift()).cumsum()
    spans = [
        f"{_years(years['year'])} from {years['edition'].iloc[0]}" for _, years in rows.groupby(stretches)
    ]
    return f"Editions: {', '.join(spans)}; figures of different editions may not be fully comparable."


def _years(years: pd.Series) -> str:
    ends = dict.fromkeys((years.iloc[0], years.iloc[-1]))
    return " to ".join(str(year).replace("-", EN_DASH) for year in ends)


def _editions(editions: list[str]) -> str:
    return f"{editions[0]} to {editions[-1]}" if len(editions) > MOST_NAMED else join_words(editions)
