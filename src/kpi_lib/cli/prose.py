"""The command that checks words: the commentary and the executed pages of a quarter."""

from __future__ import annotations

from kpi_lib.assure.release.run import choose_editions
from kpi_lib.cli.messages import TerminalProgress, show_prose_checked
from kpi_lib.cli.options import AreaOption, Latest, Quarters, Raw
from kpi_lib.pack.project import find_project
from kpi_lib.run.prose import check_prose as check_words


def check_prose(quarter: Quarters = None, latest: Latest = 1, area: AreaOption = "", raw: Raw = None) -> None:
    """Check a quarter's commentary, and that its executed pages are as they were made."""
    project = find_project().with_raw(raw).with_area(area)
    editions = choose_editions(project, quarter or [], latest=latest)
    with TerminalProgress().stage("Checking the prose"):
        n_pages = check_words(project, editions)
    show_prose_checked(n_pages, [edition.short_title for edition in editions])
