"""What stands released: the site in place, the editions in it with their figures, and the log.

The log is kept twice: in `releases/` of the project, and as a copy in the site itself, which moves into
place in one step with the site. Whichever of the two is longer by whole entries is the log: a release
killed after its site was in place is so completed, and a project without a log learns it from its site.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kpi_lib.core.errors import ReleaseError
from kpi_lib.edition.project import Project
from kpi_lib.edition.record import EditionRecord, PageRecord, in_reading_order
from kpi_lib.edition.release.figures import load_figures
from kpi_lib.edition.release.log import LOG_FILE, Log, is_start_of, load_log

EDITIONS_FILE = "editions.json"
"""In every site: what its editions are and which pages they have, for the site that comes after it."""


@dataclass(frozen=True)
class Archive:
    """The released site of a project and its log; `site` is None where no released site stands."""

    site: Path | None = None
    log: Log = ()
    records: tuple[EditionRecord, ...] = ()

    @property
    def next_release(self) -> int:
        """The number of the release that comes next."""
        return len(self.log) + 1

    @property
    def released_slugs(self) -> frozenset[str]:
        """The editions that the last release in the log holds."""
        return self.log[-1].slugs if self.log else frozenset()

    def record(self, slug: str) -> EditionRecord | None:
        """Return what the released site says of an edition, or None."""
        return next((record for record in self.records if record.slug == slug), None)

    def figures(self, slug: str) -> pd.DataFrame:
        """Return the printed figures of a released edition; none where it has no such file."""
        return load_figures(self.folder(slug))

    def folder(self, slug: str) -> Path:
        """Return where a released edition lies."""
        assert self.site is not None, "asked for an edition of a site that is not there"
        return self.site / "editions" / slug


def load_archive(project: Project) -> Archive:
    """Read the released site of a project and the log.

    Raises
    ------
    ReleaseError : the log is broken, or the site in place and the log tell of different releases.
    """
    log_file, site_copy = project.releases / LOG_FILE, project.site / LOG_FILE
    kept, told = load_log(log_file), load_log(site_copy)
    records = load_site_records(project.site)
    if not project.site.is_dir() or not records:
        return Archive(log=kept)
    if not is_start_of(kept, told):
        raise ReleaseError(
            "The site in place is not the one that the log says was released last",
            where=str(project.site),
            got=f"a site that tells of {_count(told)}",
            expected=f"the site of {_count(kept)}, as {log_file} has it",
            hint="put the released site back from its copy, or, if the log is wrong, restore the log",
        )
    return Archive(project.site, told, records)


def load_site_records(site: Path) -> tuple[EditionRecord, ...]:
    """Return what a site says of its editions; nothing for a folder that is no such site."""
    try:
        items: list[dict[str, Any]] = json.loads((site / EDITIONS_FILE).read_text(encoding="utf-8"))
        return tuple(_record(item) for item in items)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def records_text(records: Sequence[EditionRecord]) -> str:
    """Return the text of `editions.json`: the records in reading order, without the keys of a run."""
    items = [
        asdict(record) | {"pages": [_without_key(page) for page in record.pages]}
        for record in in_reading_order(records)
    ]
    return json.dumps(items, indent=1, ensure_ascii=False) + "\n"


def _without_key(page: PageRecord) -> dict[str, object]:
    return {name: value for name, value in asdict(page).items() if name != "key"}


def _record(item: dict[str, Any]) -> EditionRecord:
    pages = tuple(PageRecord(**page, key="") for page in item["pages"])
    return EditionRecord(**item | {"pages": pages})


def _count(log: Log) -> str:
    return f"{len(log)} release{'s' * (len(log) != 1)}"
