"""Every family of outside numbers on the bundled tables, or on those of `--folder PATH`."""

from pathlib import Path
from typing import Any

import pytest
from oracle_runner import HAND_WORKED, TABLES, read_folder, recompute

from kpi_lib.core.errors import KpiError


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder = metafunc.config.getoption("folder", None)
    folders = [TABLES, HAND_WORKED] if folder is None else [Path(folder)]
    tables = [(each, name) for each in folders for name in read_folder(each)]
    metafunc.parametrize(("folder", "name"), tables, ids=[f"{each.name}/{name}.csv" for each, name in tables])


def test_every_case_is_reproduced(folder: Path, name: str, record_property: Any) -> None:
    try:
        recomputed = recompute(name, read_folder(folder))
    except KpiError as error:
        pytest.fail(str(error), pytrace=False)
    record_property("recomputed", f"{folder.name}/{recomputed}")
    if not recomputed.is_reproduced:
        pytest.fail(str(recomputed), pytrace=False)
