from __future__ import annotations

from pathlib import Path

from kpi_lib.disk.scratch import scratch_folder


def test_a_scratch_folder_is_private_and_gone_at_the_end(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        assert folder.is_relative_to(tmp_path / ".kpi")
        assert {path.stat().st_mode & 0o777 for path in (folder, *folder.parents[:2])} == {0o700}
        (folder / "a").mkdir()
    assert list((tmp_path / ".kpi" / "tmp").iterdir()) == []


def test_what_killed_runs_left_is_cleared_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    base = tmp_path / ".kpi" / "tmp"
    (base / "left" / "inside").mkdir(parents=True)
    (base / ".left.lock").touch()
    (base / ".before-its-folder.lock").touch()
    with scratch_folder(tmp_path) as first, scratch_folder(tmp_path) as second:
        assert first.is_dir() and second.is_dir()
        assert {path.name for path in base.iterdir() if path.is_dir()} == {first.name, second.name}
    assert list(base.iterdir()) == []
