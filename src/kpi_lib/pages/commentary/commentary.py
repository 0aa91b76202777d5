"""The council's own commentary on a quarter: words by hand, figures and verdicts by reference.

It is `data/raw/commentary/E10000034/2017-18-Q4.md`: the folder says which area it is about.

A level-two heading says where a part is shown: `## Overview`, or an indicator by id, title or plain title.
`{{ value: … }}`, `{{ verdict: … }}` and `{{ change: … }}` stand for what is computed, `{{ quote: … }}` for
what somebody else said. Any other figure or claim is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import KpiError, KpiErrors, Place, ProseError, nearest, raise_all
from kpi_lib.ingest.hand_written.commentary import commentary_file, list_commentaries
from kpi_lib.ingest.raw_folder import path_in
from kpi_lib.pages.commentary.claims import Mark, blocks_of_markdown, marks_of, plain, without_unseen
from kpi_lib.pages.commentary.references import REFERENCE, reference_words
from kpi_lib.present.shown.display import Shown, show_commentary

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

OVERVIEW = "overview"
LARGEST = 100_000
_HEADING = re.compile(r"^## +(.+?) *#* *$", re.MULTILINE)
_TITLE = re.compile(r"\A(\s*)# .*")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a commentary: where it is shown (`overview` or an indicator's id), text and first line."""

    place: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Commentary:
    """What the council says of one quarter."""

    file: str
    sections: tuple[Section, ...]

    def at(self, place: str) -> tuple[Section, ...]:
        """Return the parts that are shown at a place."""
        return tuple(section for section in self.sections if section.place == place)


def load_commentary(raw: Path, file: str) -> str | None:
    """Return the text of a commentary by its path in the raw folder; nothing where there is none.

    Raises
    ------
    ProseError : it cannot be read as text, see `load_text`, or is too long to be a commentary.
    ManifestError : it is a link out of the raw folder, or no regular file.
    """
    path = path_in(raw, file)
    if not path.exists():
        return None
    text = load_text(path, ProseError, where=file)
    if len(text) > LARGEST:
        raise ProseError(
            "This is too long for a commentary",
            where=file,
            got=f"{len(text):,} characters",
            expected=f"at most {LARGEST:,}",
        )
    return without_unseen(text)


def check_commentaries(raw: Path) -> None:
    """Check the names, the headings and the words of all commentaries in a raw folder.

    Raises
    ------
    ProseError, ManifestError : every fault of every file.
    """
    faults: list[KpiError] = []
    for file, _ in list_commentaries(raw):
        try:
            text = load_commentary(raw, file) or ""
            faults += written_faults(parse_commentary(text, file, load_catalogue()))
        except KpiError as error:
            faults += error.errors if isinstance(error, KpiErrors) else [error]
    raise_all(faults)


def parse_commentary(text: str, file: str, catalogue: Catalogue) -> Commentary:
    """Read a commentary's parts; raises ProseError naming every heading that is no place."""
    headings = [*_HEADING.finditer(text)]
    ends = [*(heading.start() for heading in headings), len(text)]
    places = {indicator.id: (indicator.id, indicator.title, indicator.plain_title) for indicator in catalogue}
    sections = [Section(OVERVIEW, _TITLE.sub(r"\1", text[: ends[0]]), 1)]
    faults: list[KpiError] = []
    for heading, end in zip(headings, ends[1:], strict=True):
        line = text.count("\n", 0, heading.start()) + 1
        place = _place(heading.group(1), places)
        if place is None:
            faults.append(_no_place(heading.group(1), file, line, places))
        else:
            sections.append(Section(place, text[heading.end() : end], line))
    raise_all(faults)
    return Commentary(file, tuple(section for section in sections if section.text.strip()))


def written_faults(commentary: Commentary) -> list[KpiError]:
    """Return every figure and claim that is written by hand, as the error that a user reads."""
    return [fault for section in commentary.sections for fault in _faults_of(section, commentary.file)]


