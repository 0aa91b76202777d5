"""Word and PDF of every brief that is published, made from the executed notebooks, and the links to them."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from kpi_lib.present.shown.document import MIME
from kpi_lib.publish.documents.files import save_files

NAMES = {"docx": "Word", "pdf": "PDF"}
KILOBYTE = 1000
_PLACE = re.compile(r'(<p class="kpi kpi-files" data-files="([a-z-]+)">)(</p>)')


def save_documents(staging: Path) -> tuple[Path, ...]:
    """Write the documents of all editions staged in a folder, and link them where a page has room for it.

    Parameters
    ----------
    staging : a folder with `editions/<slug>/*.ipynb`; written to.

    Returns
    -------
    The documents, as paths under `staging`.

    Raises
    ------
    PublishError : a document cannot be made.
    """
    saved: list[Path] = []
    for folder in sorted(path for path in (staging / "editions").iterdir() if path.is_dir()):
        notebooks = sorted(folder.glob("*.ipynb"))
        documents = [file for notebook in notebooks for file in _save_documents_of(notebook)]
        _link(folder, documents)
        saved += [file.relative_to(staging) for file in documents]
    return tuple(saved)


def copy_documents(documents: Iterable[Path], staging: Path, building: Path) -> None:
    """Copy documents, named as `save_documents` returns them, from the staged site into the built one."""
    for file in documents:
        (building / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(staging / file, building / file)


def document_in(notebook: Path) -> Mapping[str, Any] | None:
    """Return the document that an executed notebook holds, or None."""
    text = notebook.read_text(encoding="utf-8")
    if MIME not in text:
        return None
    cells = json.loads(text)["cells"]
    outputs = (output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    return next((data[MIME] for data in outputs if MIME in data), None)


def _save_documents_of(notebook: Path) -> list[Path]:
    payload = document_in(notebook)
    if payload is None:
        return []
    with tempfile.TemporaryDirectory(prefix=".document-", dir=notebook.parent) as folder:
        documents = save_files(payload, Path(folder), notebook.stem)
        return [Path(shutil.copyfile(file, notebook.with_name(file.name))) for file in documents]


def _link(folder: Path, documents: list[Path]) -> None:
    """Fill the places for links in the notebooks of one edition's folder."""
    for notebook in folder.glob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        if "kpi-files" not in text:
            continue
        content = json.loads(text)
        for cell in content["cells"]:
            for output in cell.get("outputs", []):
                if html := output.get("data", {}).get("text/html"):
                    filled = _PLACE.sub(lambda place: _filled(place, documents), "".join(html))
                    output["data"]["text/html"] = filled
        notebook.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _filled(place: re.Match[str], documents: list[Path]) -> str:
    links = [_link_to(file) for file in documents if file.stem == place[2]]
    text = f"The brief to print, or to put before Cabinet: {' · '.join(links)}" if links else ""
    return f"{place[1]}{text}{place[3]}"


def _link_to(file: Path) -> str:
    words = f"{NAMES[file.suffix[1:]]}, {size_words(file.stat().st_size)}"
    return f'<a href="{escape(file.name)}" download>{words}</a>'


def size_words(n_bytes: int) -> str:
    """Return a file's size as a link says it: "120 kB".

    >>> size_words(119_600)
    '120 kB'
    """
    return f"{max(1, round(n_bytes / KILOBYTE))} kB"
