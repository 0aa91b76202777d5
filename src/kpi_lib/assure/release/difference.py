"""What a candidate holds otherwise than the released site: editions, pages, figures and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from kpi_lib.analysis.editions.differences import (
    CHANGED,
    GONE,
    NEW,
    PRINTED_CHANGES,
    summarise_printed_changes,
)
from kpi_lib.assure.release.archive import Archive
from kpi_lib.assure.release.figures import load_figures
from kpi_lib.pack.project import Project
from kpi_lib.run.record import EditionRecord, PageRecord

SAME, CARRIED = "same", "carried"
PAGES = ["slug", "address", "title", "change"]
FIGURES = ["slug", *PRINTED_CHANGES]


@dataclass(frozen=True)
class Difference:
    """A candidate against the release before it (0: there is none).

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
            archive.figures(record.slug), load_figures(project.editions / record.slug, record.area_code)
        )
        for record in built
        if archive.record(record.slug) is not None
    }
    told = [frame.assign(slug=slug)[FIGURES] for slug, frame in figures.items() if len(frame)]
    changed = {row[0] for row in pages} | {slug for slug, frame in figures.items() if len(frame)}
    states = {
        record.slug: NEW if record.slug not in figures else CHANGED if record.slug in changed else SAME
        for record in built
    }
    return Difference(
        release=len(archive.log),
        states={**states, **{record.slug: CARRIED for record in carried}},
        pages=pd.DataFrame(pages, columns=PAGES, dtype="str"),
        figures=pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=FIGURES, dtype="str"),
    )


def _pages(before: EditionRecord | None, now: EditionRecord) -> Iterator[tuple[str, str, str, str]]:
    """Yield the pages of an edition that its release before has not, has otherwise, or had."""
    old = {page.address: page for page in before.pages} if before else {}
    new = {page.address: page for page in now.pages}
    for address, page in {**old, **new}.items():
        change = _change(old.get(address), new.get(address))
        if change:
            yield now.slug, address, page.title, change


def _change(before: PageRecord | None, now: PageRecord | None) -> str:
    if before is None or now is None:
        return NEW if before is None else GONE
    return "" if before.sha256 == now.sha256 else CHANGED
