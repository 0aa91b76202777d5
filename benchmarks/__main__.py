"""Run the benchmarks: `python -m benchmarks` for all of them, `python -m benchmarks ingest_lait` for some.

A benchmark is a module of this folder with `measure() -> DataFrame`, and, where it has aims,
`check_aims(measured) -> DataFrame`. Its docstring's first line is its title. It raises `Skipped` with
the reason where it cannot run here. Results are shown and written to this folder's README.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType

from benchmarks.report import as_section, machine_words, save_section, show_tables
from benchmarks.stopwatch import Skipped

README = Path(__file__).with_name("README.md")


def find_benchmarks(names: list[str]) -> list[ModuleType]:
    """Return the benchmarks of these names, all of them where none is given; exits on an unknown one."""
    found = {module.name: module for module in pkgutil.iter_modules([str(README.parent)])}
    loaded = {name: import_module(f"benchmarks.{name}") for name in sorted(found) if name != "__main__"}
    benchmarks = {name: module for name, module in loaded.items() if _is_benchmark(module)}
    if unknown := [name for name in names if name not in benchmarks]:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(benchmarks)}")
    return [module for name, module in benchmarks.items() if name in (names or benchmarks)]


def _is_benchmark(module: ModuleType) -> bool:
    """Say whether a module has a `measure` that asks for nothing; others of that name serve themselves."""
    return hasattr(module, "measure") and not signature(module.measure).parameters


def main() -> None:
    """Measure, show, and keep the results in the README."""
    for module in find_benchmarks(sys.argv[1:]):
        name, title = module.__name__.split(".")[-1], (module.__doc__ or "").splitlines()[0].rstrip(".")
        before = machine_words()
        try:
            measured = module.measure()
        except Skipped as reason:
            print(f"{title}: skipped, {reason}")
            continue
        tables = [measured]
        if hasattr(module, "check_aims"):
            tables.append(module.check_aims(measured))
        show_tables(title, tables)
        save_section(README, name, as_section(title, before, tables))


if __name__ == "__main__":
    main()
