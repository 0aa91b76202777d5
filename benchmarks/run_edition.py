"""One edition from raw files to site, against papermill's own command line.

The command line runs the same notebooks with the same parameters, one after the other, on the data
that the run has cleaned; it neither checks nor cleans, and publishes nothing. All is done in a
temporary copy of the project.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.stopwatch import Spent, run_timed
from kpi_lib.assure.release.run import choose_editions
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.pack.project import Project, project_at
from kpi_lib.publish.site import SITE_FILE
from kpi_lib.run.plan import Page, plan_pages

QUARTER = "2017-18-Q4"
KPI = ("-c", "from kpi_lib.cli import main; main()")
PUBLISHER = ("--publisher", "embedded")
STAGES = {
    "kpi check": ("check",),
    "kpi clean": ("clean",),
    "kpi execute": ("execute", "--quarter", QUARTER, "--fresh"),
    "kpi publish": ("publish", *PUBLISHER),
}
WHOLE = "kpi run: check, clean, execute, publish"
AGAIN = "kpi run again, nothing changed"
LOOP = "papermill's command line, page by page"
TIMES_FASTER, PEAK_MB = 2, 600


def measure() -> pd.DataFrame:
    """Return one row for each command: seconds on the clock and on the processors, peak memory in MB."""
    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory(prefix="kpi-bench-") as name:
        project, staged = (copy_project(root, Path(name) / part) for part in ("whole", "stages"))
        run = (*KPI, "run", "--quarter", QUARTER, *PUBLISHER)
        spent = {WHOLE: run_timed((*run, "--fresh"), project.root)[0]}
        spent[LOOP] = _run_loop(project, Path(name) / "looped")
        for stage, words in STAGES.items():
            spent[stage] = run_timed((*KPI, *words), staged.root)[0]
        spent[AGAIN] = run_timed(run, project.root)[0]
    return pd.DataFrame(
        {
            "what": list(spent),
            "wall, s": [each.wall for each in spent.values()],
            "CPU, s": [each.cpu for each in spent.values()],
            "peak of any process, MB": [each.peak for each in spent.values()],
        }
    )


def check_aims(measured: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each aim: what was aimed at, what was measured, whether it is met."""
    rows = measured.set_index("what")
    loop, whole, execute = (rows.loc[name] for name in (LOOP, WHOLE, "kpi execute"))
    peak = rows.drop(index=LOOP)["peak of any process, MB"].max()
    faster = loop["wall, s"] / whole["wall, s"]
    executes = loop["wall, s"] / execute["wall, s"]
    aims = [
        (
            f"the whole run at least {TIMES_FASTER}× faster than the command line",
            f"{faster:.1f}× by the clock, {loop['CPU, s'] / whole['CPU, s']:.1f}× by processor time",
            faster >= TIMES_FASTER,
        ),
        (
            f"its notebooks alone at least {TIMES_FASTER}× faster",
            f"{executes:.1f}× by the clock, {loop['CPU, s'] / execute['CPU, s']:.1f}× by processor time",
            executes >= TIMES_FASTER,
        ),
        (f"peak memory of any process under {PEAK_MB} MB", f"{peak:.0f} MB", peak < PEAK_MB),
    ]
    return pd.DataFrame(
        [(aim, found, "yes" if is_met else "no") for aim, found, is_met in aims],
        columns=["aim", "measured", "met"],
    )


def copy_project(root: Path, folder: Path) -> Project:
    """Copy what a run reads of the project in `root` into a new folder; the library is the installed one."""
    source = project_at(root)
    for path in (root / "kpi.toml", root / SITE_FILE, source.notebooks, source.raw):
        target = folder / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, target)
    return project_at(folder)


def _run_loop(project: Project, out: Path) -> Spent:
    edition = choose_editions(project, [QUARTER])[0]
    pages = plan_pages(edition, load_catalogue())
    variables = {**project.environment, "IPYTHONDIR": str(out / ".ipython")}
    total = Spent(0, 0, 0)
    for page in pages:
        (out / page.file).parent.mkdir(parents=True, exist_ok=True)
        total += run_timed(_papermill(project, page, out), project.root, variables)[0]
    return total


def _papermill(project: Project, page: Page, out: Path) -> list[str]:
    passed = [word for name, value in page.parameters for word in ("-p", name, value)]
    source = str(project.notebook(page.source))
    return ["-m", "papermill", source, str(out / page.file), *passed, "--no-progress-bar"]
