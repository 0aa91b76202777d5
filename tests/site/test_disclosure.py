"""The site that is published tells nothing of few people, in any of its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpi_lib.assure.disclosure.audit import audit_site
from kpi_lib.assure.release.seal import STAMPED, hash_of_site, load_seal
from kpi_lib.pack.project import project_at
from kpi_lib.run.hashes import hash_files

pytestmark = [pytest.mark.slow]


def test_no_file_of_the_site_tells_a_small_count(
    site: Path, publisher: str, built: Path, tmp_path: Path
) -> None:
    if publisher == "embedded":  # the run has audited it: it is, byte for byte, the candidate that passed
        seal = load_seal(project_at(built))
        assert "disclosure control" in seal["checks"]
        assert hash_of_site(hash_files(site)) == seal["hashes"]["site"]
        for name in STAMPED:  # filled in at the release, after the run's audit
            shutil.copyfile(site / name, tmp_path / name)
        site = tmp_path
    found = audit_site(site)
    assert found.empty, found.groupby("rule").head(5)[["file", "where", "rule", "got"]].to_string()
