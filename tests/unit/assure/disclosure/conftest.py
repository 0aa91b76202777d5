"""A small site in every kind of file that an edition has, which discloses nothing of few people."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

NAME = "How many children leave care to live with a special guardian"
WITHHELD = ("withheld", "none", "withheld")
QUARTERS = [
    ("January to March 2018", ("9%", "3% to 20%", "5"), "54"),
    ("October to December 2017", ("0%", "0% to 6%", "0"), "56"),
    ("July to September 2017", WITHHELD, "81"),
    ("April to June 2017", WITHHELD, "64"),
    ("January to March 2017", ("13%", "7% to 23%", "9"), "70"),
    ("October to December 2016", ("14%", "7% to 25%", "8"), "58"),
    ("July to September 2016", WITHHELD, "61"),
    ("April to June 2016", WITHHELD, "73"),
]
QUARTERS[0] = ("January to March 2018", ("13%", "6% to 24%", "7"), "54")
YEARS = [
    ("Year to 31 March 2018", ("5%", "3% to 9%", "14"), "255"),
    ("Year to 31 March 2017", ("11%", "8% to 16%", "29"), "262"),
]
HEADS = ("Period", "Worcestershire", "95% interval", "Counted", "Out of")


def table(caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table as the pages have them."""
    body = "".join(
        f'<tr><th scope="row">{name}</th>'
        + "".join(f'<td class="kpi-number">{cell}</td>' for cell in cells)
        + "</tr>\n"
        for name, *cells in rows
    )
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return f'<table class="kpi-table"><caption>{caption}</caption><thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody></table>'


def drawing() -> str:
    """A chart of the quarters as matplotlib writes it: a quarter is 40 pixels wide, a per cent 10 high."""
    places = {name: 60 + 40 * i for i, (name, *_) in enumerate(reversed(QUARTERS))}
    marks = "".join(
        f'<use x="{places[name]}" y="{300 - 10 * float(cells[0].strip("%"))}" href="#m" />\n'
        for name, cells, _ in QUARTERS
        if cells is not WITHHELD
    )
    ticks = "".join(f'<text x="34" y="{300 - 100 * i + 4.93}">{10 * i}</text>' for i in range(3))
    return (
        '<svg viewBox="0 0 400 320" role="img" aria-label="The newest quarter is as usual: 13%."><title>By quarter</title>'
        f'<text x="180" y="315">Q4 16/17</text><text x="340" y="315">Q4 17/18</text>{ticks}<text x="10" y="20">Per cent</text>'
        f'<defs><path id="m" d="M 0 3 L 3 0" /></defs><g>{marks}</g></svg>'
    )


def indicator_page() -> str:
    """The page of one indicator: a chart with its table, quarters, years."""
    quarters = table(
        f"{NAME}, Worcestershire", HEADS, [(name, *cells, base) for name, cells, base in QUARTERS]
    )
    years = table(f"{NAME}, Worcestershire", HEADS, [(name, *cells, base) for name, cells, base in YEARS])
    return page(
        f"{NAME}: no clear change",
        "<p>Of 255 children who left care in the year, 14 went to a special guardian (5%).</p>"
        f"<figure>{drawing()}<details>{quarters}</details></figure>{years}",
    )


def routes_page() -> str:
    """A page of routes with a total, of feedback with words on its bars, and of shares."""
    routes = [
        ("Back to parents", "85", "75"), ("Adopted", "53", "47"), ("Independent living", "withheld", "19"),
        ("Child arrangements order", "withheld", "14"), ("All together", "160", "155"),
    ]  # fmt: skip
    shares = [
        ("Children", "203", "630", "32%"),
        ("Parents", "293", "856", "34%"),
        ("Carers", "124", "360", "34%"),
    ]
    bars = "".join(
        f'<path d="M 10 {20 * i} L {10 + 4 * n} {20 * i} L {10 + 4 * n} {20 * i + 12} L 10 {20 * i + 12} z" style="fill: #123456" />'
        f'<text x="{14 + 4 * n}" y="{20 * i + 9}">{n} went well</text>'
        for i, n in enumerate((50, 34, 27))
    )
    themes = table(
        "Themes of feedback",
        ("Theme", "Went well"),
        [("Heard", "50"), ("Helped", "34"), ("Told", "27"), ("Home", "withheld")],
    )
    return page(
        "How children left care",
        table("How children left care", ("Route", "2017-18", "2016-17"), routes)
        + table("Who answered", ("Which", "Count", "Of", "Share"), shares)
        + f'<figure><svg viewBox="0 0 300 200"><title>Themes</title>{bars}</svg>{themes}</figure>'
        + '<p id="note">Counts of 1 to 5 are withheld, with what would give them away.</p>',
    )


