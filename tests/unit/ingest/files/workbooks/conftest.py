from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from kpi_lib.ingest.files.grid import Grid
from kpi_lib.ingest.files.workbooks import parse_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'
END = "</sheetData>"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="mmm\\-yy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs>'
    '<dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs></styleSheet>'
)  # styles 1 to 3: a percentage, a month, a day


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _xlsx(rows: str = "", **parts: str) -> bytes:
    """A workbook of one sheet, `Scorecard`: `rows` between the ends of its data, or other parts in full."""
    return _zipped({
        "xl/workbook.xml": parts.get("book", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="Scorecard" r:id="a" state="{parts.get("state", "visible")}"/></sheets></workbook>'),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">'
        f'<Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/one.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="/xl/texts.xml"/>'
        f'<Relationship Id="c" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/one.xml": parts.get("sheet", f"{HEAD}{rows}{END}{parts.get('after', '')}</worksheet>"),
        "xl/texts.xml": parts.get("texts", f'<sst xmlns="{MAIN}"><si><t>Area</t></si></sst>'),
        "xl/styles.xml": parts.get("styles", STYLES),
    })  # fmt: skip


@pytest.fixture
def zipped() -> Callable[[dict[str, str | bytes]], bytes]:
    return _zipped


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    return _xlsx


@pytest.fixture
def grid_of() -> Callable[..., Grid]:
    """The grid of the one sheet of a workbook, made of the rows given."""

    def read(rows: str = "", **parts: str) -> Grid:
        (grid,) = parse_workbook(_xlsx(rows, **parts), "book.xlsx")
        return grid

    return read
