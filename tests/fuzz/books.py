"""One small table as text, as workbook and as OpenDocument, and damage whose right outcome is known."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from random import Random

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
HEADER = ("Area", "LA Number", "Years", "Children", "Rate", "Note")
AREAS = (
    ("Barnet", 302), ("Barnsley", 370), ("Hull, City of", 810), ("Worcestershire", 885), ("Dorset", 838),
    ("Bristol, City of", 801), ("York", 816), ("Leeds", 383),
)  # fmt: skip
NOTES = ("", "as sent", "as sent,\nrevised in May", 'the "old" rule', "see note 3, below")
Row = tuple[str, int, str, int, float, str]


def rows_of(chance: Random) -> list[Row]:
    """Return some rows, no figure of which is the same as another."""
    areas = chance.sample(AREAS, chance.randint(3, len(AREAS)))
    counts, rates = chance.sample(range(100, 9_000), len(areas)), chance.sample(range(101, 999), len(areas))
    return [
        (name, code, "2018", count, rate / 10, chance.choice(NOTES))
        for (name, code), count, rate in zip(areas, counts, rates, strict=True)
    ]


def as_csv(rows: list[Row], chance: Random) -> bytes:
    """Return the table as text, quoted where needed or everywhere."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
                        lineterminator=chance.choice(("\n", "\r\n")))  # fmt: skip
    writer.writerows([HEADER, *rows])
    return out.getvalue().encode()


def _with_quotes(data: bytes, chance: Random, count: int) -> bytes:
    starts = [at + 1 for at, byte in enumerate(data) if byte in b",\n"]
    for _ in range(count):
        at = chance.choice(starts) if chance.random() < 0.6 else chance.randrange(len(data) + 1)
        data = data[:at] + b'"' + data[at:]
    return data


def _without_quotes(data: bytes, chance: Random, count: int) -> bytes:
    for _ in range(count):
        places = [at for at, byte in enumerate(data) if byte == ord('"')]
        if places:
            at = chance.choice(places)
            data = data[:at] + data[at + 1 :]
    return data


def _with_long_line(data: bytes, chance: Random) -> bytes:
    return data + b"Note: " + b"x " * chance.randint(100_000, 400_000) + b"\n"


def _with_columns(data: bytes, chance: Random) -> bytes:
    first, rest = data.split(b"\n", 1)
    return first.rstrip(b"\r") + b"," * 100_000 + b"\n" + rest


def _with_rows_twice(data: bytes, chance: Random) -> bytes:
    return data + data.split(b"\n", 1)[1]


def _as_windows(data: bytes, chance: Random) -> bytes:
    return data.decode().replace("as sent", "as sent – £5").encode("cp1252")


