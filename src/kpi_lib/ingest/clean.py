"""Cells become observations and issues; no figure that an indicator wants goes missing on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kpi_lib.catalogue.areas import Areas
from kpi_lib.catalogue.contracts import OBSERVATIONS
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.errors import DataError
from kpi_lib.ingest.checks import KEY, check_duplicates, check_figures, check_rounding
from kpi_lib.ingest.council.names import NO_NAMES, Names
from kpi_lib.ingest.council.questions import Question
from kpi_lib.ingest.issues import STOP, WARN, Issue
from kpi_lib.ingest.layouts import find_layout
from kpi_lib.ingest.layouts.figures import NO_TRANSLATION, Lookups, Translation
from kpi_lib.ingest.layouts.measures import populations_of
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


def clean_each(
    readings: Sequence[Reading], catalogue: Catalogue, areas: Areas, names: Names = NO_NAMES
) -> list[Cleaned]:
    """Return what each reading says of indicators, in the order given.

    Parameters
    ----------
    readings : the files, in the order in which a duplicate counts as the later one.
    catalogue, areas, names : what is known of indicators and areas, and the council's own names.

    Raises
    ------
    DataError : figures went missing in cleaning, which is a fault of this library.
    """
    lookups = Lookups(catalogue, areas, populations_of(readings, areas), names)
    return [_clean(reading, lookups) for reading in readings]


def join_observations(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts under the columns of the contract."""
    together = [part for part in parts if len(part)]
    if not together:
        return as_observations(pd.DataFrame(columns=list(OBSERVATIONS)))
    return pd.concat(together, ignore_index=True)


def check_across_files(observations: pd.DataFrame, readings: Iterable[Reading]) -> list[Issue]:
    """Return an issue per figure that two files of one edition both state; see `check_duplicates`."""
    strict = {reading.file for reading in readings if find_layout(reading.layout).is_strict}
    hint = "keep the figure in one file, or give the files different editions in the manifest"
    return [
        replace(issue, severity=STOP, hint=hint) if issue.file in strict else issue
        for issue in check_duplicates(observations.drop_duplicates([*KEY, "source"]), WARN)
    ]


def _clean(reading: Reading, lookups: Lookups) -> Cleaned:
    parts = [_clean_table(part, lookups) for part in _translated(reading)]
    return Cleaned(
        join_observations(part.observations for part in parts),
        (*reading.issues, *(issue for part in parts for issue in part.issues)),
        sum(part.wanted for part in parts),
        sum(part.left_out for part in parts),
        tuple(question for part in parts for question in part.questions),
        tuple(frame for part in parts for frame in part.targets),
        tuple(frame for part in parts for frame in part.comments),
    )


def _translated(reading: Reading) -> list[Reading]:
    """Return the tables that give figures, one by one, or together where the layout joins them."""
    parts = [part for part in reading.parts() if find_layout(part.layout).figures]
    # scorecards: April, May and June on three sheets make one quarter
    joint = [part for part in parts if find_layout(part.layout).joins_tables]
    if len(joint) < 2:
        return parts
    tables = tuple(table for part in joint for table in part.tables)
    others = [part for part in parts if not find_layout(part.layout).joins_tables]
    return [replace(joint[0], tables=tables), *others]


def _clean_table(reading: Reading, lookups: Lookups) -> Cleaned:
    layout = find_layout(reading.layout)
    translation = layout.figures(reading, lookups) if layout.figures else NO_TRANSLATION
    _check_nothing_is_lost(reading, translation)
    observations = as_observations(_add_edition(translation.figures, reading))
    severity = STOP if layout.is_strict else WARN
    issues = (
        *translation.issues,
        *check_duplicates(observations, severity),
        *check_figures(observations, lookups.catalogue, severity),
        *check_rounding(observations, lookups.catalogue, lookups.areas, lookups.names, severity),
    )
    # the first statement of a figure counts; those after it are duplicates, each with its issue
    figures = observations.drop_duplicates(KEY, ignore_index=True)
    again = len(observations) - len(figures)
    targets, comments = (
        () if kept is None else (kept,) for kept in (translation.targets, translation.comments)
    )
    left_out = translation.left_out + again
    return Cleaned(figures, issues, translation.wanted, left_out, translation.questions, targets, comments)


def _add_edition(figures: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Add who said it, in which edition and when; a day that a row states itself comes before the file's."""
    known = pd.Series(pd.Timestamp(reading.published) if reading.published else pd.NaT, figures.index)
    own = figures.get("published", known)
    return figures.assign(source=reading.file, edition=reading.edition, published=own.fillna(known))


def _check_nothing_is_lost(reading: Reading, translation: Translation) -> None:
    n = len(translation.figures) + translation.left_out
    if n != translation.wanted:
        raise DataError(
            "Figures went missing in cleaning",
            where=reading.file,
            got=f"{n} of {translation.wanted}",
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
