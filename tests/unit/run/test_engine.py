from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpi_lib.core.errors import NotebookError
from kpi_lib.run import kernel as kernel_module
from kpi_lib.run.engine import run_notebook
from kpi_lib.run.kernel import WarmKernel
from kpi_lib.run.normalise import as_text, heading_of, normalise_notebook, warnings_in

PARAMETERS = {"quarter": "2017-18-Q4", "area": "E10000034"}
New = Callable[..., Path]

READS_BOTH = "print(quarter, area)"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmKernel]:
    with WarmKernel(tmp_path_factory.mktemp("project"), {"KPI_PROJECT": "here"}) as kernel:
        yield kernel


def run(path: Path, kernel: WarmKernel, title: str = "") -> str:
    return as_text(normalise_notebook(run_notebook(path, PARAMETERS, kernel), title))


def printed(path: Path, kernel: WarmKernel) -> str:
    cells = run_notebook(path, PARAMETERS, kernel).cells
    return "".join(output.text for cell in cells for output in cell.get("outputs", []) if "text" in output)


def test_the_parameters_reach_the_cells(new_notebook: New, kernel: WarmKernel) -> None:
    path = new_notebook(READS_BOTH, parameters='quarter: str = ""\narea: str = ""')
    assert printed(path, kernel) == "2017-18-Q4 E10000034\n"


def test_a_warm_kernel_gives_the_very_bytes_of_a_cold_one(new_notebook: New, tmp_path: Path) -> None:
    noisy = (
        READS_BOTH,
        "import warnings; warnings.warn('only once per kernel?')",
        "hash('text'), In[-1], _oh, __import__('os').environ['MPLBACKEND']",
        "sorted(name for name in globals() if not name.startswith('_'))",
    )
    path = new_notebook(*noisy)
    with WarmKernel(tmp_path, {}) as cold:
        first, again = run(path, cold), run(path, cold)
    with WarmKernel(tmp_path, {}) as other:
        assert run(path, other) == first == again


def test_a_warning_is_told_each_time_and_kept_off_the_page(new_notebook: New, kernel: WarmKernel) -> None:
    path = new_notebook(READS_BOTH, "import warnings; warnings.warn('few figures')")
    for _ in range(2):
        executed = run_notebook(path, PARAMETERS, kernel)
        assert [line for line in warnings_in(executed) if "few figures" in line]
        assert "stderr" not in as_text(normalise_notebook(executed))


def test_what_is_sent_in_two_messages_is_one_output(new_notebook: New, kernel: WarmKernel) -> None:
    path = new_notebook(READS_BOTH, "import sys; print(1); sys.stdout.flush(); print(2); sys.stdout.flush()")
    cell = run_notebook(path, PARAMETERS, kernel).cells[-1]
    assert [output["text"] for output in cell.outputs] == ["1\n2\n"]


def test_no_name_survives_into_the_next_notebook(new_notebook: New, kernel: WarmKernel) -> None:
    run(new_notebook(READS_BOTH, "left_over = 1"), kernel)
    with pytest.raises(NotebookError, match="raised NameError"):
        run(new_notebook(READS_BOTH, "left_over"), kernel)


def test_a_raising_cell_is_named_with_notebook_cell_error_and_last_line(
    new_notebook: New, kernel: WarmKernel
) -> None:
    # Cells as an analyst counts them: 1 title, 2 parameters, 3 import, 4 print, 5 the division.
    path = new_notebook(READS_BOTH, "count = 0\n1 / count")
    with pytest.raises(NotebookError) as caught:
        run(path, kernel)
    assert str(caught.value).splitlines() == [
        f"A notebook cell raised ZeroDivisionError ({path.parent.name}/{path.name}, cell 5)",
        "got division by zero",
        "hint: the cell ends in `1 / count`",
    ]
    assert caught.value.exit_code == 8


def test_after_a_raising_cell_the_kernel_serves_on(new_notebook: New, kernel: WarmKernel) -> None:
    with pytest.raises(NotebookError):
        run(new_notebook(READS_BOTH, "raise ValueError('no')"), kernel)
    assert "2017-18-Q4 E10000034" in run(new_notebook(READS_BOTH), kernel)


