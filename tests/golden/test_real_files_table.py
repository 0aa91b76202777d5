"""`docs/real-files.md` says what each real file yields; run this module to write it anew.

python tests/golden/test_real_files_table.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kpi_lib.ingest import read_file

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT.parent / "shared" / "data" / "real"
PAGE = PROJECT / "docs" / "real-files.md"
NAMES = sorted(
    path.relative_to(REAL).as_posix() for path in REAL.rglob("*") if path.is_file() and path.suffix != ".md"
)
HEAD = """# What the real files yield

What `kpi read` makes of files that DfE, ONS, Ofsted, DWP, OHID and others published, none of which was
written for this project. The table is generated and a test keeps it true; the files themselves are no part
of the project. Cells by status add up to the cells. An issue is counted by its code; `edition-assumed` is
left out, as it only says that no edition was given.

| file | layout | data set | rows | cells | by status | headers | notes | issues |
|---|---|---|--:|--:|---|--:|--:|---|
"""


def page() -> str:
    return HEAD + "".join(map(_line, NAMES))


def _line(name: str) -> str:
    reading = read_file(REAL / name, name=name)
    statuses = ", ".join(f"{status.replace('_', ' ')} {n:,}" for status, n in reading.status_counts().items())
    codes = Counter(issue.code for issue in reading.issues if issue.code != "edition-assumed")
    issues = ", ".join(f"{code} {n}" for code, n in sorted(codes.items()))
    cells = sum(reading.status_counts().values())
    return (
        f"| `{name}` | {reading.layout} | {reading.dataset} | {reading.rows:,} | {cells:,} | {statuses} "
        f"| {len(reading.headers)} | {len(reading.notes)} | {issues} |\n"
    )


@pytest.mark.skipif(not NAMES, reason=f"the folder of real files is not here: {REAL}")
def test_the_page_says_what_the_files_yield() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), f"run: python {Path(__file__).relative_to(PROJECT)}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
