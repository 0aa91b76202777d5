"""What an indicator is and where its figures come from, closed until asked for."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Kind, Polarity
from kpi_lib.core.status import Provenance
from kpi_lib.present.shown.display import Shown, render
from kpi_lib.present.words.numbers import EN_DASH, axis_unit, format_value, sentence_case
from kpi_lib.present.words.sources import source_sentence

POLARITY_WORDS = {
    Polarity.HIGHER_IS_BETTER: "Higher is better",
    Polarity.LOWER_IS_BETTER: "Lower is better",
    Polarity.NEUTRAL: "Neither: it is not judged as good or bad",
}
KIND_WORDS = {
    Kind.FLOW: "Events over the period; quarters add up to the year",
    Kind.STOCK: "The state on one day; quarters do not add up",
}


def show_definition(indicator: Indicator, estimates: pd.DataFrame) -> Shown:
    """Return definition, counts, direction and source of an indicator, in a box that opens.

    Parameters
    ----------
    estimates : the home area's estimates that the page uses; they say which provenances and editions.
    """
    facts = definition_of(indicator, estimates)
    html = render("definition.html.j2", facts=facts)
    return Shown(html=html, text="\n".join(f"{name}: {words}" for name, words in facts))


def definition_of(indicator: Indicator, estimates: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the facts of an indicator as pairs of name and words, without those it does not have."""
    facts = [
        ("Full name", indicator.title),
        ("Definition", indicator.definition),
        ("Counted", indicator.numerator),
        ("Out of", indicator.denominator),
        ("Unit", axis_unit(indicator)),
        ("Kind", KIND_WORDS[indicator.kind]),
        ("Which way is better", POLARITY_WORDS[indicator.polarity]),
        ("Target", _target(indicator)),
        ("Source", source_sentence(indicator, estimates).removeprefix("Source: ")),
        ("Provenance", _provenance(estimates)),
        ("Notes", indicator.notes),
    ]
    return [(name, words) for name, words in facts if words]


def _target(indicator: Indicator) -> str:
    if indicator.target is None:
        return ""
    return f"{format_value(indicator.target, indicator)} ({indicator.target_source})"


def _provenance(estimates: pd.DataFrame) -> str:
    spans = []
    for kind in Provenance:
        rows = estimates[(estimates["provenance"] == kind) & estimates["value"].notna()]
        if len(rows):
            ends = sorted({rows["year"].min(), rows["year"].max()})
            spans.append(f"{kind.words} ({' to '.join(ends).replace('-', EN_DASH)})")
    return sentence_case("; ".join(spans))
