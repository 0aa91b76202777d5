"""A release moves the sealed candidate into place by stated rules, or changes nothing at all."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kpi_lib.assure.release import gate, pending, rules
from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.gate import release_candidate, release_unattended
from kpi_lib.assure.release.log import load_log
from kpi_lib.assure.release.pending import releasing_alone
from kpi_lib.assure.release.verify import verify_pack
from kpi_lib.core.errors import KpiError, ReleaseError, StorageError
from kpi_lib.pack.project import Project
from kpi_lib.publish import site_build as publish

from .conftest import Q3, Q4, join_cells, write_edition

Build = Callable[[Project], Candidate]
WHY = {"reason": "the quarter is out", "approver": "Jo Bloggs"}
LOG = "releases.jsonl"
CHANGED = {"rereferral_percent,E10000034,year,2016-17,figure": "20.6%,,children-in-need.csv 2024"}
REVISED = {"rereferral_percent,E10000034,year,2016-17,figure": "20.6%,,children-in-need.csv 2025"}


def state_of(project: Project) -> dict[str, bytes]:
    """Return every file of the released site, the log and the evidence."""
    folders = (project.site, project.releases)
    return {
        str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    }


def page(project: Project, address: str) -> str:
    text = (project.site / f"{address}.html").read_text(encoding="utf-8")
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


@pytest.fixture
def released(project: Project, build: Build) -> Project:
    build(project)
    release_unattended(project)
    return project


def test_a_release_is_in_place_in_the_log_and_on_its_page(project: Project, build: Build) -> None:
    build(project)
    assert not project.site.exists()
    done = release_candidate(project, **WHY)
    entry = load_log(project.releases / LOG)[0]
    assert (entry.release, entry.approver, entry.reason, entry.when) == (
        1, "Jo Bloggs", "the quarter is out", "2018-07-12T09:00:00Z",
    )  # fmt: skip
    assert (project.site / LOG).read_bytes() == (project.releases / LOG).read_bytes()
    assert "12 July 2018, 09:00 UTC Jo Bloggs the quarter is out" in page(project, "releases")
    assert f"thehashofitsnewestline:{entry.sha256}" in page(project, "releases").replace(" ", "")
    assert [path.name for path in done.packs] == ["2017-18-q3-1.zip"]
    assert verify_pack(done.packs[0], project.site / LOG) == []


def test_nothing_different_releases_nothing(released: Project, build: Build) -> None:
    before = state_of(released)
    build(released)
    assert release_unattended(released).entry is None
    assert release_candidate(released, **WHY).entry is None
    assert state_of(released) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({**WHY, "reason": ""}, "needs a reason"),
        ({**WHY, "reason": "update"}, "needs a reason"),
        ({**WHY, "approver": " "}, "somebody who approves"),
        ({"reason": "", "approver": ""}, "needs a reason[^§]*somebody who approves"),
    ],
)
def test_without_a_reason_or_an_approver_nothing_is_released(
    project: Project, build: Build, words: dict[str, str], told: str
) -> None:
    build(project)
    with pytest.raises(KpiError, match=told):
        release_candidate(project, **words)
    assert not project.site.exists()


def test_without_a_candidate_the_way_to_one_is_told(project: Project) -> None:
    with pytest.raises(ReleaseError, match=r"no candidate to release[^§]*kpi publish"):
        release_candidate(project, **WHY)


TOUCHED = {
    "a page of the site": (
        ".kpi/candidate/site/editions/2017-18-q3/overview.html",
        "overview.html (changed)",
    ),
    "the page that holds the log": (".kpi/candidate/site/releases.html", "releases.html (changed)"),
    "a file more in the site": (".kpi/candidate/site/more.html", "more.html (added)"),
    "the seal": (".kpi/candidate/seal.json", "seal.json"),
    "an executed notebook": ("editions/2017-18-q3/overview.ipynb", "2017-18-q3/overview.ipynb (changed)"),
    "a source notebook": ("notebooks/overview.ipynb", "overview.ipynb (changed)"),
    "the library": ("library/__init__.py", "__init__.py (changed)"),
    "a raw file": ("data/raw/corrections.csv", "corrections.csv (added)"),
}


@pytest.mark.parametrize("case", TOUCHED)
def test_what_changed_since_the_candidate_was_built_is_named(
    project: Project, build: Build, case: str
) -> None:
    build(project)
    name, told = TOUCHED[case]
    path = project.root / name
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + " ", encoding="utf-8")
    for release in (release_unattended, lambda of: release_candidate(of, **WHY)):
        with pytest.raises(ReleaseError) as refused:
            release(project)
        assert told in str(refused.value)
    assert not project.site.exists()


def test_a_missing_page_is_named(project: Project, build: Build) -> None:
    build(project)
    (project.candidate / "site" / "index.html").unlink()
    with pytest.raises(ReleaseError, match=r"index\.html \(missing\)"):
        release_unattended(project)


def test_open_issues_of_level_stop_refuse(
    project: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.raw / "README.md").write_text("raw", encoding="utf-8")
    issues = pd.DataFrame({"severity": ["warn", "stop"], "what": ["a rounding", "A percentage over 100"]})
    monkeypatch.setattr(rules, "check_manifest", lambda raw: None)
    monkeypatch.setattr(rules, "load_processed", lambda folder: SimpleNamespace(issues=issues))
    write_edition(project, Q3)
    build(project)
    with pytest.raises(ReleaseError, match=r"open issues of level stop[^§]*A percentage over 100"):
        release_candidate(project, **WHY)


def test_raw_files_that_are_not_as_listed_refuse(project: Project, build: Build) -> None:
    (project.raw / "figures.csv").write_text("never listed", encoding="utf-8")
    write_edition(project, Q3)
    build(project)
    with pytest.raises(ReleaseError, match="not as they are listed"):
        release_unattended(project)


def test_a_site_released_or_lost_in_between_refuses(released: Project, build: Build, tmp_path: Path) -> None:
    write_edition(released, Q4)
    build(released)
    shutil.copytree(released.candidate, tmp_path / "candidate")
    released.site.rename(tmp_path / "aside")
    with pytest.raises(ReleaseError, match="not the one that the candidate was compared with"):
        release_candidate(released, **WHY)
    (tmp_path / "aside").rename(released.site)
    write_edition(released, Q4, "told anew")
    build(released)
    release_candidate(released, **WHY)
    write_edition(released, Q4)
    shutil.rmtree(released.candidate)
    shutil.copytree(tmp_path / "candidate", released.candidate)
    with pytest.raises(ReleaseError, match="not the one that the candidate was compared with"):
        release_candidate(released, **WHY)


def test_a_candidate_for_another_folder_refuses(project: Project, build: Build) -> None:
    build(project.with_site(project.root / "elsewhere"))
    with pytest.raises(ReleaseError, match="built for another site"):
        release_unattended(project)
    done = release_unattended(project.with_site(project.root / "elsewhere"))
    assert done.site == project.root / "elsewhere"
    assert not (project.releases / LOG).exists()


def test_an_unexplained_change_is_not_for_a_scheduled_run(released: Project, build: Build) -> None:
    write_edition(released, Q3, **CHANGED)
    before = state_of(released)
    build(released)
    with pytest.raises(ReleaseError, match=r"without a reason[^§]*20\.5% → 20\.6%[^§]*corrections\.csv"):
        release_unattended(released)
    assert state_of(released) == before
    assert release_candidate(released, **WHY).release == 2


def explain(project: Project, *row: str) -> None:
    header = "edition,indicator_id,area_code,period,reason,source,noted_on"
    text = "\n".join([header, ",".join(row)]) + "\n"
    (project.raw / "corrections.csv").write_text(text, encoding="utf-8")


ROW = (
    "2017-18-Q3", "rereferral_percent", "E10000034", "2016-17", "a typing error", "the county’s return",
    "2018-07-12",
)  # fmt: skip


def reasons(released: Project) -> list[str]:
    return [item.why for item in load_log(released.releases / LOG)[-1].corrections]


def test_a_row_of_corrections_explains_a_change(
    released: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_stops", lambda project: [])
    explain(released, *ROW)
    write_edition(released, Q3, **CHANGED)
    build(released)
    release_unattended(released)
    assert reasons(released) == ["a typing error (the county’s return)"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_row_about_another_figure_explains_nothing(
    released: Project, build: Build, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr(rules, "_stops", lambda project: [])
    other = ("2017-18-Q4", "referral_rate", "E10000012", "2015-16")
    explain(released, *ROW[:place], other[place], *ROW[place + 1 :])
    write_edition(released, Q3, **CHANGED)
    build(released)
    with pytest.raises(ReleaseError, match="without a reason"):
        release_unattended(released)


def test_a_new_edition_of_the_source_explains_a_change(released: Project, build: Build) -> None:
    write_edition(released, Q3, **REVISED)
    build(released)
    release_unattended(released)
    assert reasons(released) == ["revised by the source: children-in-need.csv 2025"]


def test_a_correction_is_told_on_its_page_on_the_overview_and_in_the_list(
    released: Project, build: Build
) -> None:
    write_edition(released, Q3, **REVISED)
    build(released)
    release_unattended(released)
    listed = "20.5% 20.6% revised by the source: children-in-need.csv 2025 Release 2"
    assert f"Year to 31 March 2017 the figure {listed}" in page(released, "releases")
    told = page(released, f"editions/{Q3}/indicators/rereferral-percent")
    assert "One figure or verdict on this page was corrected" in told and listed in told
    assert "One figure or verdict of this edition was corrected" in page(released, f"editions/{Q3}/overview")
    build(released)
    assert release_unattended(released).entry is None  # the note stays, and the bytes with it


def test_a_figure_that_is_withdrawn_is_a_correction(released: Project, build: Build) -> None:
    figures = released.editions / Q3 / "figures.csv"
    kept = [line for line in figures.read_text(encoding="utf-8").splitlines() if "neighbours" not in line]
    figures.write_text("\n".join(kept) + "\n", encoding="utf-8")
    candidate = build(released)
    assert [(item.old, item.new) for item in candidate.corrections] == [
        ("19.9% (similar)", "no longer stated")
    ]


def test_a_figure_that_is_new_in_an_old_edition_is_none(released: Project, build: Build) -> None:
    write_edition(released, Q3, **{"referral_rate,E10000034,year,2016-17,figure": "400,,x.csv 2024"})
    candidate = build(released)
    assert (candidate.corrections, candidate.difference.counts["figures_new"]) == ((), 1)


def with_a_sheet_of_its_own(name: str, staging: Path, out: Path, jobs: int) -> None:
    join_cells(name, staging, out, jobs)
    (out / "_static" / "only-here.css").write_text("p {}", encoding="utf-8")


def test_an_edition_not_built_again_stays_byte_for_byte(
    project: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = project
    with monkeypatch.context() as patch:
        patch.setattr(publish, "_build", with_a_sheet_of_its_own)
        build(released)
    release_unattended(released)
    old = {path.relative_to(released.site): path.read_bytes()
           for path in (released.site / "editions" / Q3).rglob("*") if path.is_file()}  # fmt: skip
    shutil.rmtree(released.editions / Q3)
    write_edition(released, Q4)
    candidate = build(released)
    assert candidate.difference.states == {Q4: "new", Q3: "carried"}
    entry = release_unattended(released).entry
    assert entry is not None and [(item.slug, item.release) for item in entry.editions] == [(Q4, 2), (Q3, 1)]
    assert {name: (released.site / name).read_bytes() for name in old} == old
    assert (released.site / "_static" / "only-here.css").is_file()
    assert "Earlier editions, kept as released" in page(released, "index")
    script = (released.site / "editions.js").read_text(encoding="utf-8")
    told = json.loads(script.removeprefix("window.kpiEditions = ").rstrip(";\n"))
    assert [item["slug"] for item in told] == [Q4, Q3]
    assert json.loads((released.site / "kpi-site.json").read_text())["editions"] == [Q4, Q3]


def test_a_carried_edition_is_still_carried_by_the_release_after(released: Project, build: Build) -> None:
    first = (released.site / "editions" / Q3 / "overview.html").read_bytes()
    shutil.rmtree(released.editions / Q3)
    for slug in (Q4, "2018-19-q1"):
        write_edition(released, slug)
        build(released)
        release_unattended(released)
    assert (released.site / "editions" / Q3 / "overview.html").read_bytes() == first
    assert load_log(released.releases / LOG)[-1].slugs == {Q3, Q4, "2018-19-q1"}


def test_a_page_of_an_older_edition_leads_to_the_newest(released: Project, build: Build) -> None:
    write_edition(released, Q4)
    build(released)
    release_unattended(released)
    notices = {
        slug: BeautifulSoup(
            (released.site / f"editions/{slug}/overview.html").read_text(), "html.parser"
        ).find(class_="kpi-newer")
        for slug in (Q3, Q4)
    }
    assert notices[Q3].a["href"] == f"../../editions/{Q4}/overview.html"
    assert not notices[Q3].has_attr("hidden") and notices[Q4].has_attr("hidden")


def test_a_site_that_was_deleted_takes_no_edition_with_it(released: Project, build: Build) -> None:
    shutil.rmtree(released.site)
    build(released)
    assert release_unattended(released).release == 2
    shutil.rmtree(released.site)
    shutil.rmtree(released.editions / Q3)
    write_edition(released, Q4)
    build(released)
    with pytest.raises(ReleaseError, match=f"gone from its address[^§]*{Q3}"):
        release_candidate(released, **WHY)


def test_an_older_site_than_the_log_tells_of_refuses(released: Project, build: Build, tmp_path: Path) -> None:
    shutil.copytree(released.site, tmp_path / "backup")
    write_edition(released, Q4)
    build(released)
    release_unattended(released)
    shutil.rmtree(released.site)
    shutil.copytree(tmp_path / "backup", released.site)
    with pytest.raises(ReleaseError, match=r"changed after it was released[^§]*2017-18-q4"):
        build(released)


def test_a_broken_log_refuses(released: Project, build: Build) -> None:
    path = released.releases / LOG
    path.write_text(path.read_text(encoding="utf-8").replace("scheduled run", "Jo Bloggs"), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"release log is broken[^§]*line 1"):
        build(released)
    with pytest.raises(ReleaseError, match="release log is broken"):
        release_candidate(released, **WHY)


def test_two_releases_at_the_same_time_are_one(project: Project, build: Build) -> None:
    build(project)
    with releasing_alone(project), pytest.raises(ReleaseError, match="Another release is under way"):
        release_unattended(project)
    assert release_unattended(project).release == 1


def refuse_to_copy(*words: Any, **more: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_all_as_it_was(
    released: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_edition(released, Q4)
    build(released)
    before = state_of(released)
    monkeypatch.setattr(gate, "copy_sealed", refuse_to_copy)
    with pytest.raises(StorageError, match="The disk is full"):
        release_unattended(released)
    assert state_of(released) == before
    assert not [path for path in released.root.iterdir() if "building" in path.name]


def stop(*words: Any, **more: Any) -> None:
    raise KeyboardInterrupt


def stop_half_way(out: Any, *words: Any) -> None:
    out.write(b"PK")
    raise KeyboardInterrupt


def test_a_pack_half_written_is_not_left_behind(
    project: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project)
    monkeypatch.setattr(pending, "write_pack", stop_half_way)
    with pytest.raises(KeyboardInterrupt):
        release_unattended(project)
    assert state_of(project) == {}


STEPS = [(gate, "copy_sealed", 1), (gate, "fill_page", 1), (pending, "write_pack", 1),
         (gate, "save_pending", 1), (pending, "save_log", 2), (pending, "save_files", 2)]  # fmt: skip


@pytest.mark.parametrize(("module", "name", "n_released"), STEPS)
def test_stopped_at_any_step_the_site_and_the_log_are_whole(
    released: Project,
    build: Build,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    name: str,
    n_released: int,
) -> None:
    write_edition(released, Q4)
    build(released)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, stop)
        with pytest.raises(KeyboardInterrupt):
            release_unattended(released)
    assert len(load_log(released.site / LOG)) == n_released
    done = release_unattended(released)  # once more: completes, or finds that nothing is left to do
    assert len(load_log(released.releases / LOG)) == 2
    assert done.release == 2
    assert sorted(path.name for path in (released.releases / "evidence").iterdir()) == [
        "2017-18-q3-1.zip", "2017-18-q4-2.zip",
    ]  # fmt: skip
    assert verify_pack(released.releases / "evidence" / "2017-18-q4-2.zip", released.site / LOG) == []
    assert not (released.releases / "pending").exists()
