"""Years of two halves are kept whole where a reader sees them, and left alone everywhere else."""

from __future__ import annotations

import pytest

from kpi_lib.publish.sphinx_site import keep_years_whole

WHOLE = '<span class="kpi-whole">2017–18</span>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Spend in 2017–18, in all</h1>", f"<h1>Spend in {WHOLE}, in all</h1>"),
        ("<td>2017–18</td><td>85.0–86.1</td>", f"<td>{WHOLE}</td><td>85.0–86.1</td>"),
        (
            '<p title="2017–18" data-cite="in 2017–18">…</p>',
            '<p title="2017–18" data-cite="in 2017–18">…</p>',
        ),
        (
            "<svg><text>2017–18</text></svg><p>2017–18</p>",
            f"<svg><text>2017–18</text></svg><p>{WHOLE}</p>",
        ),
        ("<script>x = '2017–18'</script>", "<script>x = '2017–18'</script>"),
        ("<p>12017–18 or 2017–2018</p>", "<p>12017–18 or 2017–2018</p>"),
    ],
)
def test_only_the_reader_s_years_are_kept_whole(html: str, expected: str) -> None:
    assert keep_years_whole(html) == expected
