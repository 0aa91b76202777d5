"""A real Chromium on the built site, served on this machine and cut off from every other."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.assure.release.publication import publish_site
from kpi_lib.catalogue.settings import PublisherChoice
from kpi_lib.pack.project import project_at
from kpi_lib.publish import quarto

ViewportSize = dict[str, int]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Visit:
    """One page in the browser, with what went wrong while it loaded."""

    page: Any
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        reason = "no Chromium on this machine"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(
    scope="session",
    params=[
        "embedded",
        pytest.param(
            "quarto",
            marks=[
                pytest.mark.quarto,
                pytest.mark.skipif(not quarto.is_installed(), reason="Quarto is not on the PATH"),
            ],
        ),
    ],
)
def publisher(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def site(publisher: str, built: Path, once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The site of the bundled editions, by each publisher that is on this machine."""
    if publisher == "embedded":
        return built / "_site"

    def publish(folder: Path) -> None:
        shutil.copytree(built, folder)
        publish_site(project_at(folder), PublisherChoice.QUARTO)

    return once("built-quarto", publish) / "_site"


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def _opened(chromium: Any, address: str, size: ViewportSize) -> Iterator[Visit]:
    page = chromium.new_page(viewport=size)
    visited = Visit(page)
    _listen(visited, address)
    yield visited
    page.close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with _served(site) as where:
        yield where


@pytest.fixture(scope="session")
def open_page(chromium: Any, address: str) -> Callable[[ViewportSize], AbstractContextManager[Visit]]:
    """A way to open a page that notes console errors, failed requests and requests to another host."""
    return partial(_opened, chromium, address)


@pytest.fixture
def visit_site(chromium: Any) -> Callable[[Path, ViewportSize], AbstractContextManager[tuple[Visit, str]]]:
    """A way to open any built site: its page and its address."""

    @contextmanager
    def visited(site: Path, size: ViewportSize) -> Iterator[tuple[Visit, str]]:
        with _served(site) as where, _opened(chromium, where, size) as visit:
            yield visit, where

    return visited


@pytest.fixture
def visit(open_page: Callable[[ViewportSize], AbstractContextManager[Visit]]) -> Iterator[Visit]:
    with open_page({"width": 1280, "height": 900}) as visited:
        yield visited


def _listen(visited: Visit, address: str) -> None:
    def answered(response: Any) -> None:
        if response.status >= 400:
            visited.faults.append(f"{response.status} for {response.url}")

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            visited.faults.append(f"request to another host: {request.url}")

    def failed(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the next page was asked for before this one's icon came
            visited.faults.append(f"failed: {request.url}")

    def said(message: Any) -> None:
        if message.type == "error":
            visited.faults.append(message.text)

    visited.page.on("console", said)
    visited.page.on("pageerror", lambda error: visited.faults.append(str(error)))
    visited.page.on("requestfailed", failed)
    visited.page.on("response", answered)
    visited.page.on("request", asked)
