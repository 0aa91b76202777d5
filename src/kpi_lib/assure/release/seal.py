"""The seal of a candidate: the hash of every file in it and of all that it was made from.

A file that changed after the candidate was built is named, whichever it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import kpi_lib
from kpi_lib.core.errors import ReleaseError, raise_all
from kpi_lib.disk.replace import write_file
from kpi_lib.ingest.raw_folder import files_in
from kpi_lib.pack.project import Project
from kpi_lib.run.hashes import Files, changed_files, hash_file, hash_files, hash_of_files, sha256, some_of
from kpi_lib.run.inputs import source_notebooks

SITE, SEAL_FILE, DIFFERENCE_FILE = "site", "seal.json", "difference.json"
"""What a candidate's folder holds: the site, its seal, its difference from the released one."""
PARTS = ("data", "code", "notebooks", "editions", "site")
STAMPED = frozenset({"releases.html", "releases.jsonl"})
"""Files of a site that hold the log, so times and names too: filled in at the release, in no site's hash."""


def _hash_parts(project: Project) -> dict[str, Files]:
    """Return the hashes of each part; of the raw folder those that may be read, by the rule of the reader."""
    raw, folders = files_in(project.raw), _folders_of(project)
    hashes = {part: hash_files(folders[part], raw if part == "data" else None) for part in PARTS}
    return hashes | {"notebooks": {name: hash_file(path) for name, path in source_notebooks(project).items()}}


def hash_of_site(files: Mapping[str, str]) -> str:
    """Return one SHA-256 of a site's files, the stamped ones left out."""
    return hash_of_files({name: value for name, value in files.items() if name not in STAMPED})


def _folders_of(project: Project) -> dict[str, Path]:
    """Return the folder of each sealed part."""
    return {
        "data": project.raw,
        "code": Path(kpi_lib.__file__).parent,
        "notebooks": project.notebooks,
        "editions": project.editions,
        "site": project.candidate / SITE,
    }


def make_seal(project: Project, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the seal of the project's candidate: what is said `about` it, and the hashes of all parts."""
    files = _hash_parts(project)
    hashes = {part: hash_of_files(files[part]) for part in PARTS} | {"site": hash_of_site(files["site"])}
    return {**about, "hashes": hashes, "files": files}


def save_seal(project: Project, seal: Mapping[str, Any]) -> None:
    """Write a seal, closed by its own hash, into the candidate's folder; raises StorageError."""
    write_file(project.candidate / SEAL_FILE, _seal_text(seal))


def load_seal(project: Project) -> dict[str, Any]:
    """Read the seal of the candidate.

    Raises
    ------
    ReleaseError : there is no sealed candidate, or the seal itself was changed.
    """
    path = project.candidate / SEAL_FILE
    try:
        text = path.read_text(encoding="utf-8")
        seal: dict[str, Any] = json.loads(text)
        del seal["sha256"]
        is_whole = text == _seal_text(seal)
    except FileNotFoundError as error:
        raise ReleaseError(
            "There is no candidate to release",
            where=str(project.candidate),
            hint="build one with: kpi publish",
        ) from error
    except (ValueError, KeyError, TypeError):
        seal, is_whole = {}, False
    if not is_whole:
        raise _changed("The candidate’s seal was changed", str(path), [SEAL_FILE])
    return seal


def check_seal(project: Project, seal: Mapping[str, Any]) -> None:
    """Raise ReleaseError for every part with a file changed, missing or added since the candidate."""
    now, folders = _hash_parts(project), _folders_of(project)
    raise_all(
        _changed(_WHAT[part], str(folders[part]), files)
        for part in reversed(PARTS)
        if (files := changed_files(seal["files"][part], now[part]))
    )


def copy_sealed(source: Path, files: Mapping[str, str], target: Path) -> None:
    """Copy the files listed, and no other, from one folder into another.

    Raises
    ------
    ReleaseError : a file is not the one that the list states. OSError : it cannot be read or written.
    """
    for name, stated in files.items():
        content = (source / name).read_bytes()
        if sha256(content) != stated:
            raise ReleaseError(
                "A file of the site was changed while it was copied",
                where=str(source / name),
                hint="let nothing write there, build the candidate again (kpi publish) and release that",
            )
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


_WHAT = {
    "site": "The candidate was changed after it was built",
    "data": "The raw files have changed since the candidate was built",
    "code": "The library has changed since the candidate was built",
    "notebooks": "The source notebooks have changed since the candidate was built",
    "editions": "The executed notebooks have changed since the candidate was built",
}


def _seal_text(seal: Mapping[str, Any]) -> str:
    text = json.dumps(seal, sort_keys=True, ensure_ascii=False)
    closed = {**seal, "sha256": sha256(text.encode())}
    return json.dumps(closed, indent=1, ensure_ascii=False) + "\n"


def _changed(what: str, where: str, files: list[str]) -> ReleaseError:
    return ReleaseError(
        what,
        where=where,
        got=some_of(files),
        expected="every file as the seal states it",
        hint="build and read a new candidate: kpi publish (after kpi execute where figures changed)",
    )
