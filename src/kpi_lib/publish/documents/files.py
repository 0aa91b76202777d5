"""A document kept with a notebook → its Word file and its PDF.

Its words stay data until the last step, so nothing in them can become markup, a formula or code: Word is made
of HTML in which Jinja has escaped every text (`brief.html.j2`), print by a program of Typst that reads them
from a JSON file (`brief.typ`). What Word should look like is in `reference.docx`, which
`scripts/make_reference_document.py` wrote.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import category
from xml.sax.saxutils import escape

from jinja2 import Environment, StrictUndefined

from kpi_lib.core.errors import PublishError, StorageError
from kpi_lib.core.free_text import in_all_texts
from kpi_lib.disk.faults import error_in
from kpi_lib.present.ink.svg import for_print
from kpi_lib.publish.command import run_command

FOLDER = files("kpi_lib.publish.documents")
TEMPLATE, REFERENCE, PRINT = "brief.html.j2", "reference.docx", "brief.typ"
PIXELS_PER_INCH = 220
PACKAGES = ("pypandoc", "typst", "font_source_sans_pro")
"""What `kpi-lib[documents]` brings: pandoc for Word, Typst and its fonts for print."""
HOW_TO_GET = 'pip install "kpi-lib[documents]"'
FONT_FOLDERS = (("font_source_sans_pro", "files"), ("matplotlib", "mpl-data/fonts/ttf"))
"""Packages that bring the fonts of print: the text's, and DejaVu for the marks it lacks."""
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Unicode's categories of characters that are no part of what a reader sees."""

NARROWEST, WIDEST = 9, 28
"""Characters that a column of a table counts for at least and at most; longer text wraps."""
NOTE = 0.75
"""How much a character of a cell's note counts for: notes are printed smaller."""

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a Word file: the first that its format knows, so the same every time."""
RUNNING, SHORT_TITLE = "RUNNING HEAD", "SHORT TITLE"
"""Words at the head and foot of the reference document's pages, in whose place a document's own are put."""
PANDOC_INDENT, INDENT = 'w:left="720" w:hanging="360"', 'w:left="510" w:hanging="510"'
"""How far a numbered paragraph is indented, in twentieths of a point: by pandoc, and wide enough for "14"."""

_PICTURE = '#set page(width: 16cm, height: auto, margin: 0pt, fill: white)\n#image("{file}", width: 100%)\n'


def save_files(payload: Mapping[str, Any], folder: Path, name: str) -> tuple[Path, Path]:
    """Write a document as `name.docx` and `name.pdf` into a folder that nothing else uses.

    Parameters
    ----------
    payload : as `present.shown.document.payload_of` makes it.

    Raises
    ------
    PublishError : pandoc or Typst fails, with what it said, or is not installed. StorageError : the disk
        is full.
    """
    check_packages()
    document = _prepare(payload)
    _save_pictures(payload, folder)
    return _save_word(document, folder, name), _save_pdf(document, folder, name)


def check_packages() -> None:
    """Raise PublishError where a package is not installed that documents are made with."""
    if missing := missing_packages():
        raise PublishError(
            "What makes documents is not installed",
            got=f"no package {', '.join(missing)}",
            expected="pandoc, Typst and a font, which one extra brings",
            hint=HOW_TO_GET,
        )


def missing_packages() -> tuple[str, ...]:
    """Return which packages that documents are made with are not installed; all of them are one extra."""
    return tuple(package for package in PACKAGES if find_spec(package) is None)


def visible(text: str) -> str:
    """Return a text without what cannot be seen: control characters, marks that turn its direction.

    >>> visible("one\\ttwo\\u202e three")
    'one two three'
    """
    spaced = (" " if letter in "\t\n\r" else letter for letter in text)
    return "".join(letter for letter in spaced if category(letter) not in UNSEEN)


def _prepare(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as both forms show it: blocks of a kind in runs, tables and pictures counted."""
    document: Any = in_all_texts(visible, dict(payload))
    counts: Counter[str] = Counter()
    for section in document["sections"]:
        for block in section["blocks"]:
            counts[block["kind"]] += 1
            block["place"] = counts[block["kind"]]
            if block["kind"] == "table":
                block["shares"] = _shares_of(block)
        runs = groupby(section.pop("blocks"), key=lambda block: block["kind"])
        section["runs"] = [{"kind": kind, "blocks": list(blocks)} for kind, blocks in runs]
    author = document["running"].split(":")[0]
    return {**document, "author": author}


def _shares_of(table: Mapping[str, Any]) -> list[float]:
    """Return each column's share of a table's width, by its longest line; they add up to 1.

    Lines of 40, 10 and 4 characters count for 28, 10 and 9: 0.596, 0.213 and 0.191 of the width.
    """
    weights = []
    for place, column in enumerate(table["columns"]):
        cells = [row[place] for group in table["groups"] for row in group["rows"]]
        lengths = [len(cell["text"]) + round(len(cell["note"]) * NOTE) for cell in cells]
        weights.append(min(max(NARROWEST, len(column["label"]), *lengths), WIDEST))
    return [round(weight / sum(weights), 3) for weight in weights]


