"""Where a council's commentary lies: `commentary/<area code>/<quarter>.md`, so that each says whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.core.errors import DataError, ProseError, raise_all
from kpi_lib.core.periods import Period, parse_period

COMMENTARY_FOLDER = "commentary"


def commentary_file(area_code: str, quarter: Period) -> str:
    """Return the path of an area's commentary on a quarter, from the raw folder."""
    return f"{COMMENTARY_FOLDER}/{area_code}/{quarter.label}.md"


def list_commentaries(raw_dir: Path) -> list[tuple[str, str]]:
    """Return the path of every commentary in a raw folder with the code of its area, sorted.

    Raises
    ------
    ProseError : commentaries that lie under no area's code, all of them.
    """
    found = sorted((raw_dir / COMMENTARY_FOLDER).rglob("*.md"))
    files = [path.relative_to(raw_dir) for path in found if _is_commentary(path)]
    raise_all(_faults(files))
    return [(file.as_posix(), file.parts[1]) for file in files]


def _is_commentary(path: Path) -> bool:
    """Say whether a file is named for a period; notes beside commentaries are not."""
    try:
        parse_period(path.stem)
    except DataError:
        return False
    return True


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
