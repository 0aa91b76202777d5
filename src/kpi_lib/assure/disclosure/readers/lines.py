"""Tables drawn in plain text: cells between bars, as ledgers and Markdown have them."""

from __future__ import annotations

import re

from kpi_lib.assure.disclosure.readers.grids import grid_of_lines
from kpi_lib.assure.disclosure.readers.pieces import Grid

_RULE = re.compile(r"^[\s|:+-]+$")


def tables_in_text(text: str) -> list[Grid]:
    """Return the runs of lines that have the same number of bars, each as a table."""
    found: list[Grid] = []
    block: list[list[str]] = []
    caption = before = ""
    for line in [*text.splitlines(), ""]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) > 1 and (not block or len(cells) == len(block[0])):
            if not block:
                caption = before
            if not _RULE.match(line):
                block.append(cells)
            continue
        if len(block) > 1:
            found.append(grid_of_lines("lines of text", block, caption))
        block = [cells] if len(cells) > 1 else []
        before = line.strip() or before
    return found
