"""Where a council's commentary lies: `commentary/<area code>/<quarter>.md`, so that each says whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.errors import ProseError, raise_all
from kpi_lib.core.periods import Frequency, Period, find_period

COMMENTARY_FOLDER = "commentary"


def commentary_file(area_code: str, quarter: Period) -> str:
    """Return the path of an area's commentary on a quarter, from the raw folder."""
    return f"{COMMENTARY_FOLDER}/{area_code}/{quarter.label}.md"


def list_commentaries(raw_dir: Path) -> list[tuple[str, str]]:
    """Return the path of every commentary in a raw folder with the code of its area, sorted.

    A Markdown file without a digit in its name is a note next to them.

    Raises
    ------
    ProseError : files that no page would show, because they lie under no area's code or are not named by
        their quarter; all of them.
    """
    paths = sorted((raw_dir / COMMENTARY_FOLDER).rglob("*.md"))
    files = [path.relative_to(raw_dir) for path in paths if re.search(r"\d", path.stem)]
    raise_all(_faults(files))
    return [(file.as_posix(), file.parts[1]) for file in files]


def _faults(files: list[Path]) -> Iterator[ProseError]:
    codes = {area.area_code for area in load_areas()}
    for file in files:
        if len(file.parts) == 2 or file.parts[1] not in codes:
            yield ProseError(
                "A commentary does not say whose it is",
                where=file.as_posix(),
                got=f"the folder '{file.parent.as_posix()}'",
                expected="a folder named by the area's ONS code",
                hint=f"move it: {COMMENTARY_FOLDER}/E10000034/{file.name} for Worcestershire",
            )
        elif (quarter := _quarter_of(file)) != file.stem:
            yield ProseError(
                "A commentary is not named by its quarter, so no page would show it",
                where=file.as_posix(),
                expected="a name such as 2017-18-Q4.md",
                hint=f"call it {quarter}.md" if quarter else "",
            )


def _quarter_of(file: Path) -> str:
    """Return the label of the quarter that a file's name spells; nothing where it spells none."""
    period = find_period(file.stem)
    return period.label if period is not None and period.frequency is Frequency.QUARTER else ""
