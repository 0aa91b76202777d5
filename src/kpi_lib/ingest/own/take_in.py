"""A council's own file from its listing to its figures: what is understood, asked and missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import ManifestError, raise_all
from kpi_lib.ingest.add import Ask as AskField
from kpi_lib.ingest.add import add_to_manifest, own_names
from kpi_lib.ingest.clean import Cleaned, clean_each
from kpi_lib.ingest.issues import STOP, Issue
from kpi_lib.ingest.manifest import ManifestEntry
from kpi_lib.ingest.own.names import NAMES_FILE
from kpi_lib.ingest.own.no_figures import fault_of_no_figures, is_own
from kpi_lib.ingest.own.questions import Ask, Question, distinct_questions, write_questions
from kpi_lib.ingest.raw_folder import path_in
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.verbs import read_entry


@dataclass(frozen=True)
class Added:
    """What became of a file that was listed: its entry, how many figures it gives, and its issues."""

    entry: ManifestEntry
    figures: int
    issues: tuple[Issue, ...]


def take_in_file(
    path: Path,
    raw_dir: Path,
    *,
    answers: Mapping[str, str] | None = None,
    ask: AskField | None = None,
    ask_name: Ask | None = None,
    today: date | None = None,
    home_area: str = "",
) -> Added:
    """List a file, read its figures, and settle what its names and units mean; see `add_to_manifest`.

    Questions are asked with `ask_name`, or else written into `names.toml` with suggestions as comments. That
    file is listed with the first that needs it, and again with each.

    Raises
    ------
    ManifestError : as of `add_to_manifest`; questions are left open, which names.toml now holds.
    DataError : the file's figures cannot be, all faults together; it is listed.
    NoFiguresError : it is a council's own and gives none; it is listed.
    """
    entry = add_to_manifest(path, raw_dir, answers=answers, ask=ask, today=today, home_area=home_area)
    if entry.path == NAMES_FILE:
        return Added(entry, 0, ())
    reading, cleaned = _judged(raw_dir, entry)
    questions = distinct_questions(cleaned.questions)
    if questions:
        left = write_questions(path_in(raw_dir, NAMES_FILE), questions, ask_name)
        _list_names(raw_dir, entry, today)
        raise_all([_unanswered(entry, left)] if left else [])
        reading, cleaned = _judged(raw_dir, entry)
    elif path_in(raw_dir, NAMES_FILE).exists():
        _list_names(raw_dir, entry, today)
    if is_own(entry, reading.layout):
        raise_all(issue.as_error() for issue in cleaned.issues if issue.severity == STOP)
        raise_all(filter(None, [fault_of_no_figures(entry, reading, cleaned)]))
    return Added(entry, len(cleaned.observations), cleaned.issues)


def _judged(raw_dir: Path, entry: ManifestEntry) -> tuple[Reading, Cleaned]:
    names = own_names(raw_dir)
    reading = read_entry(raw_dir, entry, names)
    (cleaned,) = clean_each([reading], load_catalogue(), load_areas(), names)
    return reading, cleaned


def _list_names(raw_dir: Path, entry: ManifestEntry, today: date | None) -> None:
    answers = {"publisher": entry.publisher, "licence": entry.licence}
    add_to_manifest(raw_dir / NAMES_FILE, raw_dir, answers=answers, today=today, check_names=False)


def _unanswered(entry: ManifestEntry, left: list[Question]) -> ManifestError:
    names = ", ".join(f"'{question.name}'" for question in left[:8]) + (", …" if len(left) > 8 else "")
    one = len(left) == 1
    return ManifestError(
        f"{len(left)} name{' is' if one else 's are'} not settled yet",
        where=entry.path,
        got=names,
        expected=f"an answer for {'it' if one else 'each'} in {NAMES_FILE}, which now holds the question"
        + ("" if one else "s"),
        hint=f"take the # away before the right lines of {NAMES_FILE}, then: kpi add {entry.path}",
    )
