"""A project with executed editions of a few lines, and a publisher that only joins their cells."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.release import checks, evidence, seal
from kpi_lib.assure.release.candidate import Candidate, build_candidate
from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.pack.project import Project, project_at
from kpi_lib.publish import embedded, quarto
from kpi_lib.publish import site_build as publish
from kpi_lib.run import inputs
from kpi_lib.run.inputs import hash_inputs, save_inputs
from kpi_lib.run.prose import save_landing_seal
from kpi_lib.run.record import EditionRecord, PageRecord

ROOT = Path(__file__).parents[4]
HEADER = "indicator_id,area_code,basis,period,statistic,figure,verdict,editions\n"
Q3, Q4 = "2017-18-q3", "2017-18-q4"
FIGURES = {
    "rereferral_percent,E10000034,year,2016-17,figure": "20.5%,,children-in-need.csv 2024",
    "rereferral_percent,E10000034,year,2016-17,neighbours": "19.9%,similar,children-in-need.csv 2024",
}
NOTEBOOK = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write_edition(project: Project, slug: str, text: str = "as first seen", **figures: str) -> None:
    """Write one executed edition of two pages, and its printed figures: key → "figure,verdict,editions"."""
    folder = project.editions / slug
    pages = []
    for address in ("overview", "indicators/rereferral-percent"):
        cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": f"# {address}\n\n{slug} {text}"}
        path = folder / f"{address}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**NOTEBOOK, "cells": [cell]}), encoding="utf-8")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        pages.append(PageRecord("any", address, "", address.title(), address.title(), "key", sha256))
    quarter, area = slug[:10].upper(), load_areas().find(code=project.area_code)
    titles = (f"{area.name}, {quarter}", quarter)
    record = EditionRecord(
        slug, quarter, area.area_code, area.name, not project.other_area, *titles, tuple(pages)
    )
    (folder / "edition.json").write_text(json.dumps(asdict(record)), encoding="utf-8")
    rows = "".join(f"{key},{value}\n" for key, value in {**FIGURES, **figures}.items())
    (folder / "figures.csv").write_text(HEADER + rows, encoding="utf-8")
    save_inputs(folder, hash_inputs(project))


def join_cells(name: str, staging: Path, out: Path, jobs: int) -> None:
    """Stand in for a publisher: every staged notebook becomes a page of its cells' sources and markup."""
    for path in staging.rglob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = [output["data"].get("text/html", "") for cell in cells for output in cell.get("outputs", [])]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
        page = out / path.relative_to(staging).with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("\n".join([*sources, *shown]), encoding="utf-8")
    (out / "_static").mkdir()
    (out / "_static" / f"{name}.css").write_text("p {}", encoding="utf-8")


def make_project(root: Path) -> Project:
    """Make a project with one executed edition, nothing released yet."""
    for name in ("data/raw", "data/processed", "notebooks", "library"):
        (root / name).mkdir(parents=True)
    (root / "kpi.toml").write_text("national = false\n", encoding="utf-8")
    (root / "notebooks" / "overview.ipynb").write_text("{}", encoding="utf-8")
    (root / "library" / "__init__.py").write_text("", encoding="utf-8")
    shutil.copyfile(ROOT / "_quarto.yml", root / "_quarto.yml")
    made = project_at(root)
    write_edition(made, Q3)
    made.landing.write_text(json.dumps({**NOTEBOOK, "cells": []}), encoding="utf-8")
    save_landing_seal(made.landing, made.editions)
    return made


def use_small_parts(patch: pytest.MonkeyPatch, root: Path) -> None:
    """Put a publisher that only joins cells, and a library of one file, in the place of the real ones."""
    library = SimpleNamespace(__file__=str(root / "library" / "__init__.py"))
    patch.setattr(seal, "kpi_lib", library)
    patch.setattr(evidence, "kpi_lib", library)
    patch.setattr(inputs, "kpi_lib", library)
    patch.setattr(inputs, "shipped_folder", lambda: root)
    patch.setattr(publish, "_build", join_cells)
    patch.setattr(embedded, "stage", lambda root, staging, records: None)
    patch.setattr(quarto, "stage", lambda root, staging, records: None)
    patch.setattr(quarto, "is_installed", lambda: False)
    patch.setitem(checks.CHECKS, "disclosure control", lambda project, site: audit_site(site))
    patch.setenv("SOURCE_DATE_EPOCH", "1531386000")  # 12 July 2018, 09:00 UTC


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with one executed edition, nothing released yet."""
    use_small_parts(monkeypatch, tmp_path / "project")
    return make_project(tmp_path / "project")


@pytest.fixture
def build() -> Callable[[Project], Candidate]:
    return lambda project: build_candidate(replace(project), PublisherChoice.EMBEDDED)