def test_a_cell_that_allows_itself_to_raise_is_found_in_the_outputs(
    new_notebook: New, kernel: WarmKernel
) -> None:
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        run(new_notebook(READS_BOTH, "1 / 0", tag="raises-exception"), kernel)


def test_leaving_early_does_not_pass(new_notebook: New, kernel: WarmKernel) -> None:
    with pytest.raises(NotebookError, match="did not run to its end"):
        run(new_notebook(READS_BOTH, "raise SystemExit(0)", "print('never')"), kernel)


def test_a_notebook_may_not_use_the_network(new_notebook: New, kernel: WarmKernel) -> None:
    call = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    with pytest.raises(NotebookError, match="may not use the network"):
        run(new_notebook(READS_BOTH, call), kernel)


def test_a_kernel_that_dies_is_told_and_not_waited_for(new_notebook: New, tmp_path: Path) -> None:
    started = time.monotonic()
    with WarmKernel(tmp_path, {}) as dying, pytest.raises(NotebookError, match="did not finish"):
        run(new_notebook(READS_BOTH, "import os; os._exit(1)"), dying)
    assert time.monotonic() - started < 20


def test_a_start_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    starts = iter([["false"], None])
    ready = kernel_module._new_manager

    def flaky(private: Path) -> object:
        manager = ready(private)
        if command := next(starts):
            manager._kernel_spec.argv = command
        return manager

    monkeypatch.setattr(kernel_module, "_new_manager", flaky)
    with WarmKernel(tmp_path, {}) as kernel:
        assert kernel.client.is_alive


def test_a_start_that_always_fails_is_an_error_of_three_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "false")
    with pytest.raises(NotebookError, match="The notebook kernel does not start") as caught:
        WarmKernel(tmp_path, {}).start()
    assert len(str(caught.value).splitlines()) == 3


def test_a_kernel_grown_too_large_is_replaced_and_nothing_else_changes(
    new_notebook: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_notebook(READS_BOTH)
    with WarmKernel(tmp_path, {}) as kernel:
        first, process = run(path, kernel), kernel._process
        monkeypatch.setattr(kernel_module, "LARGEST_BYTES", 1)
        assert run(path, kernel) == first
        assert process.poll() is not None
        assert kernel._process.pid != process.pid


def test_stopping_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    with WarmKernel(tmp_path, {}) as kernel:
        process = kernel.manager.provisioner.process
        private = kernel._private
        assert (private.stat().st_mode & 0o077) == 0 or os.name == "nt"
    assert process.poll() is not None
    assert not private.exists()


def test_the_page_is_headed_by_what_its_title_cell_prints(new_notebook: New, kernel: WarmKernel) -> None:
    finding = 'kpi and "More children\'s needs\\nassessed"'
    path = new_notebook(READS_BOTH, finding, heading="Topic", tag="title")
    notebook = normalise_notebook(run_notebook(path, PARAMETERS, kernel), "From the catalogue")
    assert heading_of(notebook) == "More children’s needs assessed"
    assert notebook.cells[-1].outputs == []


@pytest.mark.parametrize(("title", "expected"), [("From the catalogue", "From the catalogue"), ("", "Topic")])
def test_else_by_the_catalogue_else_by_the_source(
    new_notebook: New, kernel: WarmKernel, title: str, expected: str
) -> None:
    path = new_notebook(READS_BOTH, heading="Topic")
    assert heading_of(normalise_notebook(run_notebook(path, PARAMETERS, kernel), title)) == expected


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, kernel: WarmKernel) -> None:
    (tmp_path / "x.ipynb").write_text("<html>", encoding="utf-8")
    with pytest.raises(NotebookError, match="This is no notebook"):
        run(tmp_path / "x.ipynb", kernel)
    with pytest.raises(NotebookError, match="There is no such notebook"):
        run(tmp_path / "y.ipynb", kernel)