def _save_pictures(payload: Mapping[str, Any], folder: Path) -> None:
    """Write each chart into a folder: `figure-n.svg` for print, `figure-n.png` for Word."""
    blocks = (block for section in payload["sections"] for block in section["blocks"])
    pictures = (block for block in blocks if block["kind"] == "picture")
    for place, picture in enumerate(pictures, start=1):
        file = f"figure-{place}.svg"
        (folder / file).write_text(for_print(picture["svg"]), encoding="utf-8")
        (folder / f"figure-{place}.typ").write_text(_PICTURE.format(file=file), encoding="utf-8")
        typeset(f"figure-{place}.typ", f"figure-{place}.png", folder)


def _save_word(document: Mapping[str, Any], folder: Path, name: str) -> Path:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((FOLDER / TEMPLATE).read_text(encoding="utf-8"))
    (folder / f"{name}.html").write_text(template.render(document), encoding="utf-8")
    (folder / REFERENCE).write_bytes((FOLDER / REFERENCE).read_bytes())
    day = datetime.fromisoformat(document["day"]).replace(tzinfo=UTC)
    arguments = ["--from", "html-auto_identifiers", "--to", "docx", "--reference-doc", REFERENCE]
    run_pandoc([*arguments, f"{name}.html", "--output", f"{name}.docx"], folder, day)
    _finish_word(folder / f"{name}.docx", document)
    return folder / f"{name}.docx"


def _finish_word(path: Path, document: Mapping[str, Any]) -> None:
    """Write a Word file again: the same time for all parts, its author, its head and foot, wide numbers.

    Pandoc would print an author under the title, where the title block names the council already.
    """
    author = f"<dc:creator>{escape(document['author'])}</dc:creator>"
    changes = {
        "docProps/core.xml": ("<dc:creator></dc:creator>", author),
        "word/numbering.xml": (PANDOC_INDENT, INDENT),
        "word/header1.xml": (RUNNING, escape(document["running"])),
        "word/footer1.xml": (SHORT_TITLE, escape(document["short_title"])),
    }
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            before, after = (words.encode() for words in changes.get(name, ("", "")))
            changed = content.replace(before, after) if before else content
            new.writestr(zipfile.ZipInfo(name, ZIP_DAY), changed, zipfile.ZIP_DEFLATED)


def _save_pdf(document: Mapping[str, Any], folder: Path, name: str) -> Path:
    (folder / "brief.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    (folder / PRINT).write_text((FOLDER / PRINT).read_text(encoding="utf-8"), encoding="utf-8")
    typeset(PRINT, f"{name}.pdf", folder)
    return folder / f"{name}.pdf"


def run_pandoc(arguments: Sequence[str], folder: Path, day: datetime) -> None:
    """Run the pandoc that `pypandoc_binary` brings; raises PublishError with what it said.

    Parameters
    ----------
    folder : where the files named in `arguments` are. day : the date in the properties of what is written.
    """
    from pypandoc import get_pandoc_path

    environment = {"SOURCE_DATE_EPOCH": str(int(day.timestamp())), "TZ": "UTC"}
    code, said = run_command([get_pandoc_path(), *arguments], folder, environment)
    if code:
        raise _fault("pandoc", said)


def typeset(source: str, target: str, folder: Path) -> None:
    """Typeset a file of a folder by Typst: as a tagged PDF, or as PNG where the target's name ends so.

    Raises
    ------
    PublishError : Typst refuses it; with what it said.
    """
    import typst

    look: dict[str, Any] = {"format": "pdf", "pdf_standards": "ua-1"}
    if target.endswith(".png"):
        look = {"format": "png", "ppi": PIXELS_PER_INCH}
    try:
        typst.compile(
            str(folder / source),
            output=str(folder / target),
            root=str(folder),
            font_paths=[str(path) for path in _font_folders()],
            ignore_system_fonts=True,
            **look,
        )
    except typst.TypstError as error:
        raise _fault("typst", f"{error} {getattr(error, 'hints', '')}") from error


def _font_folders() -> list[Path]:
    folders = []
    for package, inside in FONT_FOLDERS:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise _fault("fonts", f"no package {package}")
        folders.append(Path(next(iter(spec.submodule_search_locations))) / inside)
    return folders


def _fault(program: str, said: str) -> PublishError | StorageError:
    return error_in(said, f"while {program} wrote a document") or PublishError(
        "A document could not be written",
        where=program,
        got=" ".join(said.split())[-400:],
        hint=f"the page itself is not at fault; where a program is missing: {HOW_TO_GET}",
    )
