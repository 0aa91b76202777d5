"""How to cite a figure: its value, when, who published it, in what and in which edition."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_lib.analysis.estimates.borrowed_counts import BORROWED
from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.status import Provenance
from kpi_lib.pack.pack import Pack
from kpi_lib.present.shown.display import Shown, render
from kpi_lib.present.words.dates import day_words, period_words
from kpi_lib.present.words.numbers import Row, format_figure, is_missing

CITE_AS = "Cite as: "

Sources = Mapping[str, Mapping[str, str]]
"""Path of a raw file → what the manifest says of it: `publisher`, `title`, `edition`."""


def sources_of(pack: Pack) -> Sources:
    """Return what the manifest says of each raw file, by its path."""
    return {str(entry["path"]): entry for entry in pack.processed.run["manifest"]}


def citation(row: Row, indicator: Indicator, area: str, sources: Sources, *, council: str = "") -> str:
    """Return a figure's citation, without a full stop; an empty text where there is no figure.

    "Child protection plans, Worcestershire: 36.3 per 10,000 at 31 March 2018, Department for Education,
    Characteristics of children in need, 2024 edition".

    Parameters
    ----------
    row : one estimate of `area`.
    sources : the manifest, by path.
    council : who reported a figure that its own return repeats.
    """
    if is_missing(row["value"]):
        return ""
    figure = format_figure(row, indicator)
    unit = figure.unit.removesuffix(" children")
    text = f"{figure.number} {unit}".strip()
    return f"{indicator.plain_title}, {area}: {text} {_when(row, indicator)}, {_whose(row, sources, council)}"


def show_citation(sentence: str) -> Shown:
    """Return a citation in a box that opens, with a button to copy it; nothing where there is none."""
    if not sentence:
        return Shown(html="", text="")
    return Shown(html=render("citation.html.j2", sentence=sentence), text=f"{CITE_AS}{sentence}.")


def origin_of(row: Row, sources: Sources) -> str:
    """Return the path of the file that a figure comes from: the one its note names, else its own.

    A return repeats published figures, and the row says which: "see published/children-in-need-2024.csv".
    """
    note = "" if is_missing(row.get("note")) else str(row.get("note"))
    return next((path for path in sources if f"see {path}" in note), str(row["source"]))


def _when(row: Row, indicator: Indicator) -> str:
    if indicator.kind is Kind.STOCK and not is_missing(row.get("period_end")):
        return f"at {day_words(row['period_end'])}"
    return f"in {period_words(row, indicator)}"


def _whose(row: Row, sources: Sources, council: str) -> str:
    source = sources.get(origin_of(row, sources), {})
    if row["provenance"] == Provenance.REPORTED and source.get("publisher") != council:
        return f"{council}, {str(row['note']).split(':')[0]}"
    stated = _release(source, str(source.get("edition") or row["edition"]), source.get("publisher", ""))
    lender = lender_of(row, sources)
    return f"{stated}; its counts, {_release(lender, str(lender['edition']))}" if lender else stated


def lender_of(row: Row, sources: Sources) -> Mapping[str, str]:
    """Return what the manifest says of the file whose counts a figure has borrowed, as its note says."""
    note = "" if is_missing(row.get("note")) else str(row.get("note"))
    lent = (
        entry
        for path, entry in sources.items()
        if BORROWED.format(edition=entry.get("edition", ""), source=path) in note
    )
    return next(lent, {})


def _release(source: Mapping[str, str], edition: str, publisher: str = "") -> str:
    dated = "" if not edition or _is_day(edition) else f"{edition} edition"
    return ", ".join(part for part in (publisher, _title(source.get("title", ""), edition), dated) if part)


def _title(title: str, edition: str) -> str:
    """Return a title without the edition at its end: "Characteristics of children in need: 2024" loses it."""
    return title.removesuffix(f": {edition}")


def _is_day(edition: str) -> bool:
    """Say whether an edition is a day, "2018-07-12", rather than a year or a quarter, "2017-18-Q4"."""
    return len(edition.split("-")) == len("ymd") and edition[:4].isdigit() and "Q" not in edition
