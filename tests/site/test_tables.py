"""A table wider than a phone, in a real browser: its words stay in sight while its columns scroll."""

from __future__ import annotations

from typing import Any

from kpi_lib.present.ink.theme import stylesheet
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import show_table

PHONE = {"width": 390, "height": 844}
CAPTION = "Court cases that began in the three years to 31 March 2018, with medians and those within 26 weeks"


def test_the_caption_of_a_wide_table_is_not_cut_off_on_a_phone(chromium: Any) -> None:
    columns = [Column(f"A_long_heading_that_does_not_break_{number}", is_number=True) for number in range(9)]
    rows = [[Cell("12,345") for _ in columns]]
    shown = show_table(Table(CAPTION, columns, [Group(rows)]))
    page = chromium.new_page(viewport=PHONE)
    page.set_content(f"<style>{stylesheet()}</style>{shown.html}")
    box = page.locator(".kpi-scroll")
    assert box.evaluate("box => box.scrollWidth > 2 * box.clientWidth")
    for moved in (0, 300):
        box.evaluate(f"box => box.scrollLeft = {moved}")
        left, right = page.locator("caption").evaluate(
            "caption => [caption.getBoundingClientRect().left, caption.getBoundingClientRect().right]"
        )
        assert left >= 0 and right <= PHONE["width"]
    page.close()
