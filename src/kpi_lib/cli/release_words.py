"""What the terminal says of candidates, releases and evidence packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.difference import CARRIED
from kpi_lib.assure.release.gate import Released
from kpi_lib.assure.release.log import Correction
from kpi_lib.assure.release.seal import DIFFERENCE_FILE
from kpi_lib.assure.release.verify import Fault
from kpi_lib.cli.messages import err, out
from kpi_lib.pack.project import SITE_FOLDER, Project

SHOWN = 20
NEXT = 'Next: look at it, then kpi release --reason "…" --approver "…"'


def show_candidate(candidate: Candidate, *, is_last: bool) -> None:
    """Print where the candidate is and how it differs from the released site; last, what to run next."""
    site, difference = candidate.published.site, candidate.difference
    out.print(f"Candidate: {candidate.published.n_pages} pages → {site / 'index.html'}", markup=False)
    if not difference.release:
        out.print("Nothing was released from here before: there is nothing to compare it with", markup=False)
    elif difference.is_empty:
        out.print(f"Against release {difference.release}: the same pages and figures", markup=False)
    else:
        out.print(
            f"Against release {difference.release}: {difference_words(difference.counts)}", markup=False
        )
        for slug, state in difference.states.items():
            told = "carried over as it was released" if state == CARRIED else state
            out.print(f"  {slug}: {told}", markup=False)
        _show_corrections(candidate.corrections)
        out.print(f"All differences: {site.parent / DIFFERENCE_FILE}", markup=False)
    if is_last:
        out.print(NEXT, markup=False)


def show_released(released: Released) -> None:
    """Print what was released and where its evidence is."""
    if released.entry is None:
        out.print(f"Nothing differs from release {released.release}: nothing new was released", markup=False)
        return
    out.print(
        f"Released: release {released.release}, approved by {released.entry.approver}"
        f" → {released.site / 'index.html'}",
        markup=False,
    )
    for path in released.packs:
        out.print(f"Evidence: {path}", markup=False)
    out.print(f"Log: {released.entry.sha256} is its newest hash; keep a copy elsewhere", markup=False)


def show_apart(project: Project) -> None:
    """Print that a site is not released, and why."""
    whose = "of another area than the home area" if project.other_area else "for the council alone"
    out.print(
        f"Nothing was released: this site is {whose}, apart from {project.root / SITE_FOLDER}", markup=False
    )


def show_faults(faults: Sequence[Fault], pack: Path, *, has_log: bool) -> None:
    """Print one line per fault, or that every byte is as it was written, and what was not checked."""
    for fault in faults:
        err.print(fault.words, markup=False)
    if not faults:
        out.print(f"{pack}: every file and every byte is as it was written", markup=False)
    if not has_log:
        out.print(
            "That its release took place only a copy of the log says: --log releases.jsonl", markup=False
        )


def difference_words(counts: dict[str, int]) -> str:
    """Return a difference in a line: "12 pages changed, 3 figures and 1 verdict changed, …"."""
    pages = [f"{_n(counts[f'pages_{kind}'], 'page')} {kind}" for kind in ("new", "changed", "gone")]
    figures = [f"{_n(counts[f'figures_{kind}'], 'figure')} {kind}" for kind in ("new", "changed", "gone")]
    verdicts = f"{_n(counts['verdicts_changed'], 'verdict')} changed"
    return ", ".join([*pages, *figures, verdicts])


def _show_corrections(corrections: Sequence[Correction]) -> None:
    """Print the figures of released editions that read otherwise, with why."""
    for item in corrections[:SHOWN]:
        why = item.why or "not explained"
        out.print(
            f"  {item.slug} {item.indicator_id} {item.basis} {item.period}, {item.statistic}:"
            f" {item.old} → {item.new} ({why})",
            markup=False,
        )
    if len(corrections) > SHOWN:
        out.print(f"  … and {len(corrections) - SHOWN:,} more", markup=False)


def _n(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
