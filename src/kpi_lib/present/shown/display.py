"""What a notebook cell returns: HTML for the web, text and a picture for documents."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.axes import Axes

from kpi_lib.core.apostrophes import curl, curl_markup
from kpi_lib.core.free_text import in_all_texts, without_direction
from kpi_lib.present.ink.theme import stylesheet
from kpi_lib.present.shown.exhibits import EXHIBITS, Exhibit, Table, cited, frame_of_exhibits, payload_of
from kpi_lib.present.shown.files import save_as
from kpi_lib.present.words.marks import Mark
from kpi_lib.present.words.statements import RowKey, Statement, join_statements

PICTURES = "KPI_PICTURES"
"""Environment variable: `web` leaves out the pictures for documents, which a site does not use."""

DATA = "application/vnd.kpi.data+json"
"""The figures behind a page, attached to its executed notebook: analysts' files are written from them."""

COMMENTARY = "Commentary by the council"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a document needs of a chart: its vector picture with its text alternative, caption and notes."""

    svg: str
    alt: str
    caption: str
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Shown:
    """One thing to read, in every form a publisher may ask for.

    Parameters
    ----------
    html : markup for a web page, made by a template of this room; empty for plain text only.
    text : the same content in plain text; never empty.
    draw_png : draws a picture for documents, where the content is one; called only when it is wanted.
    drawing : the same picture in lines, with its words, where the content is one chart.
    attached : data kept with the executed notebook and shown by no publisher, by MIME type.
    exhibits : the charts and tables in it, in their order, as data.
    axes : of a chart, its pictures as drawn: wide, narrow.
    statements : what it says of the rows it shows, a sentence under each row's key.
    """

    html: str
    text: str
    draw_png: Callable[[], bytes] | None = None
    drawing: Drawing | None = None
    attached: Mapping[str, object] = field(default_factory=dict)
    exhibits: tuple[Exhibit, ...] = ()
    axes: tuple[Axes, ...] = ()
    statements: Mapping[RowKey, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in it, those of its charts too."""
        return tuple(table for exhibit in self.exhibits for table in exhibit.tables)

    @property
    def frame(self) -> pd.DataFrame:
        """The cells of its tables as tidy rows, see `exhibits.COLUMNS`; numbers as numbers."""
        return frame_of_exhibits(self.exhibits)

    def save(self, path: str | Path) -> Path:
        """Write it to a file by its ending: `.png`, `.svg` (a chart), `.csv` or `.xlsx` (its tables).

        Raises
        ------
        PublishError : another ending, no picture, or no table.
        """
        return save_as(Path(path), draw_png=self.draw_png, axes=self.axes, exhibits=self.exhibits)

    @property
    def png(self) -> bytes | None:
        """The picture for documents, drawn now; nothing where the content is no picture."""
        return None if self.draw_png is None else self.draw_png()

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, object]:
        forms: dict[str, Callable[[], object]] = {
            "text/plain": lambda: without_direction(curl(self.text) if self.html else self.text)
        }
        if self.html:
            forms["text/html"] = lambda: without_direction(curl_markup(self.html))
        if self.draw_png and os.environ.get(PICTURES) != "web":
            forms["image/png"] = lambda: b64encode(self.png or b"").decode("ascii")
        attached = {**self.attached, **({EXHIBITS: payload_of(self.exhibits)} if self.exhibits else {})}
        wanted = set(include or (*forms, *attached)) - set(exclude or ())
        made = {mime: form() for mime, form in forms.items() if mime in wanted}
        return made | {mime: _as_read(mime, data) for mime, data in attached.items() if mime in wanted}

    def __html__(self) -> str:
        """Let a template put this into a page as it is: it was escaped when it was made."""
        return self.html

    def __repr__(self) -> str:
        return self.text


def _as_read(mime: str, data: object) -> object:
    """Return attached data; what a document reads is as on the page, figures stay as they are."""
    return data if mime == DATA else in_all_texts(lambda text: without_direction(curl(text)), data)


