"""Warm kernels: started once, used for many notebooks, each of which finds it as if fresh."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import psutil

from kpi_lib.core.errors import NotebookError
from kpi_lib.disk.scratch import scratch_folder
from kpi_lib.run.lifeline import lifeline, module_on_lifeline

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager

START_SECONDS = 60
START_TRIES = 3
DEATH_SECONDS = 0.5
LARGEST_BYTES = 450 * 1024**2
"""A kernel beyond this serves no further notebook; the pack promises under 600 MB for any process."""
KERNEL_NAME = "kpi"
LONGEST_SOCKET = 100
"""Bytes in a socket's path, its number left out: macOS has room for 104, Linux for 108 (unix(7))."""

_OF_A_RUN = {
    "KPI_PICTURES": "web",  # `present.shown.display.PICTURES`: a site shows SVG
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "TZ": "UTC",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
_PREPARE = "from kpi_lib.run import kernel_setup as _setup; _setup.prepare(); _setup.reset(get_ipython())"
_RESET = "from kpi_lib.run import kernel_setup as _setup; _setup.reset(get_ipython())"


class WarmKernel:
    """One IPython kernel over sockets in a private folder, for use by one thread; it ends with this process.

    Parameters
    ----------
    folder : working directory of the kernel.
    environment : variables added to this process's own.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = {**os.environ, **environment, **_OF_A_RUN}
        self._resources = ExitStack()
        self._private = self._resources.enter_context(scratch_folder(folder))
        self._used = False
        self._is_killed = False
        self.manager: AsyncKernelManager
        self.client: AsyncKernelClient

    def __enter__(self) -> WarmKernel:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the kernel and load the library; tried again, as a start may fail by chance.

        Raises
        ------
        NotebookError : the kernel did not start in three tries, or the library cannot be imported.
        """
        for left in reversed(range(START_TRIES)):
            try:
                self._start_once()
                break
            except (RuntimeError, OSError) as error:
                self._end_process()
                if not left or self._is_killed:
                    raise NotebookError(
                        "The notebook kernel does not start",
                        got=str(error).strip() or type(error).__name__,
                        hint="see whether `python -m ipykernel_launcher` runs in this environment",
                    ) from error
        self._run(_PREPARE)

    def refresh(self) -> WarmKernel:
        """Make the kernel as good as new for the next notebook, and return it.

        One that has grown too large is replaced: what was loaded and plotted leaves memory behind.
        """
        if self._used and self._memory() > LARGEST_BYTES:
            self._end_process()
            self.client.stop_channels()
            self.start()
        elif self._used:
            self._run(_RESET)
        self._used = True
        return self

    def stop(self) -> None:
        """End the kernel, close its sockets and remove its private folder."""
        self.kill()
        if client := getattr(self, "client", None):
            client.stop_channels()
        self._resources.close()

    def kill(self) -> None:
        """End the kernel's process at once and for good; safe from any thread."""
        self._is_killed = True
        self._end_process()

    def _end_process(self) -> None:
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()

    def _memory(self) -> int:
        """Return the kernel's resident memory in bytes; 0 where it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    @property
    def _process(self) -> Any:
        provisioner = getattr(getattr(self, "manager", None), "provisioner", None)
        return getattr(provisioner, "process", None)

    def _start_once(self) -> None:
        from jupyter_core.utils import run_sync

        # sockets of its own for every start: a client of the kernel before must not reach this one
        self.manager = _new_manager(Path(tempfile.mkdtemp(prefix="", dir=self._private)))
        environment = {**self._environment, "IPYTHONDIR": str(self._private)}
        run_sync(self.manager.start_kernel)(
            cwd=str(self._folder),
            env=environment,
            stdin=self._resources.enter_context(lifeline()),
            extra_arguments=["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=ERROR"],
        )
        self.client = self.manager.client()
        self.client.start_channels()
        run_sync(self.client.wait_for_ready)(timeout=START_SECONDS)
        self.client.allow_stdin = False

    def _run(self, code: str) -> None:
        from jupyter_core.utils import run_sync

        reply = run_sync(self._reply_to)(code)
        if reply["content"]["status"] != "ok":
            raise NotebookError(
                "The library cannot be loaded in a notebook kernel",
                got=f"{reply['content'].get('ename')}: {reply['content'].get('evalue')}",
            )

    async def _reply_to(self, code: str) -> dict[str, Any]:
        """Wait for the kernel's answer, but not for one that is no longer there to give it."""
        reply = self.client.execute_interactive(
            code, silent=True, store_history=False, allow_stdin=False, output_hook=lambda message: None
        )
        answer = asyncio.ensure_future(reply)
        while not (await asyncio.wait([answer], timeout=DEATH_SECONDS))[0]:
            if self._process.poll() is not None:
                answer.cancel()
                raise NotebookError("The notebook kernel ended before its time")
        return dict(answer.result())


def _new_manager(private: Path) -> AsyncKernelManager:
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    command = [*module_on_lifeline("ipykernel_launcher"), "-f", "{connection_file}"]
    manager: Any = AsyncKernelManager(connection_file=str(private / "kernel.json"))
    manager._kernel_spec = KernelSpec(argv=command, display_name=KERNEL_NAME, language="python")
    socket = str(private / "socket")
    if os.name != "nt" and len(os.fsencode(socket)) < LONGEST_SOCKET:  # else over the loopback
        manager.transport, manager.ip = "ipc", socket
    return manager
