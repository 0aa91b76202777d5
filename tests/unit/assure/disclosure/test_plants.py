"""Eighty disclosures, each of another kind, planted in a site that discloses nothing; all are found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from kpi_lib.assure.disclosure.audit import audit_site

from .conftest import (
    CSV_HEAD,
    CSV_ROWS,
    NAME,
    WORD,
    drawing,
    notebook,
    paragraph,
    pdf,
    table,
    workbook,
    zipped,
)

Q4, Q3 = "editions/2017-18-q4", "editions/2017-18-q3"
INDICATOR, ROUTES = f"{Q4}/indicators/special-guardianship-percent.html", f"{Q4}/routes.html"
OLD = f"{Q3}/indicators/special-guardianship-percent.html"
CSV, XLSX = f"{Q4}/data/special-guardianship-percent.csv", f"{Q4}/data/special-guardianship-percent.xlsx"
WORD_FILE, PDF_FILE, NOTEBOOK = f"{Q4}/brief.docx", f"{Q4}/brief.pdf", f"{Q4}/data/notebook.ipynb"
Plant = Callable[[Path], None]


def added(file: str, markup: str, before: str = "</main>") -> Plant:
    """Put markup into a page."""
    return replaced(file, before, markup + before)


def replaced(file: str, old: str, new: str, count: int = 1) -> Plant:
    """Put a text in the place of another, which must be there."""

    def plant(site: Path) -> None:
        text = (site / file).read_text("utf-8")
        assert old in text, old
        (site / file).write_text(text.replace(old, new, count), "utf-8")

    return plant


def written(file: str, content: str | bytes) -> Plant:
    """Write a file."""

    def plant(site: Path) -> None:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_bytes(content.encode() if isinstance(content, str) else content)

    return plant


def row(file: str, label: str, *cells: str) -> Plant:
    """Put other cells into the first row of that label."""

    def plant(site: Path) -> None:
        text = (site / file).read_text("utf-8")
        start = text.index(f'<th scope="row">{label}</th>')
        end = text.index("</tr>", start)
        body = "".join(f'<td class="kpi-number">{cell}</td>' for cell in cells)
        (site / file).write_text(f'{text[:start]}<th scope="row">{label}</th>{body}{text[end:]}', "utf-8")

    return plant


def word(body: str, **others: str) -> bytes:
    """A Word document with this body and other parts."""
    return zipped(
        {
            "word/document.xml": WORD.format(body),
            **{f"word/{name}.xml": text for name, text in others.items()},
        }
    )


WORD_ROWS = [("Route", "Children"), ("Adopted", "53"), ("Abroad", "4")]
WORD_TABLE = "".join(
    "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>" for cells in WORD_ROWS
)
SPREAD = table("Placed abroad", ("Country", "Children"), [("France", "12"), ("Spain", "3")])
IN_TWELVE = "<p>Ill-treatment was found in 3 of 12 cases.</p>"

PLANTS: dict[str, tuple[str, Plant]] = {
    # stated outright, wherever a page can hold a word
    "prose": (INDICATOR, added(INDICATOR, "<p>In the quarter 3 children moved abroad.</p>")),
    "a number word": (INDICATOR, added(INDICATOR, "<p>Only four young people went missing.</p>")),
    "across inline tags": (INDICATOR, added(INDICATOR, "<p>There were <b>2</b> <em>unaccompanied</em> girls.</p>")),
    "as an entity": (INDICATOR, added(INDICATOR, "<p>&#51; boys were adopted.</p>")),
    "full-width digits": (INDICATOR, added(INDICATOR, "<p>３ siblings were parted.</p>")),
    "a digit and a zero-width space": (INDICATOR, added(INDICATOR, "<p>3\u200b chil\u200bdren left.</p>")),
    "hidden element": (INDICATOR, added(INDICATOR, '<span style="display:none">5 referrals from the hospital</span>')),
    "screen readers only": (INDICATOR, added(INDICATOR, '<span class="kpi-unseen">two babies</span>')),
    "tooltip": (INDICATOR, added(INDICATOR, '<abbr title="3 children">few</abbr>')),
    "aria-label": (INDICATOR, added(INDICATOR, '<div aria-label="Chart: 4 adoptions in the quarter"></div>')),
    "alt text": (INDICATOR, added(INDICATOR, '<img src="x.png" alt="Bar chart, 1 child in secure care">')),
    "data attribute by name": (INDICATOR, added(INDICATOR, '<p data-children="3">Few.</p>')),
    "data attribute by value": (INDICATOR, added(INDICATOR, '<span data-value="3">few</span>')),
    "meter": (INDICATOR, added(INDICATOR, '<meter min="0" max="60" value="4">few</meter>')),
    "comment": (INDICATOR, added(INDICATOR, "<!-- true count: 3 children -->")),
    "meta description": (INDICATOR, added(INDICATOR, '<meta name="description" content="3 court cases were late">', "</head>")),
    "script data": (INDICATOR, added(INDICATOR, '<script type="application/json">{"children": 3}</script>')),
    "style sheet": ("site.css", written("site.css", 'p::after { content: "3 children" }')),
    "link address": (INDICATOR, added(INDICATOR, '<a href="table.html?children=3">table</a>')),
    "custom property": (INDICATOR, added(INDICATOR, '<i style="--children: 3">few</i>')),
    "noscript": (INDICATOR, added(INDICATOR, "<noscript>n = 3</noscript>")),
    "heading of a table": (INDICATOR, added(INDICATOR, "<table><tr><th>Boys (n = 4)</th></tr><tr><td>20%</td></tr></table>")),
    "all but": (INDICATOR, added(INDICATOR, "<p>All but three reviews were in time.</p>")),
    "of whom": (INDICATOR, added(INDICATOR, "<p>Of 60 children in need, of whom 57 were seen in time, most stayed.</p>")),
    "three of twelve": (INDICATOR, added(INDICATOR, IN_TWELVE)),
    "57 of 60": (INDICATOR, added(INDICATOR, "<p>57 of 60 plans were reviewed in time.</p>")),
    "5% of 60": (INDICATOR, added(INDICATOR, "<p>5% of 60 children had moved three times.</p>")),
    "95% of 60": (INDICATOR, added(INDICATOR, "<li>Reviews in time: 95% (of 60)</li>")),
    # in tables
    "a withheld cell printed": (INDICATOR, row(INDICATOR, "July to September 2017", "withheld", "none", "3", "81")),
    "a share of a printed base": (INDICATOR, row(INDICATOR, "July to September 2017", "4%", "none", "withheld", "81")),
    "an interval of a printed base": (INDICATOR, row(INDICATOR, "July to September 2017", "withheld", "1.3% to 10.3%", "withheld", "81")),
    "the rest of a whole": (INDICATOR, row(INDICATOR, "July to September 2017", "96%", "90% to 99%", "78", "81")),
    "a sort key": (INDICATOR, replaced(INDICATOR, '<td class="kpi-number">withheld</td>', '<td data-value="3">withheld</td>')),
    "a tooltip on a withheld cell": (ROUTES, replaced(ROUTES, "<td class=\"kpi-number\">withheld</td>", '<td title="was 3">withheld</td>')),
    "a table of its own": (ROUTES, added(ROUTES, SPREAD)),
    "by subtraction in a column": (ROUTES, row(ROUTES, "Independent living", "18", "19")),
    "by subtraction in a row": (ROUTES, added(ROUTES, table("By sex", ("Route", "Girls", "Boys", "All"), [("Adopted", "25", "28", "53"), ("Abroad", "withheld", "7", "10")]))),
    "by an empty cell": (ROUTES, added(ROUTES, table("By age", ("Age", "Children"), [("0 to 4", "20"), ("5 to 9", "30"), ("10 and over", ""), ("Total", "53")]))),
    "by two equations": (ROUTES, added(ROUTES, table("By sex", ("Age", "Girls", "Boys", "All"), [("0 to 4", "under 6", "under 6", "9"), ("5 to 9", "20", "under 6", "24"), ("All", "25", "8", "33")]))),
    "by the base of other rows": (ROUTES, added(ROUTES, table("How", ("Way", "Children", "Share"), [("By post", "51", "20.0%"), ("At home", "201", "78.8%"), ("Abroad", "withheld", "1.2%")]))),
    # the year tells the quarter
    "a year and three quarters": (INDICATOR, row(INDICATOR, "April to June 2017", "6%", "2% to 15%", "4", "64")),
    "rolling years": (ROUTES, added(ROUTES, table("Moves, Worcestershire", ("Period", "Counted"), [("Q1 16/17", "20"), ("Q2 16/17", "withheld"), ("Q3 16/17", "withheld"), ("Q4 16/17", "10"), ("Q1 17/18", "11"), ("Q2 17/18", "12"), ("Year to 31 March 2017", "42"), ("Year to 30 September 2017", "42")]))),
    # pictures
    "text in a picture": (INDICATOR, added(INDICATOR, '<text x="9" y="9">3 children</text>', "</svg>")),
    "a bare number in a picture": (INDICATOR, added(INDICATOR, '<text x="261" y="250">3</text>', "</svg>")),
    "title of a mark": (INDICATOR, added(INDICATOR, "<g><title>July to September 2017: 3 children</title></g>", "</svg>")),
    "desc of a picture": (INDICATOR, added(INDICATOR, "<desc>The second quarter has 3 cases.</desc>", "</svg>")),
    "words on a bar": (ROUTES, added(ROUTES, '<text x="30" y="80">3 went well</text>', "</svg>")),
    "a picture of its own": (f"{Q4}/chart.svg", written(f"{Q4}/chart.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{drawing()[4:-6].partition(">")[2]}<title>2 girls</title></svg>')),
    # downloads, documents, ledgers
    "CSV": (CSV, written(CSV, CSV_HEAD + CSV_ROWS[2].replace(",,81,,", ",3,81,,") + "\n")),
    "CSV value of a withheld quarter": (CSV, written(CSV, CSV_HEAD + CSV_ROWS[2].replace(",,81,,", ",,81,3.703704,") + "\n")),
    "a download prints what the page withholds": (CSV, written(CSV, CSV_HEAD + CSV_ROWS[3].replace(",,64,,Per cent,suppressed", ",6,64,9.375,Per cent,ok") + "\n")),
    "note in a CSV": (CSV, written(CSV, CSV_HEAD.strip() + ",note\n" + CSV_ROWS[0] + ",3 children left the country\n")),
    "cell of a workbook": (XLSX, written(XLSX, workbook(lambda book: book.active.cell(4, 5, 3)))),
    "hidden sheet": (XLSX, written(XLSX, workbook(lambda book: (book.create_sheet("raw").append(["area", "children"]), book["raw"].append(["Redditch", 4]), setattr(book["raw"], "sheet_state", "hidden"))))),
    "comment on a cell": (XLSX, written(XLSX, workbook(lambda book: setattr(book.active["E4"], "comment", Comment("was 3 children", "x"))))),
    "properties of a workbook": (XLSX, written(XLSX, workbook(lambda book: setattr(book.properties, "description", "3 adoptions")))),
    "paragraph in Word": (WORD_FILE, written(WORD_FILE, word(paragraph("In the quarter 3 children were adopted.")))),
    "table in Word": (WORD_FILE, written(WORD_FILE, word(f"<w:tbl>{WORD_TABLE}</w:tbl>"))),
    "comment in Word": (WORD_FILE, written(WORD_FILE, word(paragraph("Few."), comments=WORD.format(paragraph("4 children, do not tell"))))),
    "alt text in Word": (WORD_FILE, written(WORD_FILE, word('<docPr xmlns="urn:x" id="1" name="chart" descr="A bar of 2 placements"/>'))),
    "line of a PDF": (PDF_FILE, written(PDF_FILE, pdf("In the quarter 3 children were adopted."))),
    "metadata of a PDF": (PDF_FILE, written(PDF_FILE, pdf("Few.", title="4 children adopted"))),
    "source of a notebook": (NOTEBOOK, written(NOTEBOOK, notebook("pack.note('3 children were adopted')"))),
    "words of a notebook": (NOTEBOOK, written(NOTEBOOK, notebook(words="In the quarter 3 children were adopted."))),
    "a line of a ledger": ("ledger.txt", written("ledger.txt", "adopted | numerator = 3 | 54")),
    "a table in a ledger": ("ledger.txt", written("ledger.txt", "Route | Children\nAdopted | 53\nAbroad | 3")),
    "a line of the log": ("releases.jsonl", written("releases.jsonl", '{"release": 1}\n{"release": 2, "why": "3 children were missing"}\n')),
    "search index": ("search.json", written("search.json", json.dumps([{"text": "Adoptions: 3 children in the quarter"}]))),
    "search index of Sphinx": ("searchindex.js", written("searchindex.js", 'Search.setIndex({"alltitles":{"3 children were adopted":[[1,null]]}})')),
    "a row in the search index": ("search.json", written("search.json", json.dumps([{"text": "x " * 100 + "\nHow many children leave care to live with a special guardian, Worcestershire\nJuly to September 2017\n4%\n1% to 10%\n3\n81\n"}]))),
    "records in JSON": ("figures.json", written("figures.json", json.dumps({"figures": [{"page": 4, "children": 17}, {"page": 5, "children": 2}]}))),
    "a tile": (ROUTES, added(ROUTES, "<div><p>3</p><p>children placed abroad</p></div>")),
    "a list of terms": (ROUTES, added(ROUTES, "<dl><dt>Unaccompanied girls</dt><dd>2</dd></dl>")),
    "a list with a colon": (ROUTES, added(ROUTES, "<p>Number of children placed abroad this quarter: 3</p>")),
    "a table in a comment": (ROUTES, added(ROUTES, f"<!-- {SPREAD} -->")),
    "own figure, the region less others": (ROUTES, added(ROUTES, table("Abroad", ("Area", "Children"), [("Worcestershire", "withheld"), ("Warwickshire", "12"), ("Shropshire", "9"), ("West Midlands", "24")]))),
    "a rate of a small population": (ROUTES, added(ROUTES, table("Abroad", ("Area", "Per 10,000 children", "Counted", "Population"), [("Redditch", "1.5", "withheld", "19,900")]))),
    "the name of a mark alone": (INDICATOR, added(INDICATOR, "<g><title>Redditch: 3</title></g>", "</svg>")),
    "a download prints a row that its page withholds": (f"{Q4}/data/routes.csv", written(f"{Q4}/data/routes.csv", "page,table,group,row_heading,row,column,unit,value,shown,note,status\nroutes,How children left care,,Route,Independent living,2017-18,,7,7,,ok\n")),
    "an exact figure beside a band": (ROUTES, added(ROUTES, "<p>Under 6 (exactly 3).</p>")),
    "a narrower band": (ROUTES, added(ROUTES, "<p>Fewer than 3 children went abroad.</p>")),
    # other editions
    "a count in an old edition": (OLD, row(OLD, "July to September 2017", "4%", "1% to 10%", "3", "81")),
    "an old edition prints the second one": (OLD, row(OLD, "April to June 2017", "9%", "4% to 19%", "6", "64")),
    "this edition prints what an old one withholds": (INDICATOR, row(INDICATOR, "April to June 2016", "11%", "6% to 20%", "8", "73")),
    "an edition of its own kind": ("editions/2016-17-q4/overview.html", written("editions/2016-17-q4/overview.html", IN_TWELVE)),
}  # fmt: skip


NOT_MADE = [
    "evidence.zip", "ledger.txt.gz", "figures.parquet", "figures.db", "figures.ods", "brief.odt", "brief.rtf",
    "slides.pptx", "figures.xls", "chart.jpg", "chart.webp", "chart.gif", "LEDGER",
]  # fmt: skip
"""Kinds of file that nobody writes into a site: whatever is in them, they are findings."""
ENCLOSED: dict[str, tuple[str, Plant]] = {
    "outputs of a notebook": (NOTEBOOK, written(NOTEBOOK, notebook("pack.ledger()", {"text/plain": "54 adopted"}))),
    "a frame": (ROUTES, added(ROUTES, '<iframe srcdoc="&lt;p&gt;3 &lt;b&gt;children&lt;/b&gt;&lt;/p&gt;"></iframe>')),
    "an address with data": (ROUTES, added(ROUTES, '<a href="data:text/csv;base64,cm91dGUsY2hpbGRyZW4KYWJyb2FkLDMK">data</a>')),
    "a workbook in a document": (WORD_FILE, written(WORD_FILE, zipped({"word/document.xml": WORD.format(paragraph("Few.")), "word/embeddings/a.xlsx": workbook()}))),
    "a text called a picture": ("chart.png", written("chart.png", "3 children")),
    "a document that is none": (WORD_FILE, written(WORD_FILE, "3 children")),
    "a workbook that is none": (XLSX, written(XLSX, "3 children")),
    "a PDF that is none": (PDF_FILE, written(PDF_FILE, "3 children")),
    "a text that is none": ("ledger.txt", written("ledger.txt", b"PK\3\4" + bytes(40))),
    "a notebook that is none": (NOTEBOOK, written(NOTEBOOK, "3 children")),
}  # fmt: skip
"""What no reader opens within the kinds of file that are read."""


def test_the_prepared_site_discloses_nothing(prepared: Path) -> None:
    findings = audit_site(prepared)
    assert findings.empty, findings[["file", "rule", "got"]].to_string()


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_disclosure_is_found_in_its_file(site: Path, name: str) -> None:
    file, plant = PLANTS[name]
    plant(site)
    findings = audit_site(site)
    disclosed = findings.loc[findings["rule"].ne("cannot be read"), "file"]
    assert file in {path.partition("!/")[0] for path in disclosed}, findings.to_string()


@pytest.mark.parametrize("file", NOT_MADE)
def test_a_kind_of_file_that_the_pack_does_not_make_is_a_finding(site: Path, file: str) -> None:
    written(file, "nothing")(site)
    findings = audit_site(site)
    kind = Path(file).suffix or file
    assert findings[["file", "rule", "got"]].to_numpy().tolist() == [
        [file, "cannot be read", f"a file that the pack does not make: {kind}"]
    ]


@pytest.mark.parametrize("name", ENCLOSED)
def test_what_nobody_reads_is_a_finding(site: Path, name: str) -> None:
    file, plant = ENCLOSED[name]
    plant(site)
    findings = audit_site(site)
    unread = findings.loc[findings["rule"].eq("cannot be read"), "file"]
    assert file in {path.partition("!/")[0] for path in unread}, findings.to_string()


def test_a_site_published_before_is_laid_next_to_this_one(prepared: Path, site: Path) -> None:
    row(INDICATOR, "April to June 2016", "11%", "6% to 20%", "8", "73")(site)
    row(OLD, "April to June 2016", "11%", "6% to 20%", "8", "73")(site)
    both = audit_site(site, past=[prepared])
    assert "withheld elsewhere" in set(both["rule"])


@pytest.mark.parametrize(("caption", "is_found"), [(NAME, True), (f"{NAME}, Kent", False)])
def test_a_table_that_names_no_area_is_of_the_sites_own(site: Path, caption: str, is_found: bool) -> None:
    for year in ("2018", "2017"):  # another area's tables stand there too, fewer than the own
        added(ROUTES, table("Adopted, Kent", ("Period", "Counted"), [(f"Year to 31 March {year}", "60")]))(
            site
        )
    added(ROUTES, table(caption, ("Period", "Counted"), [("April to June 2017", "6")]))(site)
    found = audit_site(site)
    assert ("withheld elsewhere" in set(found["rule"])) == is_found, found.to_string()
    assert found.empty != is_found
