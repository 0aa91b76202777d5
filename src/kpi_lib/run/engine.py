"""Papermill's executor on a warm kernel: one notebook in, its executed and verified form out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError
from papermill.execute import execute_notebook

from kpi_lib.core.errors import NotebookError
from kpi_lib.run.kernel import KERNEL_NAME, WarmKernel
from kpi_lib.run.notebooks import PARAMETERS_TAG, check_parameters, load_notebook, tags_of

ENGINE_NAME = "kpi-warm"
CELL_SECONDS = 300
SHARED_PARAMETERS = ("quarter", "area")

for _name in ("papermill", "papermill.translators"):
    logging.getLogger(_name).setLevel(logging.ERROR)


class WarmKernelEngine(NBClientEngine):
    """Papermill's own engine, handed a kernel that already runs."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernel: WarmKernel, **options: Any
    ) -> NotebookNode:
        """Run all cells of one notebook; `kernel` stays alive for the next."""
        client = PapermillNotebookClient(
            nb_man,
            km=kernel.manager,
            timeout=CELL_SECONDS,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,  # a busy machine sends one print in two messages
        )
        client.kc = kernel.client
        return client.execute()


papermill_engines.register(ENGINE_NAME, WarmKernelEngine)


def run_notebook(source: Path, parameters: Mapping[str, str], kernel: WarmKernel) -> NotebookNode:
    """Execute one source notebook with exactly these parameters.

    Parameters
    ----------
    source : the notebook; it is only read.
    parameters : name → value of every parameter of its `parameters` cell.
    kernel : a started kernel, made fresh here.

    Returns
    -------
    The executed notebook, its outputs verified, as papermill left it.

    Raises
    ------
    NotebookError : the notebook cannot be read, breaks the rules for parameters, or a cell raises;
        the message names notebook, cell (counted from 1, as in the source) and error.
    """
    original = load_notebook(source)
    check_parameters(original, parameters, source)
    kernel.refresh()
    try:
        executed = execute_notebook(
            original,
            None,
            parameters=dict(parameters),
            engine_name=ENGINE_NAME,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            kernel=kernel,
        )
    except (PapermillException, CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise _cell_fault(_words(source, parameters), original, error) from error
    _check_outputs(_words(source, parameters), executed)
    return executed


def _words(source: Path, parameters: Mapping[str, str]) -> str:
    """Name one execution: the notebook, and the parameters in which its pages differ."""
    own = [f"{name} {value}" for name, value in parameters.items() if name not in SHARED_PARAMETERS]
    return ", ".join([f"{source.parent.name}/{source.name}", *own])


def _cell_fault(where: str, original: NotebookNode, error: Exception) -> NotebookError:
    """Say in one error which cell raised what."""
    if not isinstance(error, PapermillExecutionError):
        return NotebookError(
            "A notebook did not finish",
            where=where,
            got=f"{type(error).__name__}: {_one_line(str(error))}",
            hint=f"a cell may run for {CELL_SECONDS} seconds; open the notebook in JupyterLab (`make lab`)",
        )
    index = int(error.cell_index)
    number = index + 1 - _cells_injected_before(original, index)
    lines = [line.strip() for line in str(error.source).splitlines() if line.strip()]
    return NotebookError(
        f"A notebook cell raised {error.ename}",
        where=f"{where}, cell {number}",
        got=_one_line(str(error.evalue)),
        hint=f"the cell ends in `{lines[-1]}`" if lines else "",
    )


def _cells_injected_before(original: NotebookNode, index: int) -> int:
    """Papermill puts one cell after the parameters cell: source cell numbers run one behind there."""
    tagged = [place for place, cell in enumerate(original.cells) if PARAMETERS_TAG in tags_of(cell)]
    return int(bool(tagged) and index > tagged[0])


def _one_line(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())[:500]


def _check_outputs(where: str, executed: NotebookNode) -> None:
    """Trust the outputs, not the absence of an exception: every code cell ran and none holds an error."""
    code = [cell for cell in executed.cells if cell.cell_type == "code" and cell.source.strip()]
    for number, cell in enumerate(code, start=1):
        failed = [output for output in cell.outputs if output.output_type == "error"]
        if failed or cell.execution_count != number:
            raise NotebookError(
                "A notebook cell did not run to its end",
                where=f"{where}, code cell {number}",
                got=failed[0].ename if failed else f"execution count {cell.execution_count}",
                expected=f"execution count {number} and no error",
            )
