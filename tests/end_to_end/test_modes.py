"""Who may read what a run leaves: the council's own alone, but for the editions and the site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def modes_under(folder: Path) -> Iterator[tuple[bool, int]]:
    """Yield for a folder and all in it whether it is a folder, and its mode."""
    for path in (folder, *folder.rglob("*")):
        yield path.is_dir(), path.stat().st_mode & 0o777


@pytest.mark.parametrize("name", [".kpi", "data/processed", "releases"])
def test_the_owner_alone_may_read_what_is_not_released(built: Path, name: str) -> None:
    assert set(modes_under(built / name)) == {(True, 0o700), (False, 0o600)}


@pytest.mark.parametrize("name", ["_site", "editions"])
def test_a_site_has_the_modes_of_the_umask_though_it_was_a_private_candidate(
    built: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    ordinary = {(path.is_dir(), path.stat().st_mode & 0o777) for path in tmp_path.iterdir()}
    assert set(modes_under(built / name)) == ordinary
