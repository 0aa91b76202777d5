"""A page as a document: headings, numbered paragraphs, tables and pictures, for Word and for print.

The same blocks make the web page, so a document says what its page says, word for word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from kpi_lib.present.shown.display import Shown, render, show_note, show_subheading, show_together
from kpi_lib.present.shown.exhibits import Table
from kpi_lib.present.shown.tables import show_table, without_withheld_rows
from kpi_lib.present.words.statements import RowKey, join_statements

MIME = "application/vnd.kpi.document+json"
"""What an executed notebook holds a document as; publishers of web pages pass it over."""


@dataclass(frozen=True, slots=True)
class Note:
    """A quiet paragraph without a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading within a section, with the rule or the sentence that is under it."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered paragraph: what it is about, what is said of it, where it leads.

    `statements`: what it says of which rows.
    """

    number: int
    lead: str
    text: str
    href: str = ""
    statements: Mapping[RowKey, str] = field(default_factory=dict)

    def __str__(self) -> str:
        words = f"{self.lead}: {self.text}" if self.lead else self.text
        return f"{self.number}. {words}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; `shown` is on the page in its place where a table is not what a page shows."""

    table: Table
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Plate:
    """A chart: its pictures and words are those of the display object."""

    shown: Shown


Block = Note | Subheading | Numbered | Sheet | Plate


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `about` is its title block, a name and its words each; `small_print` its end, likewise; `running` stands
    at the head of every page, `short_title` at its foot; `day` (as 2018-07-12) is its date in its properties.
    """

    title: str
    running: str
    short_title: str
    subject: str
    day: str
    about: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    small_print: Sequence[tuple[str, str]]


def number_through(parts: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Return the blocks with their paragraphs numbered from one, through all sections."""
    number, numbered = 0, []
    for blocks in parts:
        done: list[Block] = []
        for block in blocks:
            if isinstance(block, Numbered):
                number += 1
                block = replace(block, number=number)
            done.append(block)
        numbered.append(done)
    return numbered


def show_section(section: Section) -> Shown:
    """Return a section for the page, without its heading; paragraphs in a row are one numbered list."""
    parts: list[Shown] = []
    run: list[Numbered] = []
    for block in [*section.blocks, None]:
        if isinstance(block, Numbered):
            run.append(block)
            continue
        if run:
            parts.append(_show_numbered(run))
            run = []
        if block is not None:
            parts.append(_show_block(block))
    return show_together(*parts)


def show_about(document: Document) -> Shown:
    """Return the title block for the page."""
    html = render("about.html.j2", lines=document.about)
    return Shown(html=html, text="\n".join(f"{name}: {words}" for name, words in document.about))


BRIEF_FILES = "brief"
"""The name of the brief's files, Word and PDF, without an ending; the brief's own page has it too."""


def show_files(document: Document, name: str) -> Shown:
    """Return the place of the links to a document's files, which only a publisher can fill.

    Parameters
    ----------
    document : kept with the executed notebook; its files are made from it when a site is built.
    name : file name of the document without an ending.
    """
    html = render("files.html.j2", name=name, words="")
    return Shown(
        html=html, text="Word and PDF are made with the site.", attached={MIME: payload_of(document)}
    )


def show_pointer(name: str, words: str) -> Shown:
    """Return a link from another page to a document's page, with a place for the links to its files."""
    html = render("files.html.j2", name=name, words=words)
    return Shown(html=html, text=f"{words}: {name}.html")


def payload_of(document: Document) -> dict[str, object]:
    """Return a document as plain data for JSON: every block has its `kind`."""
    return {
        "title": document.title,
        "running": document.running,
        "short_title": document.short_title,
        "subject": document.subject,
        "day": document.day,
        "about": [list(line) for line in document.about],
        "small_print": [list(line) for line in document.small_print],
        "sections": [
            {"title": section.title, "blocks": [_block_data(block) for block in section.blocks]}
            for section in document.sections
        ],
    }


def _show_block(block: Note | Subheading | Sheet | Plate) -> Shown:
    if isinstance(block, Note):
        return show_note(block.text)
    if isinstance(block, Subheading):
        return show_subheading(block.title, block.text)
    if isinstance(block, Sheet):
        return block.shown or show_table(block.table)
    return block.shown


def _show_numbered(paragraphs: Sequence[Numbered]) -> Shown:
    html = render("numbered.html.j2", paragraphs=paragraphs)
    return Shown(
        html=html,
        text="\n".join(map(str, paragraphs)),
        statements=join_statements(paragraph.statements for paragraph in paragraphs),
    )


def _block_data(block: Block) -> dict[str, object]:
    if isinstance(block, Sheet):
        table = without_withheld_rows(block.table)
        if not table.groups and table.notes:
            return {"kind": "note", "text": " ".join(table.notes)}
        return {**asdict(table), "kind": "table"}
    if isinstance(block, Plate):
        return {"kind": "picture", **_picture_data(block.shown)}
    kind = {Note: "note", Subheading: "subheading", Numbered: "numbered"}[type(block)]
    data = {"kind": kind, **asdict(block)}
    data.pop("statements", None)  # a document has its paragraphs' words already
    return data


def _picture_data(shown: Shown) -> dict[str, object]:
    drawn = shown.drawing
    if drawn is None:
        return {"svg": "", "alt": "", "caption": "", "notes": [shown.text]}
    return {"svg": drawn.svg, "alt": drawn.alt, "caption": drawn.caption, "notes": list(drawn.notes)}
