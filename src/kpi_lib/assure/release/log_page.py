"""The page "Releases and corrections": built empty with the site, filled in when the log is known.

The log names the site by its hash, so it cannot be part of what is hashed. The page holds a mark that both
publishers leave as it is; what stands inside it is written at the release, straight into the page's file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from kpi_lib.analysis.editions.differences import CHANGED, NEW
from kpi_lib.assure.release.corrections import past_corrections
from kpi_lib.assure.release.difference import CARRIED, SAME
from kpi_lib.assure.release.log import LOG_FILE, Log, as_text
from kpi_lib.assure.release.notes import cell_of, corrections_frame
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import PublishError
from kpi_lib.disk.replace import write_file
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.releases import show_corrections, show_log_file, show_release_log
from kpi_lib.run.record import EditionRecord

PAGE = "releases"
BEGIN, END = '<div id="kpi-releases" class="kpi">', '<span id="kpi-releases-end"></span></div>'
_MARK = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)

STATES = {NEW: "new", CHANGED: "changed", SAME: "unchanged", CARRIED: "kept as released"}

_INTRODUCTION = """# Releases and corrections

Every release of these pages: who approved it, when and why, and every figure of an edition already released \
that was changed since, with what it said before. An edition stays at its address for good."""


def page_notebook(notice: str = "") -> str:
    """Return the page as a notebook, its list still empty; `notice` says for whom alone it is."""
    html = f"{BEGIN}<p>The list is written here when the site is released.</p>{END}"
    about = {"cell_type": "markdown", "id": "about", "metadata": {}, "source": _INTRODUCTION}
    cells = [about, cell_of("log", Shown(html=html, text=""))]
    if notice:
        cells.insert(1, {"cell_type": "markdown", "id": "notice", "metadata": {}, "source": f"**{notice}**"})
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def save_page(workspace: Path, notice: str = "") -> None:
    """Write the page next to the landing page, where plain `quarto render` finds it; raises StorageError."""
    write_file(workspace / f"{PAGE}.ipynb", page_notebook(notice) + "\n")


def fill_page(site: Path, log: Log, records: Sequence[EditionRecord]) -> None:
    """Write the log into a built site: as the page's list, and as the file itself.

    Raises
    ------
    PublishError : the publisher has left no mark in the page.
    """
    path = site / f"{PAGE}.html"
    html = path.read_text(encoding="utf-8")
    if len(_MARK.findall(html)) != 1:
        raise PublishError("The page on releases has no place for the log", where=str(path))
    filled = _list_html(log, records)
    path.write_text(_MARK.sub(lambda _: f"{BEGIN}{filled}{END}", html), encoding="utf-8", newline="\n")
    (site / LOG_FILE).write_text(as_text(log), encoding="utf-8", newline="\n")


def _list_html(log: Log, records: Sequence[EditionRecord]) -> str:
    catalogue = load_catalogue()
    releases = pd.DataFrame(
        [
            {
                "release": entry.release,
                "when": entry.when,
                "approver": entry.approver,
                "reason": entry.reason,
                "editions": "; ".join(f"{item.title} ({STATES[item.state]})" for item in entry.editions),
                "site": entry.hashes.site,
            }
            for entry in reversed(log)
        ]
    )
    corrections = corrections_frame(past_corrections(log), records, catalogue)
    newest = log[-1].sha256 if log else ""
    parts = (
        show_release_log(releases),
        show_corrections(corrections, catalogue),
        show_log_file(LOG_FILE, newest),
    )
    return "".join(part.html for part in parts)
