"""Another area's edition has a site of its own; the released one and its log never know of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpi_lib.assure.release import checks
from kpi_lib.assure.release.candidate import Candidate
from kpi_lib.assure.release.gate import release_unattended
from kpi_lib.assure.release.publication import publish_apart
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import PublishError, SettingsError
from kpi_lib.pack.project import Project
from kpi_lib.publish.site_build import Published
from kpi_lib.run.prose import save_landing_seal

from .conftest import Q3, write_edition

Build = Callable[[Project], Candidate]
SLUG = "2017-18-q4-essex"


@pytest.fixture
def essex(project: Project) -> Project:
    """The project for Essex, with an executed edition, next to the home area's."""
    essex = project.with_area("Essex")
    write_edition(essex, SLUG)
    shutil.copyfile(project.landing, essex.landing)
    save_landing_seal(essex.landing, essex.editions)
    return essex


def publish(project: Project) -> Published:
    return publish_apart(project, PublisherChoice.EMBEDDED)


def files_of(root: Path) -> dict[str, bytes]:
    """Return every file of a project but the other area's own and locks."""
    own = (root / "_areas", root / ".kpi" / "areas")
    return {
        str(path): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not any(path.is_relative_to(folder) for folder in own)
    }


def test_it_is_built_apart_and_nothing_of_the_home_area_is_touched(
    project: Project, build: Build, essex: Project
) -> None:
    build(project)
    release_unattended(project)
    before = files_of(project.root)
    assert publish(essex).editions == (SLUG,)
    assert (project.root / "_areas" / "essex" / "editions" / SLUG / "overview.html").is_file()
    assert files_of(project.root) == before
    assert build(project).difference.is_empty and release_unattended(project).entry is None


def test_its_edition_among_the_home_areas_own_is_no_candidate(
    project: Project, build: Build, essex: Project
) -> None:
    # Where an earlier version has executed it.
    shutil.copytree(essex.editions / SLUG, project.editions / SLUG)
    assert build(project).difference.states == {Q3: "new"}
    assert not (project.candidate / "site" / "editions" / SLUG).exists()


def test_it_is_checked_like_a_candidate(essex: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(essex)
    page = essex.site / "editions" / SLUG / "overview.html"
    before = page.read_bytes()
    write_edition(essex, SLUG, "Only 2 children left.")
    with pytest.raises(PublishError, match="does not pass the check of its disclosure control"):
        publish(essex)
    assert page.read_bytes() == before
    monkeypatch.setattr(checks, "CHECKS", {})
    publish(essex)
    assert page.read_bytes() != before


def test_its_site_never_goes_where_the_home_areas_is_nor_the_other_way_round(
    project: Project, essex: Project
) -> None:
    public = project.root / "public"
    public.mkdir()
    (public / "kpi-site.json").write_text('{"audience": "published"}', encoding="utf-8")
    publish(essex)
    for folder in (project.site, public):
        with pytest.raises(SettingsError, match="holds a site of another kind"):
            publish(replace(essex, site=folder))
    with pytest.raises(SettingsError, match="site of another kind"):
        publish(replace(project.with_area("Kent"), site=essex.site))
    for folder in (project.site / "essex", public / "essex", project.root):
        with pytest.raises(SettingsError, match="share its folder with another one"):
            publish(replace(essex, site=folder))


def test_a_home_site_never_replaces_another_areas(project: Project, build: Build, essex: Project) -> None:
    publish(essex)
    with pytest.raises(SettingsError, match=r"site of another kind[^§]*E10000012"):
        build(project.with_site(essex.site))


def test_its_marker_names_it_and_its_internal_site_is_apart_again(project: Project, essex: Project) -> None:
    marker = json.loads((publish(essex).site / "kpi-site.json").read_text(encoding="utf-8"))
    assert (marker["area_code"], marker["editions"]) == ("E10000012", [SLUG])
    internal = essex.with_audience(Audience.INTERNAL)
    assert internal.site == project.root / "_areas" / "essex-internal"
    assert not internal.is_released and internal.editions != essex.editions


def test_the_home_area_by_any_name_is_the_home_area(project: Project) -> None:
    assert project.with_area("Worcestershire") == project.with_area("885") == project.with_area("") == project
