"""What changed since the quarter before: the figure and both verdicts, in that edition and in this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi_lib.core.periods import Period
from kpi_lib.present.shown.display import Shown, show_closed, show_note, show_together
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import marked, missing, show_table
from kpi_lib.present.words.dates import in_period, period_words
from kpi_lib.present.words.headline import Headline, is_same_figure
from kpi_lib.present.words.numbers import Row, format_estimate, format_figure, is_missing, sentence_case
from kpi_lib.present.words.verdicts import mark_of

UNLIKE = (
    "Where one figure is of a year and the other of a quarter they do not compare: their difference is no "
    "change. Each verdict is of the figure beside it, or of the one named under it."
)


@dataclass(frozen=True)
class Since:
    """An indicator as this edition leads with it, and as the edition before did, if it had a figure."""

    now: Headline
    before: Headline | None

    @property
    def has_newer_figure(self) -> bool:
        """Say whether the leading figure is of another period, or there was none before."""
        return self.before is None or _figure_of(self.before) != _figure_of(self.now)

    @property
    def has_other_verdict(self) -> bool:
        """Say whether the change on a year before, or the standing among neighbours, is judged otherwise."""
        return self.before is None or _verdicts_of(self.before) != _verdicts_of(self.now)


def show_since(since: Since, quarter: Period) -> Shown:
    """Return one indicator's figure and verdicts in the edition before next to those of this one.

    Parameters
    ----------
    quarter : that of this edition; the edition before is of the quarter before.
    """
    earlier = quarter.shift(-1).words
    if since.before is None:
        return show_note(f"The edition before, of {earlier}, had no figure for this measure.")
    if not since.has_newer_figure and not since.has_other_verdict:
        return show_note(
            f"Nothing: no figure has come since the edition before, of {earlier}, and its verdicts stand."
        )
    columns = [
        Column("What"),
        Column("In the edition before", earlier),
        Column("In this edition", quarter.words),
    ]
    pairs = [(name, cell(since.before), cell(since.now)) for name, cell in _CELLS.items()]
    groups = [Group([[Cell(name), *two] for name, *two in pairs])]
    caption = "What changed since the quarter before"
    table = Table(caption, columns, groups, _unlike([since]), is_caption_hidden=True)
    return show_table(table)


def show_since_list(items: Iterable[Since], quarter: Period, *, link: str) -> Shown:
    """Return the indicators judged otherwise than in the edition before, and those with another figure.

    Each list is in a box that opens.

    Parameters
    ----------
    link : address of an indicator's page with `{slug}`.
    """
    found = list(items)
    judged = [item for item in found if item.has_other_verdict]
    moved = [item for item in found if not item.has_other_verdict and item.has_newer_figure]
    earlier = quarter.shift(-1).words
    parts = []
    if judged:
        table = show_table(_table(f"Another verdict than in the edition of {earlier}", judged, link))
        parts.append(show_closed(f"Measures with another verdict than in the edition of {earlier}", table))
    else:
        parts.append(show_note(f"No measure has another verdict than in the edition of {earlier}."))
    if moved:
        table = show_table(_table(f"Figures that came since the edition of {earlier}", moved, link))
        parts.append(show_closed("Measures with a new figure and the same verdict", table))
    return show_together(*parts)


def _table(caption: str, items: Sequence[Since], link: str) -> Table:
    columns = [Column("Measure"), Column("Edition"), *(Column(name) for name in _CELLS)]
    groups = [Group(_rows(item, link)) for item in items]
    return Table(caption, columns, groups, _unlike(items))


def _rows(item: Since, link: str) -> list[list[Cell]]:
    indicator = item.now.indicator
    title = Cell(indicator.plain_title, href=link.format(slug=indicator.slug))
    before = [cell(item.before) for cell in _CELLS.values()] if item.before else [missing("no figure")] * 3
    return [
        [title, Cell("before"), *before],
        [Cell(indicator.plain_title), Cell("this one"), *(cell(item.now) for cell in _CELLS.values())],
    ]


def _figure(headline: Headline) -> Cell:
    row, indicator = headline.estimate, headline.indicator
    period = sentence_case(period_words(row, indicator).removeprefix("the "))
    return Cell(str(format_estimate(row, indicator)), note=period, is_missing=is_missing(row["value"]))


def _change(headline: Headline) -> Cell:
    change = headline.change
    if change is None:
        return missing("none")
    note = _of(change, headline)
    return marked(mark_of(change), note)


def _standing(headline: Headline) -> Cell:
    comparison = headline.comparison
    if comparison is None:
        return missing("none")
    note = _of(comparison, headline)
    return marked(mark_of(comparison), note)


def _of(row: Row, headline: Headline) -> str:
    """Return which figure a verdict is of, where that is not the one next to it."""
    indicator = headline.indicator
    if is_same_figure(row, headline.estimate, indicator) or is_missing(row["value"]):
        return ""
    return f"of {format_figure(row, indicator).number} {in_period(row, indicator)}"


def _unlike(items: Iterable[Since]) -> list[str]:
    """Return a note where the figures of two editions are of another length of time: they do not compare."""
    is_unlike = any(
        item.before is not None and item.before.estimate["basis"] != item.now.estimate["basis"]
        for item in items
    )
    return [UNLIKE] if is_unlike else []


_CELLS = {
    "Figure": _figure,
    "Against a year before": _change,
    "Against the neighbours": _standing,
}


def _figure_of(headline: Headline) -> tuple[str, ...]:
    row = headline.estimate
    return (str(row["basis"]), str(row["period"]), str(format_estimate(row, headline.indicator)))


def _verdicts_of(headline: Headline) -> tuple[str, ...]:
    return tuple("" if row is None else str(row["verdict"]) for row in (headline.change, headline.comparison))
