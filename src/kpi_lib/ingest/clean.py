"""Cells become observations and issues; no figure that an indicator wants goes missing on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.contracts import OBSERVATIONS
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import DataError
from kpi_lib.ingest.checks import check_duplicates, check_figures, check_rounding
from kpi_lib.ingest.issues import STOP, WARN, Issue, frame_of_issues
from kpi_lib.ingest.layouts import find_layout
from kpi_lib.ingest.layouts.figures import NO_TRANSLATION, Surroundings, Translation
from kpi_lib.ingest.layouts.measures import populations_of
from kpi_lib.ingest.layouts.places import area_codes_of
from kpi_lib.ingest.own.names import NO_NAMES, Names
from kpi_lib.ingest.own.questions import Question
from kpi_lib.ingest.reading import Reading

_NUMBERS = ("numerator", "denominator", "value")
_DATES = ("period_start", "period_end", "published")
_PLACES = ("row", "column")


@dataclass(frozen=True)
class Cleaned:
    """What one reading says: observations, issues, how many figures were wanted and left out, and, of a
    council's own file, its questions, targets and comments."""

    observations: pd.DataFrame
    issues: tuple[Issue, ...]
    wanted: int
    left_out: int
    questions: tuple[Question, ...] = ()
    targets: tuple[pd.DataFrame, ...] = ()
    comments: tuple[pd.DataFrame, ...] = ()


def clean_observations(
    readings: Sequence[Reading], catalogue: Catalogue, areas: Areas, names: Names = NO_NAMES
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the observations of all readings, and every issue found in reading and cleaning them.

    Parameters
    ----------
    readings : the files, in the order in which a duplicate counts as the later one.
    catalogue, areas, names : what is known of indicators and areas, and the council's own names.

    Returns
    -------
    observations : one row per indicator, area, period and source.
    issues : one row per issue, `stop` where figures cannot be used.

    Raises
    ------
    DataError : figures went missing in cleaning, which is a fault of this library.
    """
    cleaned = clean_each(readings, catalogue, areas, names)
    observations = join_observations(item.observations for item in cleaned)
    across = check_across_files(observations, readings)
    return observations, frame_of_issues([*(issue for item in cleaned for issue in item.issues), *across])


def clean_each(
    readings: Sequence[Reading], catalogue: Catalogue, areas: Areas, names: Names = NO_NAMES
) -> list[Cleaned]:
    """Return what each reading says of indicators, in the order given; see `clean_observations`."""
    populations = populations_of(readings, lambda table: area_codes_of(table, areas))
    around = Surroundings(catalogue, areas, populations, names)
    return [_clean(reading, around) for reading in readings]


def join_observations(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts under the columns of the contract."""
    together = [part for part in parts if len(part)]
    if not together:
        return as_observations(pd.DataFrame(columns=list(OBSERVATIONS)))
    return pd.concat(together, ignore_index=True)


def check_across_files(observations: pd.DataFrame, readings: Iterable[Reading]) -> list[Issue]:
    """Return an issue per figure that two files of one edition both state; see `check_duplicates`."""
    strict = {reading.file for reading in readings if find_layout(reading.layout).is_strict}
    across = observations.drop_duplicates([*_KEY_IN_FILE, "source"])
    found = check_duplicates(across, WARN)
    return [
        Issue(STOP, issue.code, issue.what, issue.file, issue.row, issue.column, issue.got, issue.expected,
              "keep the figure in one file, or give the files different editions in the manifest")
        if issue.file in strict else issue
        for issue in found
    ]  # fmt: skip


_KEY_IN_FILE = ["indicator_id", "area_code", "period", "edition"]


def _clean(reading: Reading, around: Surroundings) -> Cleaned:
    parts = [_clean_table(part, around) for part in _translated(reading)]
    return Cleaned(
        join_observations(part.observations for part in parts),
        (*reading.found, *(issue for part in parts for issue in part.issues)),
        sum(part.wanted for part in parts),
        sum(part.left_out for part in parts),
        tuple(question for part in parts for question in part.questions),
        tuple(frame for part in parts for frame in part.targets),
        tuple(frame for part in parts for frame in part.comments),
    )


def _translated(reading: Reading) -> list[Reading]:
    """Return the tables that give figures, one by one, or together where the layout joins them."""
    parts = [part for part in reading.parts() if find_layout(part.layout).figures]
    joint = [part for part in parts if find_layout(part.layout).joins_tables]
    if len(joint) < 2:
        return parts
    tables = tuple(table for part in joint for table in part.tables)
    others = [part for part in parts if not find_layout(part.layout).joins_tables]
    return [replace(joint[0], tables=tables), *others]


def _clean_table(reading: Reading, around: Surroundings) -> Cleaned:
    layout = find_layout(reading.layout)
    translation = layout.figures(reading, around) if layout.figures else NO_TRANSLATION
    _check_nothing_is_lost(reading, translation)
    observations = as_observations(_add_edition(translation.figures, reading))
    severity = STOP if layout.is_strict else WARN
    issues = (
        *translation.issues,
        *check_duplicates(observations, severity),
        *check_figures(observations, around.catalogue, severity),
        *check_rounding(observations, around.catalogue, around.areas, around.names, severity),
    )
    kept = observations.drop_duplicates(_KEY_IN_FILE, ignore_index=True)
    again = len(observations) - len(kept)
    return Cleaned(
        kept, issues, translation.wanted, translation.left_out + again, translation.questions,
        () if translation.targets is None else (translation.targets,),
        () if translation.comments is None else (translation.comments,),
    )  # fmt: skip


def _add_edition(figures: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Add who said it, in which edition and when; a day that a row states itself comes before the file's."""
    known = pd.Series(pd.Timestamp(reading.published) if reading.published else pd.NaT, figures.index)
    own = figures.get("published", known)
    return figures.assign(source=reading.file, edition=reading.edition, published=own.fillna(known))


def _check_nothing_is_lost(reading: Reading, translation: Translation) -> None:
    found = len(translation.figures) + translation.left_out
    if found != translation.wanted:
        raise DataError(
            "Figures went missing in cleaning",
            where=reading.file,
            got=f"{found} of {translation.wanted}",
            expected="every figure in observations or in issues",
            hint="this is a fault of the library: please report it with the file",
        )


def as_observations(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures under the columns and types of the contract."""
    texts = [name for name in OBSERVATIONS if name not in (*_NUMBERS, *_DATES, *_PLACES)]
    types = (
        dict.fromkeys(texts, "str")
        | dict.fromkeys(_NUMBERS, "float64")
        | dict.fromkeys(_DATES, "datetime64[us]")
        | dict.fromkeys(_PLACES, "int32")
    )
    return figures[list(OBSERVATIONS)].astype(types).reset_index(drop=True)