def check_commentary(pack: Pack) -> None:
    """Check the commentary on a pack's area and quarter, where there is one.

    Raises
    ------
    ProseError : figures or claims written by hand, or references that do not resolve; all at once.
    """
    commentary = commentary_of(pack)
    faults = written_faults(commentary) if commentary else []
    for section in commentary.sections if commentary else ():
        try:
            resolved(section, pack)
        except KpiError as error:
            faults += error.errors if isinstance(error, KpiErrors) else [error]
    raise_all(faults)


def commentary_of(pack: Pack) -> Commentary | None:
    """Return the commentary on the pack's area and quarter, or nothing."""
    file = _file_of(pack)
    text = load_commentary(pack.project.raw, file)
    return parse_commentary(text, file, pack.catalogue) if text is not None else None


def resolved(section: Section, pack: Pack) -> str:
    """Return a part's Markdown with references filled in; raises ProseError for all that do not resolve."""
    faults: list[KpiError] = []

    def fill(match: re.Match[str]) -> str:
        try:
            return reference_words(match, pack)
        except ProseError as error:
            line = section.line + section.text.count("\n", 0, match.start())
            faults.append(
                ProseError(
                    error.what,
                    where=Place(_file_of(pack), line),
                    got=match.group(),
                    expected=error.expected,
                    hint=error.hint,
                )
            )
            return ""

    text = REFERENCE.sub(fill, section.text)
    if not faults and ("{{" in text or "}}" in text):
        faults.append(
            ProseError(
                "A reference in the commentary is not closed, or not opened",
                where=_file_of(pack),
                got="'{{' or '}}' alone",
                expected="{{ value: referral_rate }}",
            )
        )
    raise_all(faults)
    return text


def show_section(pack: Pack, place: str) -> Shown | None:
    """Return the part of the commentary for a place, marked as the council's; nothing without one."""
    from markdown_it import MarkdownIt

    commentary = commentary_of(pack)
    sections = commentary.at(place) if commentary else ()
    if not sections:
        return None
    text = "\n\n".join(resolved(section, pack).strip() for section in sections)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    deeper = re.sub(r"^#+ ", "### ", text, flags=re.MULTILINE)
    plain_text = "\n".join(block.text for block in blocks_of_markdown(text, has_html=False))
    return show_commentary(reader.render(deeper), plain_text, pack.settings.council)


def _faults_of(section: Section, file: str) -> Iterator[ProseError]:
    hidden = REFERENCE.sub(lambda match: "·" + "\n" * match.group().count("\n"), section.text)
    lines = section.text.split("\n")
    for mark in marks_of(blocks_of_markdown(hidden, has_html=False)):
        kind = "figure" if mark.is_figure else "claim"
        yield ProseError(
            f"A commentary states a {kind} that is not a reference",
            where=Place(file, section.line + mark.line - 1),
            got=f"'{mark.word}' in “{lines[mark.line - 1].strip()}”",
            expected=_reference(section.place, mark),
            hint='or say it without; what somebody else said is {{ quote: "words", "who" }} '
            "(docs/checked-prose.md)",
        )


def _reference(place: str, mark: Mark) -> str:
    name = "INDICATOR" if place == OVERVIEW else place
    if mark.is_figure:
        return f"{{{{ value: {name} }}}}"
    return f"{{{{ verdict: {name} }}}}, {{{{ change: {name} }}}} or {{{{ verdict: {name}, neighbours }}}}"


def _file_of(pack: Pack) -> str:
    return commentary_file(pack.area.area_code, pack.quarter)


def _place(heading: str, places: dict[str, tuple[str, str, str]]) -> str | None:
    wanted = plain(heading)
    if wanted == OVERVIEW:
        return OVERVIEW
    return next((name for name, known in places.items() if wanted in map(plain, known)), None)


def _no_place(heading: str, file: str, line: int, places: dict[str, tuple[str, str, str]]) -> ProseError:
    names = [OVERVIEW, *(text for known in places.values() for text in known)]
    return ProseError(
        "A heading of the commentary names no page",
        where=Place(file, line),
        got=f"'{heading}'",
        expected="Overview, or an indicator's id or title",
        hint=nearest(heading, names) or "see the codebook in README.md",
    )
