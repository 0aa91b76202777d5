"""A candidate that tells of few people, or that cannot be audited, is not sealed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.release.checks import find_disclosures, run_checks
from kpi_lib.core.errors import PublishError
from kpi_lib.pack.project import project_at

HERE = project_at(Path(__file__).parents[4])
"""Worcestershire's folder, which declares no invented area."""
TELLING = (
    "<html><body><p>Three children were missing from care.</p><p>Only 2 children left.</p></body></html>"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(TELLING, encoding="utf-8")
    return tmp_path


def test_the_audit_finds_in_its_own_process_what_it_finds_here(site: Path) -> None:
    found = find_disclosures(HERE, site)
    assert found.equals(audit_site(site)) and len(found)


def test_a_finding_names_its_edition_and_area(tmp_path: Path) -> None:
    about = {"slug": "2017-18-q4", "quarter": "2017-18-Q4", "area_code": "E10000034",
             "area_name": "Worcestershire", "is_home": True, "title": "Q4",
             "short_title": "Q4", "pages": []}  # fmt: skip
    (tmp_path / "editions.json").write_text(json.dumps([about]), encoding="utf-8")
    for folder in ("", "editions/2017-18-q4"):
        page = tmp_path / folder / "overview.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(TELLING, encoding="utf-8")
    found = audit_site(tmp_path)
    assert set(zip(found["file"], found["edition"], found["area_code"], strict=True)) == {
        ("overview.html", "", ""),
        ("editions/2017-18-q4/overview.html", "2017-18-q4", "E10000034"),
    }


def test_a_finding_stops_and_is_named(site: Path) -> None:
    with pytest.raises(PublishError, match=r"does not pass the check of its disclosure control") as caught:
        run_checks(HERE, site)
    assert "index.html" in caught.value.as_text()


def test_a_clean_site_is_said_to_have_been_checked(site: Path) -> None:
    (site / "index.html").write_text("<html><body><p>All is well.</p></body></html>", encoding="utf-8")
    assert run_checks(HERE, site) == ("disclosure control",)


def test_nothing_is_no_clean_site(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="There is no site to audit"):
        find_disclosures(HERE, tmp_path)


class EndsItsReader:
    """Something that ends the process in which it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (3,)


def test_an_audit_that_does_not_finish_is_no_clean_site() -> None:
    with pytest.raises(PublishError, match="did not finish"):
        find_disclosures(HERE, EndsItsReader())
