"""What an executed edition says of itself: `edition.json`, and the list of all editions."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kpi_lib.core.audience import Audience
from kpi_lib.core.errors import NotebookError
from kpi_lib.core.periods import Period, parse_period

RECORD_FILE = "edition.json"
FIGURES_FILE = "figures.csv"
"""Next to it: every figure and verdict of the edition as printed."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One executed page: `key` stands for all it was made from, `sha256` for its bytes."""

    kind: str
    address: str
    parent: str
    title: str
    menu_title: str
    key: str
    sha256: str
    audience: str = Audience.PUBLISHED.value


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """One executed edition, as its `edition.json` holds it."""

    slug: str
    quarter: str
    area_code: str
    area_name: str
    is_home: bool
    title: str
    short_title: str
    pages: tuple[PageRecord, ...]

    @property
    def period(self) -> Period:
        """The quarter as a period."""
        return parse_period(self.quarter)

    @property
    def first_page(self) -> str:
        """Address of the page that opens the edition, from the site's root and without an ending."""
        return f"editions/{self.slug}/{self.pages[0].address}"

    def page(self, address: str) -> PageRecord | None:
        """Return the page at an address, or None."""
        return next((page for page in self.pages if page.address == address), None)

    def children(self, address: str) -> tuple[PageRecord, ...]:
        """Return the pages that are under the page at an address (a theme's indicators)."""
        return tuple(page for page in self.pages if page.parent == address)


def as_json(record: EditionRecord) -> str:
    """Return the text of `edition.json`."""
    return json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n"


def load_record(folder: Path | zipfile.Path) -> EditionRecord | None:
    """Read the record of the edition in `folder`; None where there is none.

    Raises
    ------
    NotebookError : the file is there but is no record of this version.
    """
    path = folder / RECORD_FILE
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        pages = tuple(PageRecord(**page) for page in raw.pop("pages"))
        return EditionRecord(**raw, pages=pages)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise NotebookError(
            "This is no record of an executed edition",
            where=str(path),
            got=f"{type(error).__name__}: {error}",
            hint="remove the edition's folder and run `kpi execute` again",
        ) from error


def load_editions(editions: Path, area_code: str) -> tuple[EditionRecord, ...]:
    """Read the records of an area's executed editions, the newest quarter first."""
    folders = (path for path in editions.glob("*/") if not path.name.startswith("."))
    records = [record for folder in folders if (record := load_record(folder)) is not None]
    return in_reading_order(record for record in records if record.area_code == area_code)


def in_reading_order(records: Iterable[EditionRecord]) -> tuple[EditionRecord, ...]:
    """Return editions with the home area first, then by area name, newest quarter first."""
    newest_first = sorted(records, key=lambda record: record.period, reverse=True)
    return tuple(sorted(newest_first, key=lambda record: (not record.is_home, record.area_name)))
