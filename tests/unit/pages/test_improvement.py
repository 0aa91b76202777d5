"""The list of pages about improvement: each has its page object, and says whether what it finds is real."""

from __future__ import annotations

from pathlib import Path

import pytest

import kpi_lib as kpi
from kpi_lib.core.errors import CatalogueError
from kpi_lib.pages.registry import PAGES, page_kind


def test_every_page_has_a_notebook_and_every_notebook_a_page() -> None:
    notebooks = {path.stem for path in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb")}
    assert {item.kind for item in PAGES} == notebooks - {"index", "explore"}


def test_an_unknown_page_is_named_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'inspections'"):
        page_kind("inspection")
    with pytest.raises(AttributeError, match="inspections"):
        kpi.pages.inspection  # noqa: B018
