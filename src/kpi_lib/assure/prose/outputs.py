"""What one output of an executed cell says, in every form of it that a reader may meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpi_lib.assure.prose.plain import plain, texts_of_html


def said_by(output: Any) -> Iterator[str]:
    """Yield every text of one output, whichever form a reader meets."""
    if output.output_type == "stream":
        yield from _lines(output.text)
    data = output.get("data", {})
    for mime in sorted(data):
        if mime in ("text/html", "image/svg+xml"):
            yield from texts_of_html("".join(data[mime]))
        elif mime.startswith("text/"):
            yield from _lines("".join(data[mime]))


def _lines(text: str) -> Iterator[str]:
    yield from (line for part in text.splitlines() if (line := plain(part)))
