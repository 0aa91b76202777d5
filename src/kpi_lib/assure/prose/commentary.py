"""The council's own commentary on a quarter, checked like every page.

It is `data/raw/commentary/E10000034/2017-18-Q4.md`: the folder says which area it is about.

A level-two heading says where a part is shown: `## Overview`, or an indicator by id, title or plain title.
`{{ value: … }}`, `{{ verdict: … }}` and `{{ change: … }}` stand for what is computed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi_lib.assure.prose.check import Checker, Finding
from kpi_lib.assure.prose.plain import blocks_of_markdown, plain, visible
from kpi_lib.assure.prose.references import REFERENCE, reference_words
from kpi_lib.catalogue.indicators import Catalogue, load_catalogue
from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import KpiError, KpiErrors, Place, ProseError, nearest, raise_all
from kpi_lib.ingest.hand_written.commentary import commentary_file, list_commentaries
from kpi_lib.ingest.raw_folder import path_in
from kpi_lib.present.shown.commentary import show_commentary
from kpi_lib.present.shown.display import Shown

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

OVERVIEW = "overview"
LARGEST = 100_000
_HEADING = re.compile(r"^## +(.+?) *#* *$", re.MULTILINE)


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

    def at(self, place: str) -> Section | None:
        """Return the part that is shown at a place, or nothing."""
        return next((section for section in self.sections if section.place == place), None)


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
    return visible(text)


def check_commentaries(raw: Path) -> None:
    """Check the names, the text and the headings of all commentaries in a raw folder.

    Raises
    ------
    ProseError, ManifestError : every fault of every file.
    """
    faults: list[KpiError] = []
    for file, _ in list_commentaries(raw):
        try:
            parse_commentary(load_commentary(raw, file) or "", file, load_catalogue())
        except KpiError as error:
            faults += error.errors if isinstance(error, KpiErrors) else [error]
    raise_all(faults)


def parse_commentary(text: str, file: str, catalogue: Catalogue) -> Commentary:
    """Read a commentary's parts; raises ProseError naming every heading that is no place."""
    headings = [*_HEADING.finditer(text)]
    ends = [*(heading.start() for heading in headings), len(text)]
    places = {item.id: (item.id, item.title, item.plain_title) for item in catalogue}
    parts: dict[str, Section] = {}
    faults: list[KpiError] = []
    opening = re.sub(r"\A\s*# .*\n?", "", text[: ends[0]])
    if opening.strip():
        parts[OVERVIEW] = Section(OVERVIEW, opening.strip(), 1)
    for heading, end in zip(headings, ends[1:], strict=True):
        line = text.count("\n", 0, heading.start()) + 1
        place = _place(heading.group(1), places)
        if place is None:
            faults.append(_no_place(heading.group(1), file, line, places))
            continue
        before = f"{parts[place].text}\n\n" if place in parts else ""
        parts[place] = Section(place, before + text[heading.end() : end].strip(), line)
    raise_all(faults)
    return Commentary(file, tuple(section for section in parts.values() if section.text))


def commentary_of(pack: Pack) -> Commentary | None:
    """Return the commentary on the pack's area and quarter, or nothing."""
    file = _file_of(pack)
    text = load_commentary(pack.project.raw, file)
    return parse_commentary(text, file, pack.catalogue) if text is not None else None


def check_commentary(checker: Checker) -> list[Finding]:
    """Return what no computed figure or verdict bears out in the commentary on the checker's quarter."""
    pack = checker.facts.pack
    commentary = commentary_of(pack)
    found: list[Finding] = []
    for section in commentary.sections if commentary else ():
        subjects = () if section.place == OVERVIEW else (section.place,)
        page = f"{commentary.file if commentary else ''}, line {section.line}"
        found += checker.check_blocks(blocks_of_markdown(resolved(section, pack)), page, subjects)
    return found


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
    section = commentary.at(place) if commentary else None
    if section is None:
        return None
    text = resolved(section, pack)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    deeper = re.sub(r"^#+ ", "### ", text, flags=re.MULTILINE)
    plain_text = "\n".join(block.text for block in blocks_of_markdown(text))
    return show_commentary(reader.render(deeper), plain_text, pack.settings.council)


def _file_of(pack: Pack) -> str:
    return commentary_file(pack.area.area_code, pack.quarter)


def _place(heading: str, places: dict[str, tuple[str, str, str]]) -> str | None:
    wanted = plain(heading).lower()
    if wanted == OVERVIEW:
        return OVERVIEW
    return next(
        (name for name, known in places.items() if wanted in {plain(text).lower() for text in known}), None
    )


def _no_place(heading: str, file: str, line: int, places: dict[str, tuple[str, str, str]]) -> ProseError:
    names = [OVERVIEW, *(text for known in places.values() for text in known)]
    return ProseError(
        "A heading of the commentary names no page",
        where=Place(file, line),
        got=f"'{heading}'",
        expected="Overview, or an indicator's id or title",
        hint=nearest(heading, names) or "see the codebook in README.md",
    )
