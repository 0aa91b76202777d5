"""The files that `_quarto.yml` names and the library brings: styles, filters, browser scripts, icon.

`_quarto.yml` can name files of its own folder only, and a council's folder holds no library. So they are put
into it, under `_kpi/`, before a site is made: by both publishers, and for a plain `quarto render`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kpi_lib.disk.replace import replaced_folder

LOOK_FOLDER = "_kpi"
"""In the council's folder; written by the library alone, and the same wherever its version is the same."""
_SOURCES = (("kpi_lib.publish", "assets"), ("kpi_lib.present.ink", "kpi.css"))


def save_look(root: Path) -> Path:
    """Put the library's files into `_kpi/` of a council's folder, unless they are there as they should be.

    A file that was changed, is missing or is left from another version is put right: the folder is replaced
    whole. Returns the folder; raises StorageError.
    """
    wanted, folder = _look(), root / LOOK_FOLDER
    if _contents(folder) != wanted:
        with replaced_folder(folder) as building:
            for name, content in wanted.items():
                (building / name).parent.mkdir(parents=True, exist_ok=True)
                (building / name).write_bytes(content)
    return folder


def _look() -> dict[str, bytes]:
    """Return the files by their path in the folder."""
    look: dict[str, bytes] = {}
    for package, name in _SOURCES:
        source = Path(str(files(package))) / name
        look |= _contents(source) if source.is_dir() else {name: source.read_bytes()}
    return look


def _contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
