"""A chart on the page: what it finds, the picture twice (wide, narrow), its table, its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpi_lib.present.ink.canvas import raw_svg, to_png
from kpi_lib.present.ink.svg import Named, for_page
from kpi_lib.present.shown.display import Drawing, Shown, render, trusted
from kpi_lib.present.shown.exhibits import Exhibit, anchor_of, bare
from kpi_lib.present.words.marks import Mark


@dataclass(frozen=True)
class Caption:
    """The words around a picture.

    Parameters
    ----------
    title : what the picture is of, short.
    finding : what it finds, in a sentence without a full stop.
    alt : the text alternative, with the numbers.
    unit : what is drawn and how often: "Per 10,000 children, by quarter".
    marks : verdicts stated under the picture, each with its sentence.
    notices : what to notice and how it is drawn, a few sentences.
    method : how the picture is made, for those who ask: closed until opened.
    source : where the figures come from.
    """

    title: str
    finding: str
    alt: str
    unit: str = ""
    marks: Sequence[tuple[Mark, str]] = ()
    notices: Sequence[str] = ()
    method: Sequence[str] = ()
    source: str = ""


def show_chart(
    wide: Axes, narrow: Axes, caption: Caption, table: Shown, *, named: Named | None = None
) -> Shown:
    """Return the two pictures of one chart with caption and table as one display object.

    A table that is finer than the picture may be withheld as a whole where the picture is not: a note stands
    for it then, and there is nothing to download.
    """
    pictures = [
        trusted(for_page(raw_svg(axes), title=caption.title, alt=caption.alt, named=named))
        for axes in (wide, narrow)
    ]
    anchor = anchor_of("figure", caption.title)
    html = render(
        "chart.html.j2",
        wide=pictures[0],
        narrow=pictures[1],
        caption=caption,
        table=trusted(bare(table.html, table.exhibits)),  # reached by the chart's own address and links
        has_table=bool(table.tables),
        anchor=anchor,
    )
    lines = [
        f"{caption.title}. {caption.finding}.",
        caption.alt,
        *(f"{mark.symbol} {sentence}." for mark, sentence in caption.marks),
        *caption.notices,
        *caption.method,
        table.text,
        caption.source,
    ]
    text = "\n".join(line for line in lines if line)
    notes = [note for note in (*caption.notices, caption.source) if note]
    drawing = Drawing(pictures[0], caption.alt, f"{caption.title}. {caption.finding}", notes)
    exhibit = Exhibit(anchor, caption.finding, table.tables, has_links=bool(table.tables))
    return Shown(
        html=html,
        text=text,
        draw_png=lambda: to_png(wide),
        drawing=drawing,
        exhibits=(exhibit,),
        axes=(wide, narrow),
    )
