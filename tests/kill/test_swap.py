"""A folder that is replaced is the old or the new one, whole, wherever the run is ended."""

from __future__ import annotations

import shutil
from pathlib import Path

from killing import ALL, Kills, Operation

from kpi_lib.disk import replace
from kpi_lib.disk.replace import clear_leftovers, replaced_folder, write_file

OLD = {"index.html": "old", "pages/a.html": "old", "old.html": "old"}
NEW = {"index.html": "new", "pages/a.html": "new", "pages/b.html": "new", "pages/c.html": "new"}


def publish(folder: Path) -> None:
    with replaced_folder(folder / "_site") as building:
        for name, text in NEW.items():
            (building / name).parent.mkdir(exist_ok=True)
            (building / name).write_text(text, encoding="utf-8")
    write_file(folder / "log", "new")


def publish_by_two_renames(folder: Path) -> None:
    replace.exchange = lambda first, second: False
    publish(folder)


def with_old_site(folder: Path) -> Path:
    for name, text in OLD.items():
        path = folder / "_site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "log").write_text("old", encoding="utf-8")
    return folder


def files_in(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*") if path.is_file()}


def operations_of(kills: Kills, function: str, folder: Path) -> list[Operation]:
    found = kills.count(function, with_old_site(folder))
    shutil.rmtree(folder)
    return kills.chosen(found)


def test_a_site_exchanged_is_there_at_every_moment(kills: Kills, place: Path) -> None:
    seen = set()
    for operation in operations_of(kills, "publish", place / "first"):
        folder = with_old_site(place / str(operation.number))
        kills.kill("publish", folder, operation.number)
        found = files_in(folder / "_site")
        assert found in (OLD, NEW), operation
        assert (folder / "log").read_text() in ("old", "new")
        seen.add(found == NEW)
        kills.run("publish", folder)
        assert files_in(folder / "_site") == NEW
        assert sorted(path.name for path in folder.iterdir()) == ["_site", "log"], operation
    assert seen == {True, False} or not ALL


def test_where_it_cannot_be_exchanged_the_next_command_puts_it_back(kills: Kills, place: Path) -> None:
    were_missing = 0
    for operation in operations_of(kills, "publish_by_two_renames", place / "first"):
        folder = with_old_site(place / str(operation.number))
        kills.kill("publish_by_two_renames", folder, operation.number)
        were_missing += not (folder / "_site").exists()
        clear_leftovers(folder / "_site")
        assert files_in(folder / "_site") in (OLD, NEW), operation
        kills.run("publish_by_two_renames", folder)
        assert sorted(path.name for path in folder.iterdir()) == ["_site", "log"], operation
    assert were_missing == 1 or not ALL
