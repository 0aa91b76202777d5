# ruff: noqa: E501 (the samples are wide)
"""What stands in and around a random scorecard that is no figure of it."""

from __future__ import annotations

from random import Random

from scorecard_figures import BLANK, Cell
from scorecard_shapes import Table

TITLES = (
    "Children's services scorecard", "Performance report", "Worcestershire Children First", "Monthly KPIs",
    "OFFICIAL", "Children's social care performance", "Worcestershire County Council",
)  # fmt: skip
FOOTNOTES = (
    "Source: case management system", "c = suppressed", "* figures are provisional", "Notes:",
    "1. Numbers below 5 are shown as <5", "Prepared by the performance team",
)  # fmt: skip
LEFT = (
    ("Ref", lambda chance: f"CS{chance.randint(1, 40):02}"), ("No", lambda chance: str(chance.randint(1, 40))),
    ("Owner", lambda chance: chance.choice(["J Smith", "Head of service"])),
    ("Good is", lambda chance: chance.choice(["Low", "High"])),
    ("Frequency", lambda chance: "Quarterly"), ("Theme", lambda chance: chance.choice(["Front door", "Care"])),
)  # fmt: skip
RIGHT = (
    ("RAG", lambda chance: chance.choice(["R", "A", "G", ""])),
    ("Direction of travel", lambda chance: chance.choice(["Better", "Worse", "↑", "-", ""])),
    ("Comments", lambda chance: chance.choice(["", "Q1 was high; 12 cases late", "See report", "Rose by 5%"])),
    ("Target 2024/25", lambda chance: str(chance.randint(10, 90))),
    ("England 23/24", lambda chance: f"{chance.uniform(10, 90):.1f}"),
    ("Statistical neighbours 23/24", lambda chance: f"{chance.uniform(10, 90):.1f}"),
    ("SN average", lambda chance: f"{chance.uniform(10, 90):.1f}"),
    ("West Midlands 2023/24", lambda chance: f"{chance.uniform(10, 90):.1f}"),
    ("YTD", lambda chance: f"{chance.uniform(10, 90):.1f}"),
    ("Variance", lambda chance: f"{chance.uniform(-5, 5):.1f}"), ("Lead", lambda chance: "A Jones"),
)  # fmt: skip
THEMES = ("Front door", "Children looked after", "WORKFORCE", "Child protection")


def add_columns(chance: Random, table: Table) -> None:
    """Add columns left and right of a table whose indicators go down."""
    if not table.is_across or len(table.starts) > 60:
        return
    at = chance.randrange(len(table.header))
    for heading, draw in chance.sample(LEFT, chance.choice([0, 0, 1, 2])):
        for row, cells in enumerate(table.header):
            cells.insert(0, Cell(heading) if row == at else BLANK)
        for row, cells in enumerate(table.body):
            cells.insert(0, Cell(draw(chance)) if row in table.starts else BLANK)
        table.merges = [(r, c + 1, s, d + 1) for r, c, s, d in table.merges]
    right = chance.sample(RIGHT, chance.choice([0, 0, 0, 1, 2, 3]))
    width = table.width
    for cells in [*table.header, *table.body] if right else ():
        cells += [BLANK] * (width - len(cells))
    for heading, draw in right:
        for row, cells in enumerate(table.header):
            cells.append(Cell(heading) if row == at else BLANK)
        for row, cells in enumerate(table.body):
            text = draw(chance) if row in table.starts else ""
            number = float(text) if text.replace(".", "", 1).replace("-", "", 1).isdigit() else None
            cells.append(Cell(text, number))


def add_rows(
    chance: Random, table: Table
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]], set[int]]:
    """Return the rows with blank and theme rows and headings again between them, and hidden ones."""
    rows = list(table.header)
    hidden: set[int] = set()
    width = table.width
    kind = chance.choice(["none", "none", "theme", "blank", "again", "hidden"])
    at = chance.choice(table.starts) if table.starts else -1
    for place, cells in enumerate(table.body):
        if place == at and kind == "theme" and table.is_across:
            rows.append([Cell(chance.choice(THEMES)), *[BLANK] * (width - 1)])
        elif place == at and kind == "blank":
            rows.append([BLANK] * width)
        elif place == at and kind == "again" and place and not table.merges:
            rows += table.header
        elif place == at and kind == "hidden":
            hidden.add(len(rows))
        rows.append(cells)
    return rows, table.merges, hidden


def around(chance: Random, titles: tuple[str, ...]) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Return the rows above a table and those below it."""
    drawn = [*titles]
    is_other = any("Shropshire" in title for title in titles)
    for title in chance.sample(TITLES, chance.choice([0, 0, 1, 2])):
        if not (is_other and "Worcestershire" in title):
            drawn.insert(chance.randint(0, len(drawn)), title)
    above = [[Cell(line)] for line in drawn]
    if above and chance.random() < 0.6:
        above.append([BLANK])
    below = [[Cell(line)] for line in chance.sample(FOOTNOTES, chance.choice([0, 0, 1, 2]))]
    return above, [[BLANK], *below] if below and chance.random() < 0.7 else below
