"""Results as tables on the terminal and as sections of the README."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import psutil
from rich.console import Console
from rich.table import Table

LIBRARIES = ("pandas", "pyarrow", "papermill", "ipykernel", "matplotlib", "sphinx", "myst-nb")
BYTES_PER_GB = 1e9
WIDTH = 110


def machine_words() -> str:
    """Return where and when it is measured: machine, versions, date, and how busy the machine is."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = psutil.virtual_memory().total / BYTES_PER_GB
    return (
        f"{datetime.now(UTC):%d %B %Y}; {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, "
        f"{platform.system()}; Python {platform.python_version()}, {versions}. "
        f"Processes waiting for a core as it began: {os.getloadavg()[0]:.1f}."
    )


def show_tables(title: str, tables: Sequence[pd.DataFrame]) -> None:
    """Print tables to the terminal under one title."""
    console = Console(width=WIDTH)
    for rows in tables:
        table = Table(title=title, title_justify="left")
        for name in rows.columns:
            table.add_column(str(name), justify="left" if rows[name].dtype == "str" else "right")
        for row in _texts(rows):
            table.add_row(*row)
        console.print(table)


def as_section(title: str, machine: str, tables: Sequence[pd.DataFrame]) -> str:
    """Return a section of Markdown: heading, machine, tables."""
    return "\n\n".join([f"## {title}", machine, *map(_as_markdown, tables)])


def save_section(path: Path, name: str, section: str) -> None:
    """Write a section between the marks of its name in a Markdown file, at the end if there are none."""
    begin, end = f"<!-- results: {name} -->", f"<!-- end of results: {name} -->"
    text, block = path.read_text(encoding="utf-8"), f"{begin}\n{section}\n{end}"
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    changed = marked.sub(lambda _: block, text) if marked.search(text) else f"{text.rstrip()}\n\n{block}\n"
    path.write_text(changed, encoding="utf-8")


def _as_markdown(rows: pd.DataFrame) -> str:
    ruler = ["---" if rows[name].dtype == "str" else "---:" for name in rows.columns]
    lines = [list(map(str, rows.columns)), ruler, *_texts(rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _texts(rows: pd.DataFrame) -> list[list[str]]:
    """Return every cell as text: numbers with three figures, nothing for a missing one."""
    return [[_text(value) for value in row] for row in rows.itertuples(index=False)]


def _text(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    if pd.isna(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
