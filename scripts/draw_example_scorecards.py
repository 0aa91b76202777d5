"""Write the example workbooks of `docs/your-scorecard.md` and draw each as a picture of its sheet.

Every value is invented. Pictures need Chromium: `.venv/bin/python scripts/draw_example_scorecards.py`.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path

import xlsxwriter
from PIL import Image
from playwright.sync_api import sync_playwright

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
CHROMIUM = "/usr/bin/chromium"
COLOURS = 48
"""Of a picture, which keep it small: text on white, with a tint for headers."""
INVENTED = "Every value is invented, to show the layout"

Cell = str | float | None
Merge = tuple[int, int, int]
"""Row, first and last column, from 0, of cells joined sideways."""

QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
REREFERRALS = "Referrals within 12 months of an earlier referral"
ASSESSMENTS = "Assessments completed within 45 working days"
ACROSS: list[list[Cell]] = [
    ["Children’s services scorecard 2024/25"],
    [INVENTED],
    [],
    ["Ref", "Measure", "2024/25", None, None, None, "Target", "RAG"],
    [None, None, *QUARTERS, None, None],
    [None, "Front door"],
    ["FD1", "Re-referrals within 12 months (%)", 18.8, 21.7, 24.2, 27.0, 18, "Red"],
    ["FD2", "Contacts (number)", 4021, 4188, 3960, 4302, None, None],
    [None, "Care and protection"],
    ["CC1", "Rate of CLA per 10k", 79.4, 80.2, 80.0, 79.7, None, None],
    ["CC2", "Children on a plan for two years or more", 0.9, 0.6, 1.0, 0.8, 2, "Green"],
]
DOWN: list[list[Cell]] = [
    ["Children’s services, quarter by quarter"],
    [INVENTED],
    [],
    ["Quarter", f"{REREFERRALS} (%)", f"{ASSESSMENTS} (%)"],
    ["Q1 2024/25", 18.8, 81.0],
    ["Q2 2024/25", 21.7, 83.5],
    ["Q3 2024/25", 24.2, 86.2],
    ["Q4 2024/25", 27.0, 88.4],
]
LONG: list[list[Cell]] = [
    ["Year", "Quarter", "Indicator", "Numerator", "Denominator", "Comment"],
    *(
        ["2024/25", quarter, name, numerator, denominator, comment]
        for name, counts in {
            REREFERRALS: [(188, 1000, None), (217, 1000, None), (242, 1000, "Checked with the team")],
            ASSESSMENTS: [(810, 1000, None), (835, 1000, None), (862, 1000, None)],
        }.items()
        for quarter, (numerator, denominator, comment) in zip(QUARTERS, counts, strict=False)
    ),
]
SHEETS: dict[str, tuple[list[list[Cell]], list[Merge], set[int]]] = {
    "scorecard": (ACROSS, [(3, 2, 5)], {3, 4}),
    "quarters-down": (DOWN, [], {3}),
    "figure-a-row": (LONG, [], {0}),
}
"""Name → rows, what is merged sideways, and which rows are headers."""


def save_workbook(path: Path, rows: list[list[Cell]], merges: list[Merge], headers: set[int]) -> None:
    """Write one sheet; the same bytes every time."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2025, 5, 1)})
        sheet, bold = book.add_worksheet("Scorecard"), book.add_format({"bold": True})
        sheet.set_column(0, max(map(len, rows)), 18)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell, bold if row in headers else None)
        for row, first, last in merges:
            sheet.merge_range(row, first, row, last, rows[row][first], bold)


def sheet_as_html(rows: list[list[Cell]], merges: list[Merge], headers: set[int]) -> str:
    """Return a sheet as a spreadsheet shows it: column letters, row numbers, cells."""
    width = max(map(len, rows))
    letters = "".join(f"<th>{chr(ord('A') + place)}</th>" for place in range(width))
    body = []
    for row, cells in enumerate(rows):
        filled = [*cells, *[None] * (width - len(cells))]
        spans = {first: last - first + 1 for at, first, last in merges if at == row}
        hidden = {place for first, many in spans.items() for place in range(first + 1, first + many)}
        is_title = row not in headers and len(cells) == 1
        shown = "".join(
            f"<td colspan='{width if is_title and place == 0 else spans.get(place, 1)}'"
            f" class='{'n' if isinstance(cell, int | float) else ''}'>{_text(cell)}</td>"
            for place, cell in enumerate(filled[:1] if is_title else filled)
            if place not in hidden
        )
        body.append(f"<tr class='{'head' if row in headers else ''}'><th>{row + 1}</th>{shown}</tr>")
    return f"<style>{_STYLE}</style><table><tr><th></th>{letters}</tr>{''.join(body)}</table>"


def _text(cell: Cell) -> str:
    return "" if cell is None else escape(str(cell))


_STYLE = """
body { margin: 0; background: #fff; } table { border-collapse: collapse; font: 15px Arial, sans-serif; }
td, th { border: 1px solid #d0d4d8; padding: 3px 8px; height: 18px; text-align: left; white-space: nowrap; }
th { background: #eef0f2; color: #585f66; font-weight: 400; text-align: center; }
tr.head td { font-weight: 700; background: #e3edf6; } td.n { text-align: right; }
"""


def draw_all() -> None:
    """Write every workbook and its picture."""
    EXAMPLES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(device_scale_factor=2)
        for name, parts in SHEETS.items():
            save_workbook(EXAMPLES / f"{name}.xlsx", *parts)
            tab.set_content(sheet_as_html(*parts))
            picture = Image.open(BytesIO(tab.locator("table").screenshot()))
            picture.convert("RGB").quantize(COLOURS).save(EXAMPLES / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    draw_all()
