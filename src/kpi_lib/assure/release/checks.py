"""What is checked on a candidate's own files before it is sealed: a candidate with a finding has no seal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import Area, declare_areas
from kpi_lib.core.errors import PublishError
from kpi_lib.core.garbage import collect_rarely
from kpi_lib.pack.project import Project
from kpi_lib.run.lifeline import end_with_parent

Check = Callable[[Project, Path], pd.DataFrame]
"""From the project and a built site to findings, one row each; the columns are the check's own."""

SHOWN = 5


def find_disclosures(project: Project, site: Path) -> pd.DataFrame:
    """Return the counts of few people that a site gives away; editions carried over are part of it.

    The audit has a process of its own: the memory that it takes to read a whole site goes with it.

    Raises
    ------
    PublishError : the site is empty, or the audit did not finish: it is not known to be clean then.
    """
    from kpi_lib.assure.disclosure.audit import audit_site

    context, invented = get_context("spawn"), [area.as_area for area in project.settings.area]
    with ProcessPoolExecutor(1, mp_context=context, initializer=_prepare, initargs=(invented,)) as pool:
        try:
            return pool.submit(audit_site, site).result()
        except BrokenProcessPool as error:
            raise PublishError(
                "The audit of disclosure did not finish",
                where=str(site),
                got="its process ended before its time",
                hint="kpi audit-disclosure SITE runs it alone",
            ) from error
        except KeyboardInterrupt:
            for process in active_children():
                process.kill()  # the pool would wait for the audit's end
            raise


def _prepare(invented: Sequence[Area]) -> None:
    declare_areas(invented)
    collect_rarely()
    end_with_parent()


CHECKS: dict[str, Check] = {"disclosure control": find_disclosures}


def run_checks(project: Project, site: Path) -> tuple[str, ...]:
    """Run every check on a built site and return their names.

    Raises
    ------
    PublishError : a check has found something; the first findings are named.
    """
    for name, check in CHECKS.items():
        findings = check(project, site)
        if len(findings):
            rows = findings.head(SHOWN).to_numpy()
            lines = [", ".join(str(value) for value in row if str(value)) for row in rows]
            more = f" / and {len(findings) - SHOWN} more" if len(findings) > SHOWN else ""
            raise PublishError(
                f"The candidate does not pass the check of its {name}",
                where=str(site),
                got=" / ".join(lines) + more,
                expected="no finding",
                hint="mend the page or the data and run again; the released site is as it was",
            )
    return tuple(CHECKS)