def page(title: str, body: str) -> str:
    """A page around a body."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )


CSV_HEAD = "indicator_id,area,basis,period,numerator,denominator,value,unit,status\n"
CSV_ROWS = [
    "special_guardianship_percent,Worcestershire,quarter,2017-18-Q4,7,54,12.962963,Per cent,ok",
    "special_guardianship_percent,Worcestershire,quarter,2017-18-Q3,0,56,0.0,Per cent,ok",
    "special_guardianship_percent,Worcestershire,quarter,2017-18-Q2,,81,,Per cent,suppressed",
    "special_guardianship_percent,Worcestershire,quarter,2017-18-Q1,,64,,Per cent,suppressed",
]
PROSE = (
    "Worcestershire was lower than its neighbours. Of 255 children 14 left to a special guardian. "
    "Compared with 9 of 10 neighbours; 53 of 60 ways of drawing the comparison agree. Counts under 6 are withheld."
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
LEDGER = "special_guardianship_percent | quarter 2017-18-Q2 | withheld | 81"


def paragraph(text: str) -> str:
    """A paragraph of a Word document, split into two runs as Word does."""
    half = len(text) // 2
    return (
        "<w:p>" + "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (text[:half], text[half:])) + "</w:p>"
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(*lines: str, title: str = "The brief") -> bytes:
    """A PDF of one page with these lines."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 40 780 Td {shown} ET".encode("latin-1", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Title({title})>>".encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n%strailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def workbook(change: Callable[[openpyxl.Workbook], object] = lambda book: None) -> bytes:
    """A workbook of the figures of the CSV."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in [CSV_HEAD.strip(), *CSV_ROWS]:
        sheet.append(
            [float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in line.split(",")]
        )
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def notebook(
    source: str = "pack.ledger()", *outputs: dict[str, object], words: str = "How to read it."
) -> str:
    """A notebook as it is downloaded: a cell of words, and one of code, without outputs unless they are given."""
    words_cell = {"cell_type": "markdown", "id": "words", "metadata": {}, "source": words}
    cell = {
        "cell_type": "code", "execution_count": 1, "id": "cell-1", "metadata": {"tags": ["keep_output"]},
        "outputs": [{"output_type": "execute_result", "metadata": {}, "data": data} for data in outputs],
        "source": source,
    }  # fmt: skip
    return json.dumps({"cells": [words_cell, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published."""
    site = tmp_path_factory.mktemp("site")
    for slug in ("2017-18-q4", "2017-18-q3"):
        folder = site / "editions" / slug
        (folder / "indicators").mkdir(parents=True)
        (folder / "data").mkdir()
        (folder / "indicators" / "special-guardianship-percent.html").write_text(indicator_page(), "utf-8")
    now = site / "editions" / "2017-18-q4"
    (now / "routes.html").write_text(routes_page(), "utf-8")
    (now / "data" / "special-guardianship-percent.csv").write_text(
        CSV_HEAD + "\n".join(CSV_ROWS) + "\n", "utf-8"
    )
    (now / "data" / "special-guardianship-percent.xlsx").write_bytes(workbook())
    (now / "data" / "notebook.ipynb").write_text(notebook(), "utf-8")
    (now / "brief.docx").write_bytes(zipped({"word/document.xml": WORD.format(paragraph(PROSE))}))
    (now / "brief.pdf").write_bytes(
        pdf("Worcestershire was lower than its neighbours.", "Counts under 6 are withheld.")
    )
    (site / "ledger.txt").write_text(LEDGER, "utf-8")
    (site / "editions.json").write_text("[]", "utf-8")
    (site / "releases.jsonl").write_text('{"release": 1, "pages": 2}\n{"release": 2, "pages": 3}\n', "utf-8")
    (site / "icon.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (site / "icons.woff2").write_bytes(b"wOF2" + bytes(40))
    (site / "search.json").write_text(json.dumps([{"href": "a.html", "text": PROSE}]), "utf-8")
    (site / "searchindex.js").write_text(
        'Search.setIndex({"alltitles":{"How children left care":[[1,null]]}})', "utf-8"
    )
    (site / "site.css").write_text(".kpi td:nth-child(2) { order: 2 }", "utf-8")
    return site


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the site to plant something in."""
    return Path(shutil.copytree(prepared, tmp_path / "site"))
