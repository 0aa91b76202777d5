"""A document as PDF: pandoc writes Typst, `brief.typ` gives it its look, Typst tags and typesets it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from kpi_lib.present.ink.svg import for_print
from kpi_lib.publish.documents.forms import TYPST, PrintForm
from kpi_lib.publish.documents.programs import Programs
from kpi_lib.publish.documents.source import pictures_of, tree_of
from kpi_lib.publish.documents.tree import as_typed

STYLE = "brief.typ"
_PICTURE = '#set page(width: 16cm, height: auto, margin: 0pt, fill: white)\n#image("{file}", width: 100%)\n'


def save_pictures(payload: Mapping[str, Any], programs: Programs, folder: Path) -> None:
    """Write each chart of a document into a folder: `figure-n.svg` for print, `figure-n.png` for Word."""
    for number, picture in enumerate(pictures_of(payload), start=1):
        (folder / f"figure-{number}.svg").write_text(for_print(picture["svg"]), encoding="utf-8")
        source = folder / f"figure-{number}.typ"
        source.write_text(_PICTURE.format(file=f"figure-{number}.svg"), encoding="utf-8")
        programs.typst(source.name, f"figure-{number}.png", folder)


def save_pdf(payload: Mapping[str, Any], programs: Programs, folder: Path, name: str) -> Path:
    """Write `name.pdf` in a folder that holds the pictures; raises PublishError with what a program said."""
    style = files("kpi_lib.publish.documents") / STYLE
    (folder / STYLE).write_text(style.read_text(encoding="utf-8"), encoding="utf-8")
    source = folder / f"{name}.print.json"
    words = as_typed(json.loads(tree_of(payload, PrintForm())))
    source.write_text(json.dumps(words), encoding="utf-8")
    arguments = [
        "--from",
        "json",
        "--to",
        TYPST,
        "--wrap",
        "none",
        source.name,
        "--output",
        f"{name}.typ.body",
    ]
    programs.pandoc(arguments, folder, {})
    (folder / f"{name}.typ.body").rename(folder / f"{name}.print.typ")
    programs.typst(f"{name}.print.typ", f"{name}.pdf", folder)
    return folder / f"{name}.pdf"
