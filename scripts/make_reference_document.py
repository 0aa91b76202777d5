"""Writes `src/kpi_lib/publish/documents/reference.docx`: what the Word file of a brief looks like.

It is pandoc's own reference document in the house style: A4, type, colours, running head, page numbers. Run
it after a change here or in the palette (`present/ink/theme.py`):

    .venv/bin/python scripts/make_reference_document.py
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from pypandoc import get_pandoc_path

from kpi_lib.present.ink.theme import light
from kpi_lib.publish.documents.files import REFERENCE, RUNNING, SHORT_TITLE, ZIP_DAY

TARGET = Path(__file__).resolve().parents[1] / "src" / "kpi_lib" / "publish" / "documents" / REFERENCE
FONT = "Arial"
"""On every machine with Word; councils' guidance asks for a plain sans serif."""
UNCOUNTED = "…"
"""Stands for the number of pages until Word has counted them; a number would be read as a count."""
A4_CM = (21.0, 29.7)
MARGIN_CM, TEXT_CM = 2.5, 16.0
SMALL = 9
"""Points of the words at the head and foot of a page."""
POINTS = {
    "Normal": 11, "Title": 22, "Heading 1": 15, "Heading 2": 12, "Body Text": 11, "First Paragraph": 11,
    "Compact": 9.5, "Image Caption": 10, "Table Caption": 10,
}  # fmt: skip
SPACES = {
    "Normal": (0, 7), "Title": (0, 12), "Heading 1": (20, 8), "Heading 2": (14, 4), "Title Block": (0, 3),
    "Note": (2, 8), "Rule": (0, 6), "Body Text": (0, 7), "First Paragraph": (0, 7), "Compact": (2, 2),
    "Image Caption": (4, 14), "Table Caption": (12, 4),
}  # fmt: skip
"""The space before and after a paragraph, in points."""
KEPT_WITH_NEXT = (
    "Title",
    "Heading 1",
    "Heading 2",
    "Table Caption",
    "Captioned Figure",
    "Rule",
    "Compact",
)


def save_reference(path: Path) -> None:
    """Write the reference document, the same bytes every time."""
    with tempfile.TemporaryDirectory() as folder:
        default = Path(folder) / "default.docx"
        command = [get_pandoc_path(), "--output", str(default), "--print-default-data-file", REFERENCE]
        subprocess.run(command, check=True)
        document = Document(str(default))
        _set_styles(document)
        _set_page(document.sections[0])
        document.save(str(default))
        with zipfile.ZipFile(default) as made, zipfile.ZipFile(path, "w") as reference:
            for name in made.namelist():
                reference.writestr(zipfile.ZipInfo(name, ZIP_DAY), made.read(name), zipfile.ZIP_DEFLATED)


def _set_styles(document: Any) -> None:
    styles = document.styles
    for style in styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            _set_font(style)
    for name, size in POINTS.items():
        _set_look(styles[name], size, "home" if name in ("Title", "Heading 1", "Heading 2") else "text")
    for name, role in (("Title Block", "text"), ("Note", "muted"), ("Rule", "muted")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _set_font(style)
        _set_look(style, 11 if name == "Title Block" else 9.5, role)
    for name, role in (("Quiet", "muted"), ("Worse", "worse"), ("Better", "home")):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = _colour(role)
    for name, (before, after) in SPACES.items():
        layout = styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for name in KEPT_WITH_NEXT:
        styles[name].paragraph_format.keep_with_next = True
    _set_rules(styles["Title Block"])
    _set_table(styles["Table"])


def _set_font(style: Any) -> None:
    """Name the font for all scripts; a theme's font would go before it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_look(style: Any, size: float, role: str) -> None:
    style.font.size = Pt(size)
    style.font.color.rgb = _colour(role)
    style.font.italic = False
    style.font.bold = style.name.startswith(("Title", "Heading")) and style.name != "Title Block"


def _set_rules(style: Any) -> None:
    """Draw a line above and below the paragraphs of a style, once for all that follow each other."""
    line = 'w:val="single" w:space="6"'
    above = f'<w:top {line} w:sz="12" w:color="{light("home")[1:]}"/>'
    below = f'<w:bottom {line} w:sz="4" w:color="{light("hairline")[1:]}"/>'
    layout = style.element.get_or_add_pPr()
    borders = parse_xml(f"<w:pBdr {nsdecls('w')}>{above}{below}</w:pBdr>")
    layout.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _set_table(style: Any) -> None:
    """Draw a line under the header row and a pale one under every row; the header is bold."""
    for tag in ("tblPr", "tblStylePr"):
        for element in style.element.findall(f"{{*}}{tag}"):
            style.element.remove(element)
    line = 'w:val="single" w:space="0"'
    inside = f'<w:insideH {line} w:sz="4" w:color="{light("hairline")[1:]}"/>'
    under = f'<w:bottom {line} w:sz="4" w:color="{light("hairline")[1:]}"/>'
    cells = '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
    style.element.append(
        parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{under}{inside}</w:tblBorders>{cells}</w:tblPr>")
    )
    head = f'<w:bottom {line} w:sz="8" w:color="{light("muted")[1:]}"/>'
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            f'<w:tcBorders>{head}</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )


def _set_page(section: Any) -> None:
    """Set the page's size and margins, and its head and foot, whose words are of each document."""
    section.page_width, section.page_height = (Cm(size) for size in A4_CM)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = RUNNING
    foot.text = f"{SHORT_TITLE}\tPage "
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)
    _add_field(foot, "PAGE", "1")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES", UNCOUNTED)
    for run in (*head.runs, *foot.runs):
        run.font.size, run.font.name = Pt(SMALL), FONT
        run.font.color.rgb = _colour("muted")


def _add_field(paragraph: Any, code: str, until: str) -> None:
    """Add a field that Word fills in, such as the number of the page; `until` is there before."""
    font = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}"/>'
    look = f'{font}<w:color w:val="{light("muted")[1:]}"/><w:sz w:val="{2 * SMALL}"/>'
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>{until}</w:t></w:r>"
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {code} ">{run}</w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def _colour(role: str) -> RGBColor:
    return RGBColor.from_string(light(role)[1:])


if __name__ == "__main__":
    save_reference(TARGET)
