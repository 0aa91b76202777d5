"""How a site tells of its releases: the log, the corrections, and notes on the pages concerned."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Indicator
from kpi_lib.core.periods import parse_period
from kpi_lib.present.shown.display import Shown, render, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table
from kpi_lib.present.words.dates import day_words, period_words
from kpi_lib.present.words.marks import NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import Row, number_words, sentence_case

TO_RELEASES = "releases.html"
ROWS_SHOWN = 500
"""So many corrections are listed at most; a change of method may touch every figure."""
_STATISTICS = {
    "figure": "the figure",
    "change": "the change on a year before",
    "neighbours": NEIGHBOURS_AVERAGE,
    "region": "the region",
    "england": "England",
    "target": "the target",
}


def show_release_log(releases: pd.DataFrame) -> Shown:
    """Return one row per release, newest first.

    Parameters
    ----------
    releases : `release`, `when` (ISO time, UTC), `approver`, `reason`, `editions` (titles, `; `-joined),
        `site` (hash).
    """
    if releases.empty:
        return show_note("Nothing has been released from here yet.")
    columns = [Column("Release"), Column("When"), Column("Approved by"), Column("Why"), Column("Editions"),
               Column("Hash of the site")]  # fmt: skip
    rows = [
        [
            Cell(f"Release {row['release']}"),
            Cell(_time_words(row["when"])),
            Cell(sentence_case(row["approver"])),
            Cell(row["reason"]),
            Cell(row["editions"]),
            Cell(row["site"][:12]),
        ]
        for row in releases.to_dict("records")
    ]
    return show_table(Table("All releases, the newest first", columns, [Group(rows)]))


def show_corrections(corrections: pd.DataFrame, catalogue: Catalogue) -> Shown:
    """Return one row per corrected figure or verdict, newest first, with what it was and why it changed.

    Parameters
    ----------
    corrections : `release`, `edition` (in words), `href` (its page), `indicator_id`, `basis`, `period`,
        `statistic`, `old`, `new`, `why`.
    """
    if corrections.empty:
        return show_note("No figure of a released edition has been corrected.")
    shown = corrections.head(ROWS_SHOWN)
    table = _table("Corrected figures, the newest first", shown, catalogue, of_one_page=False)
    left = len(corrections) - len(shown)
    notes = [f"{left:,} more stand in the log itself and on the pages concerned."] if left else []
    return show_table(replace(table, notes=notes))


def show_correction_note(corrections: pd.DataFrame, catalogue: Catalogue, *, root: str) -> Shown:
    """Return the note on a page whose figures were corrected: how many, and each with its old reading.

    Parameters
    ----------
    corrections : those of the page, columns as `show_corrections` has them. root : way to the site's root.
    """
    n = len(corrections)
    text = (
        f"{sentence_case(number_words(n))} figure{'s' * (n != 1)} or verdict{'s' * (n != 1)} on this page "
        f"{'were' if n != 1 else 'was'} corrected after this edition was first released."
    )
    table = show_table(_table("What was corrected", corrections, catalogue, of_one_page=True))
    html = render("correction_note.html.j2", text=text, table=table, href=f"{root}{TO_RELEASES}")
    return Shown(html=html, text=f"{text}\n{table.text}", exhibits=table.exhibits)


def show_correction_count(n: int, *, root: str) -> Shown:
    """Return the note on an edition's first page: how many of its figures were corrected, with a link."""
    figures = "One figure or verdict" if n == 1 else f"{sentence_case(number_words(n))} figures and verdicts"
    text = f"{figures} of this edition {'was' if n == 1 else 'were'} corrected after its first release."
    html = render("correction_note.html.j2", text=text, table=None, href=f"{root}{TO_RELEASES}")
    return Shown(html=html, text=text)


def show_newer(edition: str, newer: str, address: str, *, root: str) -> Shown:
    """Return the line that a newer edition exists; hidden, for a script to show, where none does yet.

    Parameters
    ----------
    edition : the page's own edition (slug). newer, address : title and page of the newest, or empty.
    """
    html = render("newer.html.j2", edition=edition, newer=newer, address=address, root=root)
    return Shown(html=html, text=f"A newer edition has been published: {newer}." if newer else "")


def show_earlier_editions(editions: pd.DataFrame) -> Shown:
    """Return editions released before and kept as they were: `title`, `address`, `quarter`."""
    rows = [
        [Cell(row["title"], href=f"{row['address']}.html"), Cell(row["quarter"])]
        for row in editions.to_dict("records")
    ]
    table = Table("Earlier editions, kept as released", [Column("Edition"), Column("Quarter")], [Group(rows)])
    return show_table(table)


def show_log_file(address: str, sha256: str) -> Shown:
    """Return the line that leads to the log itself, for who wants to check it, and says what a copy is for.

    Parameters
    ----------
    sha256 : the hash of the log's newest line; empty before the first release.
    """
    html = render("log_file.html.j2", address=address, sha256=sha256)
    newest = f" The hash of its newest line is {sha256}." if sha256 else ""
    return Shown(html=html, text=f"The log itself is {address}; keep a copy of it elsewhere.{newest}")


def _table(caption: str, corrections: pd.DataFrame, catalogue: Catalogue, *, of_one_page: bool) -> Table:
    about = [] if of_one_page else [Column("Edition"), Column("Indicator")]
    columns = [*about, Column("Period"), Column("What"), Column("It said"), Column("It says"), Column("Why"),
               Column("Since")]  # fmt: skip
    rows = []
    for _, row in corrections.iterrows():
        indicator = catalogue[row["indicator_id"]]
        where = [] if of_one_page else [Cell(row["edition"], href=row["href"]), Cell(indicator.plain_title)]
        rows.append(
            [
                *where,
                Cell(_period(row, indicator)),
                Cell(_STATISTICS.get(row["statistic"], row["statistic"])),
                Cell(row["old"]),
                Cell(row["new"]),
                Cell(row["why"] or "as the release states"),
                Cell(f"Release {row['release']}"),
            ]
        )
    return Table(caption, columns, [Group(rows)])


def _period(row: Row, indicator: Indicator) -> str:
    words = period_words(row, indicator)
    if row["basis"] == "rolling_year":
        words = f"the year to {day_words(parse_period(row['period']).end)}"
    return sentence_case(words.removeprefix("the "))


def _time_words(when: str) -> str:
    moment = datetime.fromisoformat(when)
    return f"{day_words(moment)}, {moment:%H:%M} UTC"
