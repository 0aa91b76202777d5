"""The released site in place is what the project's own log says, or nothing is built on it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.gate import release_candidate, release_unattended
from kpi_lib.assure.release.log import as_text, load_log
from kpi_lib.core.errors import ReleaseError
from kpi_lib.pack.project import Project
from kpi_lib.publish.target import MARKER

from .conftest import Q3, Q4, write_edition

Build = Callable[[Project], Candidate]
WHY = {"reason": "the quarter is out", "approver": "Jo Bloggs"}
LOG = "releases.jsonl"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def released(project: Project, build: Build) -> Project:
    build(project)
    release_unattended(project)
    return project


def append(path: Path, text: str = SCRIPT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.is_file() else "") + text, encoding="utf-8")


TOUCHED = {
    "a page of an edition": (f"editions/{Q3}/overview.html", "changed"),
    "the page on releases": ("releases.html", "changed"),
    "the site's copy of the log": (LOG, "changed"),
    "a script that every page reads": ("editions.js", "changed"),
    "a page more": (f"editions/{Q3}/more.html", "added"),
}


@pytest.mark.parametrize("case", TOUCHED)
def test_a_released_file_that_was_changed_is_named_and_nothing_is_built_on_it(
    released: Project, build: Build, case: str
) -> None:
    name, what = TOUCHED[case]
    write_edition(released, Q4)
    build(released)
    append(released.site / name)
    for command in (build, release_unattended, lambda of: release_candidate(of, **WHY)):
        with pytest.raises(ReleaseError) as refused:
            command(released)
        lines = refused.value.as_text().splitlines()
        assert len(lines) == 3 and f"{name} ({what})" in lines[1] and "put the site back" in lines[2]
    assert len(load_log(released.releases / LOG)) == 1


def test_a_missing_page_is_named(released: Project, build: Build) -> None:
    (released.site / f"editions/{Q3}/overview.html").unlink()
    with pytest.raises(ReleaseError, match=rf"editions/{Q3}/overview\.html \(missing\)"):
        build(released)


def test_only_what_was_released_is_carried_over(released: Project, build: Build) -> None:
    # A file manager's own file stops nobody, and no hidden page rides along with an edition.
    for name in (".DS_Store", f"editions/{Q3}/.hidden.html", f"editions/{Q3}/__pycache__/page.html"):
        append(released.site / name)
    before = (released.site / f"editions/{Q3}/overview.html").read_bytes()
    shutil.rmtree(released.editions / Q3)
    write_edition(released, Q4)
    build(released)
    release_unattended(released)
    files = {path.name for path in released.site.rglob("*")}
    assert not files & {".DS_Store", ".hidden.html", "__pycache__"}
    assert (released.site / f"editions/{Q3}/overview.html").read_bytes() == before


def test_a_changed_site_can_be_built_anew_but_never_blessed(released: Project, build: Build) -> None:
    append(released.site / f"editions/{Q3}/overview.html")
    released.site.rename(released.root / "aside")
    build(released)
    assert release_candidate(released, **WHY).release == 2
    assert SCRIPT not in (released.site / f"editions/{Q3}/overview.html").read_text(encoding="utf-8")


def test_an_edition_lost_with_its_site_comes_back_from_its_evidence(released: Project, build: Build) -> None:
    shutil.rmtree(released.site)
    shutil.rmtree(released.editions / Q3)
    write_edition(released, Q4)
    build(released)
    with pytest.raises(ReleaseError, match=f"gone from its address[^§]*{Q3}[^§]*evidence"):
        release_candidate(released, **WHY)
    with zipfile.ZipFile(released.releases / "evidence" / f"{Q3}-1.zip") as pack:
        for name in pack.namelist():
            if name.startswith("edition/"):
                path = released.editions / Q3 / name.removeprefix("edition/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(pack.read(name))
    build(released)
    entry = release_candidate(released, **WHY).entry
    assert entry is not None and entry.slugs == {Q3, Q4}


CHANGED = {"rereferral_percent,E10000034,year,2016-17,figure": "20.6%,,children-in-need.csv 2024"}


def test_without_its_site_an_edition_is_compared_with_its_evidence(released: Project, build: Build) -> None:
    shutil.rmtree(released.site)
    write_edition(released, Q3, **CHANGED)
    candidate = build(released)
    assert [(item.old, item.new) for item in candidate.corrections] == [("20.5%", "20.6%")]
    with pytest.raises(ReleaseError, match="may not change a released figure without a reason"):
        release_unattended(released)


def test_without_site_and_evidence_no_scheduled_run_says_that_nothing_changed(
    released: Project, build: Build
) -> None:
    shutil.rmtree(released.site)
    shutil.rmtree(released.releases / "evidence")
    build(released)
    with pytest.raises(ReleaseError, match=f"cannot tell which released figures[^§]*{Q3}"):
        release_unattended(released)
    assert release_candidate(released, **WHY).release == 2


def test_the_address_of_an_edition_is_never_another_areas(released: Project, build: Build) -> None:
    (released.root / "kpi.toml").write_text('home_area = "E10000012"', encoding="utf-8")
    write_edition(released, Q3)
    build(released)
    with pytest.raises(ReleaseError, match=rf"would be another area’s[^§]*{Q3} of E10000012"):
        release_candidate(released, **WHY)


def test_an_edition_released_by_an_earlier_version_differs_in_nothing(
    released: Project, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Neither its figures nor its entry in the log name the area.
    shutil.rmtree(released.site)
    shutil.rmtree(released.releases)
    figures = released.editions / Q3 / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("area_code,", "").replace("E10000034,", ""), encoding="utf-8")
    build(released)
    release_unattended(released)
    figures.write_text(text, encoding="utf-8")
    assert build(released).difference.is_empty


def test_an_entry_forged_into_the_sites_copy_is_no_release(released: Project, build: Build) -> None:
    (first,) = load_log(released.releases / LOG)
    forged = first.model_copy(
        update={"release": 2, "approver": "The Director", "previous": first.sha256, "sha256": ""}
    ).sealed()
    (released.site / LOG).write_text(as_text((first, forged)), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"releases\.jsonl \(changed\)"):
        build(released)
    with pytest.raises(ReleaseError, match=r"releases\.jsonl \(changed\)"):
        release_candidate(released, **WHY)
    assert load_log(released.releases / LOG) == (first,)


def test_a_site_without_the_projects_log_is_no_start_of_one(released: Project, build: Build) -> None:
    shutil.rmtree(released.releases)
    for command in (build, release_unattended):
        with pytest.raises(ReleaseError) as refused:
            command(released)
        assert "no log" in refused.value.what and "releases/releases.jsonl" in refused.value.hint
    assert not released.releases.exists()


def test_a_person_can_take_the_sites_word_for_its_log(released: Project, build: Build) -> None:
    shutil.rmtree(released.releases)
    released.releases.mkdir()
    shutil.copyfile(released.site / LOG, released.releases / LOG)
    build(released)
    assert release_unattended(released).entry is None
    append(released.site / f"editions/{Q3}/overview.html")
    with pytest.raises(ReleaseError, match="changed after it was released"):
        build(released)


def test_without_a_list_of_files_a_change_is_found_by_the_logs_own_hash(
    released: Project, build: Build
) -> None:
    (released.releases / "site.sha256").unlink()
    build(released)
    append(released.site / "index.html")
    with pytest.raises(ReleaseError, match="changed after it was released"):
        build(released)


def test_the_list_of_files_is_not_the_one_to_be_believed(released: Project, build: Build) -> None:
    # Whoever changes a page and the list alike changes no log.
    from kpi_lib.run.hashes import hash_files, sums_text

    append(released.site / "index.html")
    (released.releases / "site.sha256").write_text(sums_text(hash_files(released.site)), encoding="utf-8")
    with pytest.raises(ReleaseError, match="changed after it was released"):
        build(released)


def test_a_site_built_before_there_was_a_log_is_simply_replaced(project: Project, build: Build) -> None:
    append(project.site / "index.html", "what an earlier version wrote")
    append(project.site / MARKER, json.dumps({"publisher": "embedded", "editions": []}))
    build(project)
    assert release_unattended(project).release == 1
    assert json.loads((project.site / "kpi-site.json").read_text(encoding="utf-8"))["editions"] == [Q3]
