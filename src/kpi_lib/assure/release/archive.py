"""The released site in place, the editions in it, and the log.

The project's own log is the log. The site in place must be the one that its last entry names by hash, file
for file; the copy of the log in the site is for its readers and is only compared.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kpi_lib.assure.release.evidence import EDITION_FOLDER, EVIDENCE_FOLDER, pack_name
from kpi_lib.assure.release.log import LOG_FILE, Log, as_text, load_log
from kpi_lib.assure.release.seal import hash_of_site
from kpi_lib.core.errors import ReleaseError
from kpi_lib.disk.replace import write_file
from kpi_lib.pack.project import Project
from kpi_lib.run.hashes import Files, changed_files, hash_files, parse_sums, sha256, some_of, sums_text
from kpi_lib.run.record import EditionRecord, PageRecord, in_reading_order, load_record

EDITIONS_FILE = "editions.json"
"""In every site: what its editions are and which pages they have, for the site that comes after it."""
SCRIPT_FILE = "editions.js"
"""In every site, for `scripts/newer.js`: a page of an old edition finds the newest there."""
FILES_FILE = "site.sha256"
"""Next to the log: every file of the released site with its hash, as `sha256sum --check` reads it."""


@dataclass(frozen=True)
class Archive:
    """The released site of a project and its log; `site` is None where there is no released site.

    `files` are those of the site, each with its SHA-256; whatever else is in its folder is no part of it.
    Without a site, what its editions said is read from their evidence `packs`, where those are here.
    """

    site: Path | None = None
    log: Log = ()
    records: tuple[EditionRecord, ...] = ()
    files: Files = field(default_factory=dict)
    packs: Mapping[str, Path] = field(default_factory=dict)

    @property
    def next_release(self) -> int:
        """The number of the release that comes next."""
        return len(self.log) + 1

    @property
    def site_hash(self) -> str:
        """The one hash of the released site, or an empty text."""
        return hash_of_site(self.files) if self.site else ""

    @property
    def released_slugs(self) -> frozenset[str]:
        """The editions that the last release in the log holds."""
        return self.log[-1].slugs if self.log else frozenset()

    def record(self, slug: str) -> EditionRecord | None:
        """Return what the released site says of an edition, or None."""
        return next((record for record in self.records if record.slug == slug), None)

    def folder(self, slug: str) -> Path | zipfile.Path:
        """Return where the files of a released edition are: in the site, else in its evidence pack."""
        return self.site / "editions" / slug if self.site else _packed(self.packs[slug])


def load_archive(project: Project) -> Archive:
    """Read the log of a project and its released site.

    Raises
    ------
    ReleaseError : the log is broken; the site in place is not, file for file, the one that the log says was
        released last; there is a released site but no log.
    """
    log = load_log(project.releases / LOG_FILE)
    files = hash_files(project.site) if project.site.is_dir() else {}
    if log and files:
        _check_in_place(project, log, files)
        return Archive(project.site, log, load_site_records(project.site), files)
    if {EDITIONS_FILE, LOG_FILE} & {*files} and files.get(LOG_FILE) != sha256(b""):
        raise _without_log(project)  # an empty log is that of a site built but never released
    packs = _packs_of(project, log)
    records = (load_record(_packed(path)) for path in packs.values())
    return Archive(log=log, records=tuple(filter(None, records)), packs=packs)


def load_site_records(site: Path) -> tuple[EditionRecord, ...]:
    """Return what a site says of its editions; nothing for a folder that is no such site."""
    try:
        editions = json.loads((site / EDITIONS_FILE).read_text(encoding="utf-8"))
        return tuple(_record(fields) for fields in editions)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def save_site_list(site: Path, records: Sequence[EditionRecord]) -> None:
    """Write `editions.json` and `editions.js` for all editions of a site, those carried over too."""
    ordered = in_reading_order(records)
    items = [asdict(record) | {"pages": [_without_key(page) for page in record.pages]} for record in ordered]
    text = json.dumps(items, indent=1, ensure_ascii=False) + "\n"
    (site / EDITIONS_FILE).write_text(text, encoding="utf-8", newline="\n")
    links = [
        {
            "slug": record.slug,
            "quarter": record.quarter,
            "area_code": record.area_code,
            "title": record.title,
            "address": record.first_page,
        }
        for record in ordered
    ]
    script = f"window.kpiEditions = {json.dumps(links, ensure_ascii=False, indent=1)};\n"
    (site / SCRIPT_FILE).write_text(script, encoding="utf-8", newline="\n")


def save_files(project: Project, files: Files) -> None:
    """Keep the list of the released site's files next to the log; raises StorageError."""
    write_file(project.releases / FILES_FILE, sums_text(files), is_private=True)


def _check_in_place(project: Project, log: Log, files: Files) -> None:
    """Raise ReleaseError unless the files in place are those of the last release, the stamped ones too."""
    stated = log[-1].hashes.site
    listed = _load_files(project)
    if hash_of_site(listed) == stated:
        changed = changed_files(listed, files)
    else:  # no list, or one of another release: the log's own hash still decides
        changed = [] if hash_of_site(files) == stated else ["files other than those released"]
    if files.get(LOG_FILE) != sha256(as_text(log).encode()) and not changed:
        changed = [f"{LOG_FILE} (changed)"]
    if changed:
        raise ReleaseError(
            "The site in place was changed after it was released",
            where=str(project.site),
            got=some_of(changed),
            expected=f"the site of release {len(log)}, the last in {project.releases / LOG_FILE}",
            hint=f"put the site back from its copy; without one, move {project.site.name} away and build its"
            " editions anew: kpi run --quarter … for each",
        )


def _without_log(project: Project) -> ReleaseError:
    log_file = project.releases / LOG_FILE
    return ReleaseError(
        "There is a released site here but no log of its releases",
        where=str(project.site),
        got=f"no {log_file}",
        expected="the log that the site was released with",
        hint=f"put {_short(log_file, project)} back from its copy; if there is none, and you know where the"
        f" site is from, take its own: copy {_short(project.site / LOG_FILE, project)} there",
    )


def _short(path: Path, project: Project) -> str:
    return (path.relative_to(project.root) if path.is_relative_to(project.root) else path).as_posix()


def _packs_of(project: Project, log: Log) -> dict[str, Path]:
    """Return where the evidence of each edition of the last release is, of those whose pack is here."""
    folder, editions = project.releases / EVIDENCE_FOLDER, log[-1].editions if log else ()
    packs = {edition.slug: folder / pack_name(edition.slug, edition.release) for edition in editions}
    return {slug: path for slug, path in packs.items() if path.is_file() and zipfile.is_zipfile(path)}


def _packed(pack: Path) -> zipfile.Path:
    return zipfile.Path(pack, f"{EDITION_FOLDER}/")


def _load_files(project: Project) -> Files:
    try:
        text = (project.releases / FILES_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    return parse_sums(text)


def _without_key(page: PageRecord) -> dict[str, object]:
    return {name: value for name, value in asdict(page).items() if name != "key"}


def _record(fields: dict[str, Any]) -> EditionRecord:
    pages = tuple(PageRecord(**page, key="") for page in fields["pages"])
    return EditionRecord(**fields | {"pages": pages})