def show_together(*parts: Shown) -> Shown:
    """Return several display objects as one, in order.

    The picture for documents is kept only where exactly one part has one.
    """
    pictures = [part.draw_png for part in parts if part.draw_png]
    return Shown(
        html=render("group.html.j2", parts=[part for part in parts if part.html]),
        text="\n\n".join(part.text for part in parts),
        draw_png=pictures[0] if len(pictures) == 1 else None,
        exhibits=exhibits_in(parts),
        axes=tuple(axes for part in parts for axes in part.axes),
        statements=join_statements(part.statements for part in parts),
    )


def exhibits_in(parts: Iterable[Shown]) -> tuple[Exhibit, ...]:
    """Return the charts and tables of several display objects, in their order."""
    return tuple(exhibit for part in parts for exhibit in part.exhibits)


def show_closed(summary: str, shown: Shown) -> Shown:
    """Return something long in a box that opens; documents have it in full."""
    html = render("closed.html.j2", summary=summary, shown=shown) if shown.html else ""
    return replace(shown, html=html, drawing=None, attached={})


def show_prose(markup: str, text: str) -> Shown:
    """Return a written text: markup made from the project's own Markdown, raw HTML not let through."""
    table = (
        '<div class="kpi kpi-scroll" role="region" tabindex="0" aria-label="Table"><table class="kpi-table">'
    )
    framed = markup.replace("<table>", table).replace("</table>", "</table></div>")
    return Shown(html=render("prose.html.j2", prose=trusted(framed)), text=text)


def show_commentary(markup: str, text: str, council: str) -> Shown:
    """Return a written part of a page: markup made from Markdown, raw HTML not let through."""
    html = render("commentary.html.j2", heading=COMMENTARY, council=council, prose=trusted(markup))
    return Shown(html=html, text=f"{COMMENTARY} ({council})\n{text}")


def show_cited(shown: Shown, sentence: str) -> Shown:
    """Return a chart or table that knows how to cite what it shows; `sentence` is copied by its button."""
    if not (shown.html and sentence):
        return shown
    html = render("cited.html.j2", shown=shown, sentence=sentence)
    return replace(shown, html=html, exhibits=cited(shown.exhibits))


def show_lines(lines: Sequence[tuple[Mark, str]]) -> Shown:
    """Return sentences, each with its mark."""
    html = render("lines.html.j2", lines=lines)
    return Shown(html=html, text="\n".join(f"{mark.symbol} {sentence}" for mark, sentence in lines))


def show_statements(statements: Sequence[Statement]) -> Shown:
    """Return statements about rows, each with its mark."""
    lines = show_lines([(statement.mark, statement.sentence) for statement in statements])
    return replace(lines, statements={item.key: item.sentence for item in statements})


def show_text(text: str) -> Shown:
    """Return plain text that every publisher shows as it is, letter for letter."""
    return Shown(html="", text=text)


def show_styles() -> Shown:
    """Return the style sheet for a notebook in JupyterLab, where no publisher links it."""
    return Shown(html=render("styles.html.j2", sheet=trusted(stylesheet())), text="")


def show_subheading(title: str, text: str = "") -> Shown:
    """Return a heading within a section, of what follows it, with a sentence below where there is one."""
    return Shown(
        html=render("subheading.html.j2", title=title, text=text), text="\n".join(filter(None, [title, text]))
    )


def show_band(text: str) -> Shown:
    """Return what a whole page says of itself under its heading: for whom it is, or that it is invented."""
    return Shown(html=render("band.html.j2", text=text), text=text)


def show_note(text: str) -> Shown:
    """Return one quiet sentence, such as why there is nothing to show here."""
    return Shown(html=render("note.html.j2", text=text), text=text)


def render(template: str, **context: object) -> str:
    """Return the packaged template filled with `context`; every text in it is escaped."""
    return _environment().get_template(template).render(**context).strip()


def trusted(markup: str) -> Markup:
    """Mark a picture or page part of this room's own making as safe to be in a page."""
    return Markup(markup)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kpi_lib.present"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
