"""A document as Word file: pandoc writes it in the styles of a reference document made here."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from kpi_lib.publish.documents.forms import WordForm
from kpi_lib.publish.documents.programs import Programs
from kpi_lib.publish.documents.reference import save_reference
from kpi_lib.publish.documents.source import tree_of

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file inside a Word file: the first that its format knows, so the same every time."""

PANDOC_INDENT, INDENT = 'w:left="720" w:hanging="360"', 'w:left="510" w:hanging="510"'
"""How far a numbered paragraph is set in, in twentieths of a point: pandoc's way, and wide enough."""


def save_word(payload: Mapping[str, Any], programs: Programs, folder: Path, name: str) -> Path:
    """Write `name.docx` in a folder that holds the pictures; raises PublishError with what pandoc said."""
    environment = {"SOURCE_DATE_EPOCH": str(_seconds(payload["day"])), "TZ": "UTC"}
    default = folder / "default.docx"
    programs.pandoc(
        ["--output", default.name, "--print-default-data-file", "reference.docx"], folder, environment
    )
    reference = save_reference(default, payload["running"], payload["short_title"])
    source = folder / f"{name}.word.json"
    source.write_text(tree_of(payload, WordForm()), encoding="utf-8")
    arguments = ["--from", "json", "--to", "docx", "--reference-doc", reference.name]
    programs.pandoc([*arguments, source.name, "--output", f"{name}.docx"], folder, environment)
    _finish(folder / f"{name}.docx", payload["running"].split(":")[0])
    return folder / f"{name}.docx"


def _seconds(day: str) -> int:
    return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp())


def _finish(path: Path, author: str) -> None:
    """Write a Word file again: the same time for all in it, its author named, numbers hung wide enough.

    Pandoc would print an author under the title, where the title block names the council already.
    """
    changes = {
        "docProps/core.xml": ("<dc:creator></dc:creator>", f"<dc:creator>{escape(author)}</dc:creator>"),
        "word/numbering.xml": (PANDOC_INDENT, INDENT),
    }
    with zipfile.ZipFile(path) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            before, after = (words.encode() for words in changes.get(name, ("", "")))
            changed = content.replace(before, after) if before else content
            new.writestr(zipfile.ZipInfo(name, ZIP_DAY), changed, zipfile.ZIP_DEFLATED)
