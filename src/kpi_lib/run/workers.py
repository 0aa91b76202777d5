"""Some threads, each with a warm kernel of its own, that share out a list of notebooks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

from kpi_lib.core.errors import KpiError, raise_all
from kpi_lib.run.kernel import WarmKernel

Task = TypeVar("Task")
Result = TypeVar("Result")


class KernelWorkers:
    """A pool of kernels that stays warm over several batches.

    Parameters
    ----------
    jobs : how many notebooks run at the same time, at least 1.
    folder : working directory of the kernels.
    environment : variables for the kernels.
    """

    def __init__(self, jobs: int, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder, self._environment = folder, environment
        self._is_closing = False
        self._own = threading.local()
        self._kernels: list[WarmKernel] = []
        self._loops: list[asyncio.Runner] = []
        self._threads = ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="kernel")

    def __enter__(self) -> KernelWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        """End all kernels, whatever happened; runs under way break off and no other begins.

        A thread's event loop left open would complain with a traceback when the interpreter ends.
        """
        self._is_closing = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for kernel in self._kernels:
            kernel.kill()
        self._threads.shutdown(wait=True)
        for kernel in self._kernels:
            kernel.stop()
        closing = threading.Thread(target=self._close_loops)  # another loop may run in this thread
        closing.start()
        closing.join()

    def _close_loops(self) -> None:
        for loop in self._loops:
            loop.close()

    def each(
        self, work: Callable[[Task, WarmKernel], Result], tasks: Sequence[Task]
    ) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result, in the order in which they finish.

        Raises
        ------
        KpiError : after a first failure no further notebook is begun; the failures of those under
            way are reported with it.
        """
        waiting = {self._threads.submit(self._do, work, task): task for task in tasks}
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            faults = [fault for future in done if (fault := future.exception()) is not None]
            if faults:
                self._break_off(faults, waiting, done)
            for future in done:
                yield waiting.pop(future), future.result()

    def _do(self, work: Callable[[Task, WarmKernel], Result], task: Task) -> Result:
        if not hasattr(self._own, "kernel"):
            kernel = WarmKernel(self._folder, self._environment)
            self._kernels.append(kernel)
            self._loops.append(_loop_of_this_thread())
            if self._is_closing:
                raise CancelledError
            kernel.start()
            self._own.kernel = kernel
        return work(task, self._own.kernel)

    def _break_off(
        self, faults: list[BaseException], waiting: dict[Future[Result], Task], done: set[Future[Result]]
    ) -> None:
        running = [future for future in waiting if future not in done and not future.cancel()]
        faults += [fault for future in running if (fault := future.exception()) is not None]
        for fault in faults:
            if not isinstance(fault, KpiError):
                raise fault
        raise_all(fault for fault in faults if isinstance(fault, KpiError))


def _loop_of_this_thread() -> asyncio.Runner:
    """Return what closes the event loop on which Jupyter runs whatever this thread asks of it."""
    from jupyter_core.utils import ensure_event_loop

    runner = asyncio.Runner(loop_factory=ensure_event_loop)
    runner.get_loop()
    return runner
