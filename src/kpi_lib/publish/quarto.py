"""Publish with Quarto, where it is installed: menus for it, and one render without a warning."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import PublishError
from kpi_lib.disk.faults import error_in
from kpi_lib.disk.replace import write_file
from kpi_lib.publish.command import run_command
from kpi_lib.publish.look import LOOK_FOLDER
from kpi_lib.publish.menu import FLAT_MENU, Entry, edition_links, edition_menu
from kpi_lib.publish.site import SITE_FILE, load_site, name_by_content
from kpi_lib.run.record import EditionRecord

NAME = "quarto"
MENUS_FILE = "_quarto-editions.yml"
EDITION_FILE = "_metadata.yml"
OFFLINE_SCRIPT = Path(LOOK_FOLDER, "offline.lua")
"""Named in `_quarto.yml` as what Quarto runs after a render."""
DARK_THEME = Path(LOOK_FOLDER, "dark.scss")
"""Named in `_quarto.yml` as what makes the dark theme dark."""
SCRIPT_LINKS = Path(LOOK_FOLDER, "scripts.lua")
"""Named in `_quarto.yml` as the filter that links the browser scripts."""
NAMED_FILES = (OFFLINE_SCRIPT, DARK_THEME, SCRIPT_LINKS)

_HEADER = "# Written by `kpi execute`; any change is lost.\n"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_COMPLAINT = re.compile(r"\b(WARN|WARNING|ERROR)\b")


def is_installed() -> bool:
    """Say whether the `quarto` command is on the PATH."""
    return shutil.which(NAME) is not None


def save_menus(workspace: Path, records: Sequence[EditionRecord]) -> None:
    """Write the menus that Quarto merges into `_quarto.yml`: one sidebar per edition.

    Writes `_quarto-editions.yml` in `workspace` and `_metadata.yml` in each edition's folder, so a
    plain `quarto render` needs nothing else. Raises StorageError.
    """
    sidebars = [_sidebar(record) for record in records]
    website = {"navbar": {"left": _navbar(records)}, "sidebar": sidebars}
    newest = f"Latest edition: {records[0].title}"
    write_file(workspace / MENUS_FILE, _as_yaml({"edition": newest, "website": website}))
    for record in records:
        metadata = {"edition": f"Edition: {record.title}"}
        write_file(workspace / "editions" / record.slug / EDITION_FILE, _as_yaml(metadata))


def stage(root: Path, staging: Path, records: Sequence[EditionRecord]) -> None:
    """Add to the notebooks in `staging` what Quarto needs: `_quarto.yml` and the files it names, menus."""
    site = load_site(root)
    described = load_text(root / SITE_FILE, PublishError)
    for file in (*site.files, *(root / name for name in NAMED_FILES)):
        name = file.relative_to(root)
        if file in site.stylesheets:
            described = described.replace(name.as_posix(), name.with_name(name_by_content(file)).as_posix())
            name = name.with_name(name_by_content(file))
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, staging / name)
    (staging / SITE_FILE).write_text(described, encoding="utf-8")
    save_menus(staging, records)


def build(staging: Path, out: Path) -> None:
    """Render the site staged in `staging` into the folder `out`.

    Raises
    ------
    PublishError : Quarto fails or warns; its first complaints are in the message.
    StorageError : the disk is full.
    """
    command = [NAME, "render", str(staging), "--output-dir", str(staging / "_site"), "--no-execute"]
    code, said = run_command(command, staging, {"NO_COLOR": "1"})
    said = _COLOUR.sub("", said)
    if error := error_in(said, "while Quarto wrote the site"):
        raise error
    complaints = [line.strip() for line in said.splitlines() if _COMPLAINT.search(line)]
    if code or complaints:
        raise PublishError(
            "Quarto did not build the site cleanly",
            got=" / ".join(complaints[:5]) or f"exit code {code}: {said.strip()[-400:]}",
            expected="a render without warnings",
            hint="run `quarto render` at the project's root to see all of it",
        )
    shutil.copytree(staging / "_site", out, dirs_exist_ok=True)


def _navbar(records: Sequence[EditionRecord]) -> list[dict[str, Any]]:
    links = [_link(entry) for entry in edition_links(records)]
    return links if len(links) <= FLAT_MENU else [{"text": "Editions", "menu": links}]


def _sidebar(record: EditionRecord) -> dict[str, Any]:
    contents = [_item(entry) for entry in edition_menu(record)]
    return {
        "id": f"edition-{record.slug}",
        "title": record.short_title,
        "collapse-level": 1,
        "contents": contents,
    }


def _item(entry: Entry) -> dict[str, Any]:
    if not entry.children:
        return _link(entry)
    children = [_item(child) for child in entry.children]
    return {"section": entry.text, "href": f"{entry.address}.ipynb", "contents": children}


def _link(entry: Entry) -> dict[str, Any]:
    return {"text": entry.text, "href": f"{entry.address}.ipynb"}


def _as_yaml(content: dict[str, Any]) -> str:
    return _HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
