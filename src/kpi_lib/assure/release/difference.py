"""How a candidate differs from the released site: editions, pages, figures, verdicts, and corrections.

A correction is a figure or verdict of a released edition that a release makes read differently, or withdraws.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kpi_lib.analysis.editions.differences import (
    CHANGED,
    GONE,
    NEW,
    PRINTED,
    PRINTED_CHANGES,
    select_corrections,
    summarise_printed_changes,
)
from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.log import Correction
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.project import Project
from kpi_lib.run.record import FIGURES_FILE, EditionRecord

SAME, CARRIED = "same", "carried"
PAGES = ["slug", "address", "title", "change"]
FIGURES = ["slug", *PRINTED_CHANGES]
WITHDRAWN = "no longer stated"
SEPARATOR = "; "


@dataclass(frozen=True)
class Difference:
    """A candidate compared with the release before it (0: there is none).

    `states` has for each edition `new`, `changed`, `same` or `carried`; `pages` and `figures` one row per
    page and per figure or verdict that is new, changed or gone. Only editions that both have are compared
    figure by figure.
    """

    release: int
    states: dict[str, str]
    pages: pd.DataFrame
    figures: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many pages, figures and verdicts are new, changed and gone."""
        printed = self.figures
        is_figure = printed["earlier_figure"].ne(printed["figure"])
        is_verdict = printed["earlier_verdict"].ne(printed["verdict"])
        changed = printed["change"].eq(CHANGED)
        return {
            **{f"pages_{kind}": int(self.pages["change"].eq(kind).sum()) for kind in (NEW, CHANGED, GONE)},
            **{f"figures_{kind}": int(printed["change"].eq(kind).sum()) for kind in (NEW, GONE)},
            "figures_changed": int((changed & is_figure).sum()),
            "verdicts_changed": int((changed & is_verdict).sum()),
        }

    @property
    def is_empty(self) -> bool:
        """Say whether no edition, page or figure differs."""
        return {*self.states.values()} <= {SAME, CARRIED} and self.pages.empty and self.figures.empty


def compare_with_released(
    archive: Archive, project: Project, built: Sequence[EditionRecord], carried: Sequence[EditionRecord]
) -> Difference:
    """Return what the executed editions change in the released site.

    Parameters
    ----------
    built : the executed editions, `carried` those that the released site alone has.
    """
    pages = [row for record in built for row in _pages(archive.record(record.slug), record)]
    figures = {
        record.slug: summarise_printed_changes(
            _load_figures(archive.folder(record.slug), released.area_code),
            _load_figures(project.editions / record.slug, record.area_code),
        )
        for record in built
        if (released := archive.record(record.slug)) is not None
    }
    changes = [frame.assign(slug=slug)[FIGURES] for slug, frame in figures.items() if len(frame)]
    changed = {row[0] for row in pages} | {slug for slug, frame in figures.items() if len(frame)}
    states = {
        record.slug: NEW if record.slug not in figures else CHANGED if record.slug in changed else SAME
        for record in built
    }
    return Difference(
        release=len(archive.log),
        states={**states, **{record.slug: CARRIED for record in carried}},
        pages=pd.DataFrame(pages, columns=PAGES, dtype="str"),
        figures=pd.concat(changes, ignore_index=True)
        if changes
        else pd.DataFrame(columns=FIGURES, dtype="str"),
    )


def find_corrections(
    difference: Difference, explained: pd.DataFrame, records: Iterable[EditionRecord]
) -> tuple[Correction, ...]:
    """Return what a candidate corrects in released editions, in their order; `why` is empty where unknown.

    Parameters
    ----------
    explained : the rows of `corrections.csv`.
    records : the editions, which state the area and quarter of each.

    A row of the table is the reason; else that the figure, or one that it is compared with, comes from a
    file or edition of a source from which it did not come before: "revised by the source: … (2025 edition)".
    """
    about = {record.slug: (record.area_code, record.quarter) for record in records}
    rows = [row for _, row in select_corrections(difference.figures).iterrows()]
    return tuple(_correction(row, _why(row, *about.get(row["slug"], ("", "")), explained)) for row in rows)


def _pages(before: EditionRecord | None, now: EditionRecord) -> Iterator[tuple[str, str, str, str]]:
    """Yield the pages of an edition that are new, changed or gone since its last release."""
    old = {page.address: page for page in before.pages} if before else {}
    new = {page.address: page for page in now.pages}
    for address, page in {**old, **new}.items():
        change = NEW if address not in old else GONE if address not in new else CHANGED
        if change != CHANGED or old[address].sha256 != new[address].sha256:
            yield now.slug, address, page.title, change


def _load_figures(folder: Path | zipfile.Path, area_code: str) -> pd.DataFrame:
    """Read the printed figures in an edition's folder, all of them text; none where there is no file.

    Parameters
    ----------
    area_code : of the edition: editions released by earlier versions do not state it in each row.
    """
    path = folder / FIGURES_FILE
    if not path.is_file():
        return pd.DataFrame(columns=PRINTED, dtype="str")
    text = path.read_text(encoding="utf-8")
    figures = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    return (figures if "area_code" in figures else figures.assign(area_code=area_code))[PRINTED]


def _correction(row: pd.Series, why: str) -> Correction:
    now = (row["figure"], row["verdict"]) if row["change"] == CHANGED else (WITHDRAWN, "")
    return Correction(
        slug=row["slug"],
        area_code=row["area_code"],
        indicator_id=row["indicator_id"],
        basis=row["basis"],
        period=row["period"],
        statistic=row["statistic"],
        old=_words(row["earlier_figure"], row["earlier_verdict"]),
        new=_words(*now),
        why=why,
    )


def _words(figure: str, verdict: str) -> str:
    """Return a figure with its verdict as a correction quotes them: "20.5% (similar)", "20.5%", "similar"."""
    plain = verdict.replace("_", " ")
    return f"{figure} ({plain})" if figure and plain else figure or plain


def _why(row: pd.Series, area_code: str, quarter: str, explained: pd.DataFrame) -> str:
    label = parse_period(row["period"]).label
    fits = (
        explained["indicator_id"].eq(row["indicator_id"])
        & explained["area_code"].eq(area_code)
        & explained["edition"].isin(["", quarter])
        & explained["period"].isin(["", label])
    )
    if fits.any():
        explanation = explained.loc[fits].iloc[0]
        return f"{explanation['reason']} ({explanation['source']})"
    before, now = (set(row[name].split(SEPARATOR)) - {""} for name in ("earlier_editions", "editions"))
    newer = sorted(now - before)
    return f"revised by the source: {SEPARATOR.join(newer)}" if newer else ""
