"""Pages of the built site: bytes over the wire, largest paint from disk, shifts of the layout

Text goes over the wire as a server sends it, packed by gzip at level 6; fonts and pictures as they are.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from benchmarks.stopwatch import Skipped

SITE = Path(__file__).parents[1] / "_site"
PAGES = {
    "overview": "overview.html",
    "brief": "brief.html",
    "an indicator": "indicators/assessment-45-days-percent.html",
    "benchmarks": "benchmarks.html",
}
WIDTHS = (1280, 390)
TIMES = 5
SETTLED_MS = 600
GZIP_LEVEL = 6
PACKED = {".woff2", ".woff", ".png", ".jpg", ".ico"}
"""Files that gzip makes no smaller."""
AIM_KB, AIM_SECONDS = 400, 1.0

WATCH = """
window.paint = 0; window.shift = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.paint = entry.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shift += entry.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


def measure() -> pd.DataFrame:
    """Return one row per page and width of window: kilobytes, files, seconds to the largest paint, shift.

    Raises
    ------
    Skipped : no site is built, or there is no Chromium.
    """
    editions = sorted(SITE.glob("editions/*/overview.html"))
    if not editions:
        raise Skipped("no site is built (make site)")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise Skipped("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        rows = [
            {"page": name, "window, px": width, **weigh_page(browser, editions[-1].parent / page, width)}
            for name, page in PAGES.items()
            for width in WIDTHS
        ]
        browser.close()
    return pd.DataFrame(rows)


def check_aims(measured: pd.DataFrame) -> pd.DataFrame:
    """Return each aim for the overview, what it came to, and whether it is met."""
    overview = measured.loc[measured["page"].eq("overview")]
    weight, paint = overview["kB over the wire"].max(), overview["largest paint, s"].max()
    shift = measured["layout shift"].max()
    aims = [
        (f"the overview at most {AIM_KB} kB over the wire", f"{weight:.0f} kB", weight <= AIM_KB),
        (f"its largest paint within {AIM_SECONDS:.1f} s from disk", f"{paint:.2f} s", paint <= AIM_SECONDS),
        ("nothing moves on any of the pages", f"{shift:.4f}", shift == 0),
    ]
    rows = [(aim, came, "yes" if is_met else "no") for aim, came, is_met in aims]
    return pd.DataFrame(rows, columns=["aim", "measured", "met"])


def weigh_page(browser: Any, page: Path, width: int, times: int = TIMES) -> dict[str, float]:
    """Open a page from disk so many times; return its weight, its median paint and its largest shift."""
    opened = [_open(browser, page, width) for _ in range(times)]
    asked = opened[0][0]
    return {
        "files": len(asked),
        "kB over the wire": sum(map(packed_size, asked)) / 1000,
        "largest paint, s": median(paint for _, paint, _ in opened) / 1000,
        "layout shift": max(shift for _, _, shift in opened),
    }


def packed_size(file: Path) -> int:
    """Return how many bytes of a file go over the wire."""
    content = file.read_bytes()
    return len(content) if file.suffix in PACKED else len(gzip.compress(content, GZIP_LEVEL))


def _open(browser: Any, file: Path, width: int) -> tuple[list[Path], float, float]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[Path] = []
    page.on("request", lambda request: asked.append(Path(unquote(urlsplit(request.url).path))))
    page.add_init_script(WATCH)
    page.goto(file.as_uri(), wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    paint, shift = page.evaluate("[window.paint, window.shift]")
    page.close()
    return sorted({path for path in asked if path.is_file()}), paint, shift
