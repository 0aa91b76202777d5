"""Files damaged at random: an error that names the fault, or a reading that loses no cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import KpiError
from kpi_lib.ingest import clean_observations, read_file

LONG = (
    b"indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
    b"referral_rate,E10000034,2017-18-Q4,870,116697,,published,\n"
    b"rereferral_percent,E92000001,2017-18,c,x,21.9,published,a note\n"
)
CARD = b"Scorecard,,\nIndicator,Q3 2017/18,Q4 2017/18\nreferral_rate,74.1,c\nrereferral_percent,24%,0.25\n"
TIDY = (
    b"time_period,time_identifier,geographic_level,country_code,country_name,cla_group,placement_stability,"
    b"children_count,children_percent\n"
    b"2018,Reporting year,National,E92000001,England,CLA on 31 March,Total children,75370,100\n"
    b"2018,Reporting year,National,E92000001,England,CLA on 31 March,"
    b"With 3 or more placements during the year,7780,10\n"
)
ODD = (
    b'"',
    b",",
    b"\r",
    b"\n\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"%",
    b"\xe2\x88\x92",
    b"1e999",
    b";",
    b"<html>",
)
cuts = st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from(ODD))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from([LONG, CARD, TIDY]), damage=st.lists(cuts, min_size=1, max_size=4))
def test_no_damage_loses_a_cell_or_invents_a_number(
    write: Callable[..., Path], text: bytes, damage: list[tuple[int, int, bytes]]
) -> None:
    for place, length, odd in damage:
        text = text[:place] + odd + text[place + length :]
    path = write(text)
    try:
        reading = read_file(path)
        clean_observations([reading], load_catalogue(), load_areas(), home_area="E10000034")
    except KpiError as error:
        assert 1 <= len(error.as_text().splitlines()) <= 3
        return
    cells = reading.cells
    assert len(cells) == reading.summary()["cells"] == reading.rows * len(reading.headers)
    is_figure = cells["role"].eq("value") & cells["status"].eq("ok")
    assert is_figure.eq(cells["number"].notna()).all()
    for token, number in cells.loc[is_figure, ["token", "number"]].itertuples(index=False):
        assert float(token.strip().rstrip("% ").replace(",", "").replace("\u2212", "-")) == pytest.approx(
            number
        )


def test_a_hundred_thousand_columns_and_a_giant_cell_are_read(write: Callable[..., Path]) -> None:
    wide = ",".join(f"column {number}" for number in range(100_000)) + "\n" + ",".join(["1"] * 100_000)
    assert read_file(write(wide)).summary()["cells"] == 100_000
    giant = f"area,note\nBarnet,{'x' * 10_000_000}\n"
    assert len(read_file(write(giant)).cells["token"].iloc[1]) == 10_000_000
