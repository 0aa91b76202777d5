"""The overview is light, and nothing in it moves while it loads, at a desk and on a phone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.weigh_pages import AIM_KB, WIDTHS, packed_size, weigh_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITION = "editions/2017-18-q4"
TEXT_ALONE = 20
"""A page of text and its look weighs more than this, in kB: a smaller sum has missed what it asks for."""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_overview_is_light_and_stands_still(site: Path, chromium: Any, width: int) -> None:
    found = weigh_page(chromium, site / EDITION / "overview.html", width, times=3)
    assert TEXT_ALONE < found["kB over the wire"] <= AIM_KB
    assert found["files"] > 5
    assert found["layout shift"] == 0


def test_a_text_goes_packed_over_the_wire_and_a_font_as_it_is(tmp_path: Path) -> None:
    text, font = tmp_path / "page.html", tmp_path / "icons.woff2"
    for file in (text, font):
        file.write_bytes(b"a" * 10_000)
    assert packed_size(text) < 100
    assert packed_size(font) == 10_000