TEXT_DAMAGE: dict[str, Callable[[bytes, Random], bytes]] = {
    "none": lambda data, chance: data,
    "a stray quote": lambda data, chance: _with_quotes(data, chance, 1),
    "two stray quotes": lambda data, chance: _with_quotes(data, chance, 2),
    "a quote lost": lambda data, chance: _without_quotes(data, chance, 1),
    "two quotes lost": lambda data, chance: _without_quotes(data, chance, 2),
    "Windows-1252": _as_windows,
    "a mark": lambda data, chance: data.decode().encode(chance.choice(("utf-8-sig", "utf-16", "utf-16-le"))),
    "a long line": _with_long_line,
    "100,000 columns": _with_columns,
    "rows twice": _with_rows_twice,
}  # fmt: skip
SAME = {"none", "Windows-1252", "a mark", "percentages", "hidden sheet", "very hidden sheet", "hidden rows"}
"""Damage after which all figures are the same."""
REFUSED = {"100,000 columns", "absurd row"}
FORMULAS = (
    '<{p}c r="{at}"><{p}f>B2*2</{p}f></{p}c>',
    '<{p}c s="0" r="{at}"><{p}f>B2*2</{p}f><{p}v/></{p}c>',
    '<{p}c t="str" r="{at}"><{p}f>B2*2</{p}f></{p}c>',
    '<{p}c r="{at}"><{p}f t="shared" ref="{at}:{at}" si="0">B2*2</{p}f><{p}v></{p}v></{p}c>',
    '<{p}c t="n" r="{at}"><{p}f si="7" t="shared"/></{p}c>',
    '<{p}c r="{at}"><{p}f><![CDATA[B2*2]]></{p}f></{p}c>',
    '<{p}c r="{at}"><{p}f ca="1"/></{p}c>',
    '<{p}c r="{at}"><!-- 5 --><{p}f>B2*2</{p}f><{p}v> </{p}v></{p}c>',
)
BOOK_DAMAGE = (
    "none", "formula", "percentages", "hidden sheet", "very hidden sheet", "hidden rows", "absurd row",
    "rows twice",
)  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def as_xlsx(rows: list[Row], chance: Random, damage: str) -> bytes:
    """Return the table as a workbook with one kind of damage, some numbers in CDATA, some names prefixed."""
    p = chance.choice(("", "", "x:"))
    table = [HEADER, *rows, *(rows if damage == "rows twice" else ())]
    victim = chance.randrange(2, len(rows) + 2)
    lines = []
    for number, row in enumerate(table, start=1):
        cells = [
            _xlsx_cell(p, f"{'ABCDEF'[at]}{number}", value, chance, damage == "percentages" and at == 4)
            for at, value in enumerate(row)
        ]
        if number == victim and damage == "formula":
            cells[4] = chance.choice(FORMULAS).format(p=p, at=f"E{number}")
        is_hidden = number == victim and damage == "hidden rows"
        absurd = number == victim and damage == "absurd row"
        place = (
            chance.choice(("4294967295", "1048577", "0", "-1", "99999999999999999999")) if absurd else number
        )
        hidden = chance.choice((' hidden="1"', ' hidden="true"')) if is_hidden else ""
        lines.append(f'<{p}row{hidden} r="{place}">{"".join(cells)}</{p}row>')
    state = {"hidden sheet": "hidden", "very hidden sheet": "veryHidden"}.get(damage, "visible")
    space = f'xmlns{":x" if p else ""}="{MAIN}"'
    styles = ('<numFmts><numFmt formatCode="0.0%" numFmtId="164"/></numFmts>'
              '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>')  # fmt: skip
    return _zipped({
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Figures" r:id="a" state="{state}"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
        f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/one.xml"/>'
        f'<Relationship Id="c" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/one.xml": f"<{p}worksheet {space}><{p}sheetData>{''.join(lines)}</{p}sheetData>"
        f"</{p}worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    })  # fmt: skip


def _xlsx_cell(p: str, place: str, value: str | float, chance: Random, is_percentage: bool) -> str:
    if isinstance(value, str):
        return f'<{p}c t="inlineStr" r="{place}"><{p}is><{p}t>{_escaped(value)}</{p}t></{p}is></{p}c>'
    if is_percentage:
        return f'<{p}c s="1" r="{place}"><{p}v>{value / 100!r}</{p}v></{p}c>'
    text = f"<![CDATA[{value}]]>" if chance.random() < 0.2 else value
    return f'<{p}c r="{place}"><{p}v>{text}</{p}v></{p}c>'


def as_ods(rows: list[Row], chance: Random, damage: str) -> bytes:
    """Return the table as an OpenDocument sheet with one kind of damage."""
    table = [HEADER, *rows, *(rows if damage == "rows twice" else ())]
    victim = chance.randrange(2, len(rows) + 2)
    lines = []
    for number, row in enumerate(table, start=1):
        cells = [_ods_cell(value, damage == "percentages" and at == 4) for at, value in enumerate(row)]
        if number == victim and damage == "formula":
            cells[4] = chance.choice((
                '<table:table-cell table:formula="of:=[.B2]*2"/>',
                '<table:table-cell office:value-type="float" table:formula="of:=[.B2]*2"/>',
                '<table:table-cell table:formula="of:=[.B2]*2" office:value="" '
                'office:value-type="float"><text:p/></table:table-cell>',
            ))  # fmt: skip
        hidden = ""
        if number == victim and damage == "hidden rows":
            hidden = chance.choice((' table:visibility="collapse"', ' table:visibility="filter"'))
        if number == victim and damage == "absurd row":
            hidden = ' table:number-rows-repeated="4294967295"'
        lines.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    style = ' table:style-name="away"' if "hidden sheet" in damage else ""
    spaces = " ".join(f'xmlns:{part}="{_OASIS}:{part}:1.0"' for part in ("office", "table", "text", "style"))
    return _zipped({
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>"
        '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Figures"{style}>{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def _ods_cell(value: str | float, is_percentage: bool) -> str:
    if isinstance(value, str):
        paragraphs = "".join(f"<text:p>{_escaped(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    kind, stored = ("percentage", value / 100) if is_percentage else ("float", value)
    return (f'<table:table-cell office:value="{stored!r}" office:value-type="{kind}"><text:p>{round(value)}'
            "</text:p></table:table-cell>")  # fmt: skip


def damaged_table(number: int) -> tuple[list[Row], str, bytes]:
    """Return a table's rows, the kind of damage, and the damaged file; the same for the same number."""
    chance = Random(number)
    rows = rows_of(chance)
    kind = chance.choice(("csv", "csv", "xlsx", "ods"))
    if kind == "csv":
        damage = chance.choice((*TEXT_DAMAGE, "a stray quote", "two stray quotes", "two stray quotes"))
        return rows, damage, TEXT_DAMAGE[damage](as_csv(rows, chance), chance)
    damage = chance.choice(BOOK_DAMAGE)
    return rows, damage, (as_xlsx if kind == "xlsx" else as_ods)(rows, chance, damage)
