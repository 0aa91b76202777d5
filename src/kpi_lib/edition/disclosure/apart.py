"""The audit in a process of its own: the memory it takes to read a whole site goes with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd

from kpi_lib.core.errors import KpiError, PublishError
from kpi_lib.core.garbage import collect_rarely
from kpi_lib.edition.disclosure.audit import audit_site
from kpi_lib.edition.disclosure.findings import COLUMNS


def audit_apart(site: Path) -> pd.DataFrame:
    """Return every disclosure in the files of a site, as `audit_site` does.

    Raises
    ------
    PublishError : the audit did not finish; a site is not known to be clean then.
    """
    command = [sys.executable, "-m", __name__, str(site)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise PublishError(
            "The audit of disclosure did not finish",
            where=str(site),
            got=said[-1] if said else f"exit code {done.returncode}",
            hint="kpi audit-disclosure SITE runs it alone",
        )
    return pd.DataFrame(json.loads(done.stdout), columns=COLUMNS).astype("str")


def main() -> None:
    """Audit the site named on the command line and print the findings as JSON."""
    collect_rarely()
    try:
        found = audit_site(Path(sys.argv[1]))
    except KpiError as error:
        sys.exit(str(error.what))
    sys.stdout.write(json.dumps(found.to_dict("records")))


if __name__ == "__main__":
    main()
