"""The site that is published tells nothing of few people, in any of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.edition.disclosure.audit import audit_site

pytestmark = [pytest.mark.slow]


def test_no_file_of_the_site_tells_a_small_count(site: Path) -> None:
    found = audit_site(site)
    assert found.empty, found.groupby("rule").head(5)[["file", "where", "rule", "got"]].to_string()
