"""A part of a Markdown file that is generated, between two marks; the rest of the file is left alone."""

from __future__ import annotations

from pathlib import Path

from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import SettingsError
from kpi_lib.disk.replace import write_file


def write_between(path: Path, begin: str, end: str, text: str, *, what: str) -> None:
    """Put a generated text between two marks of a file.

    Parameters
    ----------
    what : what the text is, for the message.

    Raises
    ------
    SettingsError : the file cannot be read as text, or has not both marks.
    """
    whole = load_text(path, SettingsError) if path.exists() else ""
    before, first, rest = whole.partition(begin)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise SettingsError(
            f"There is no place for {what}", where=str(path), expected=f"the lines {begin} and {end}"
        )
    write_file(path, f"{before}{begin}\n\n{text}\n\n{end}{after}")
