"""Areas are found by every spelling, through every change of code and boundary."""

from __future__ import annotations

import pytest

from kpi_lib.catalogue.areas import load_areas, parse_areas
from kpi_lib.core import errors
from kpi_lib.core.areas import Level, is_invented, normalise_area_name
from kpi_lib.core.errors import CatalogueError

HEADER = "area_code,dfe_number,name,level,region_code,valid_from,valid_to,successors,former_codes,aliases\n"


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("E08000016", "E08000038", "370"),  # Barnsley, April 2025
        ("E08000019", "E08000039", "373"),  # Sheffield, April 2025
        ("E08000020", "E08000037", "390"),  # Gateshead
        ("E10000023", "E06000065", "815"),  # North Yorkshire, April 2023
        ("E10000002", "E06000060", "825"),  # Buckinghamshire, April 2020
        ("E06000048", "E06000057", "929"),  # Northumberland
        ("E10000027", "E06000066", "933"),  # Somerset, April 2023
    ],
)
def test_an_old_code_leads_to_the_area_in_force(old: str, new: str, number: str) -> None:
    areas = load_areas()
    assert areas.current_code[old] == new
    assert areas.find(code=old) == areas.find(dfe_number=number)


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Bristol, City of", "E06000023"),
        ("Bristol  City of", "E06000023"),
        ("Bristol (City of)", "E06000023"),
        ("Bristol", "E06000023"),
        ("Kingston Upon Hull, City of", "E06000010"),
        ("Kingston-upon-Hull City of", "E06000010"),
        ("Herefordshire, County of", "E06000019"),
        ("Herefordshire", "E06000019"),
        ("Durham", "E06000047"),
        ("Bedford borough", "E06000055"),
        ("Medway Towns", "E06000035"),
        ("St Helens", "E08000013"),
        ("Somerset UA", "E06000066"),
        ("Bournemouth Christchurch and Poole", "E06000058"),
        ("bournemouth, christchurch & poole", "E06000058"),
        ("Dorset", "E06000059"),
        ("Dorset (Pre LG)", "E10000009"),
        ("London (Inner)", "E13000001"),
        ("WEST MIDLANDS", "E12000005"),
    ],
)
def test_every_spelling_of_a_name_is_one_area(spelling: str, code: str) -> None:
    assert load_areas().code_by_name[normalise_area_name(spelling)] == code


@pytest.mark.parametrize(
    ("abolished", "successors", "last_day"),
    [
        ("835", ("838", "839"), "2019-03-31"),
        ("836", ("839",), "2019-03-31"),
        ("837", ("839",), "2019-03-31"),
        ("928", ("940", "941"), "2021-03-31"),
        ("909", ("942", "943"), "2023-03-31"),
    ],
)
def test_an_abolished_area_names_its_successors(
    abolished: str, successors: tuple[str, ...], last_day: str
) -> None:
    areas = load_areas()
    area = areas.find(dfe_number=abolished)
    assert (area.successors, area.valid_to) == (successors, last_day)
    # 31 March is followed by 1 April of the same year.
    assert {areas.find(dfe_number=number).valid_from for number in successors} == {f"{last_day[:4]}-04-01"}


def test_there_are_153_authorities_today_in_nine_regions() -> None:
    # DfE's tables of 2024-25 list 153 upper-tier authorities; West Midlands has 14 of them.
    real = [area for area in load_areas() if not is_invented(area.area_code)]
    today = [area for area in real if area.level is Level.AUTHORITY and not area.valid_to]
    assert len(today) == 153
    assert len({area.region_code for area in today}) == 9
    assert sum(area.region_code == "E12000005" for area in today) == 14


def test_code_and_number_must_agree() -> None:
    # DfE's children in need files gave England the code of the Isle of Wight until 2017.
    with pytest.raises(CatalogueError, match="different areas"):
        load_areas().find(code="E06000046", dfe_number="970")


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'Worcestershire'"):
        load_areas().find(name="Worcestershir")


def test_a_name_that_is_asked_for_and_let_go_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "get_close_matches", lambda *_, **__: pytest.fail("looked up"))
    with pytest.raises(CatalogueError):  # a file may hold thousands of places that are no areas
        load_areas().find(name="Worcestershyre")


def test_an_unknown_code_gets_the_nearest_of_its_kind() -> None:
    with pytest.raises(CatalogueError, match=r"did you mean 'E10000034' \(Worcestershire\)"):
        load_areas().find(code="E10000035")


def test_a_number_read_from_a_workbook_is_found() -> None:
    assert load_areas().find(dfe_number=885.0).area_code == "E10000034"


def test_frames_handed_out_do_not_change_the_catalogue() -> None:
    mine = load_areas().frame
    mine.loc[0, "name"] = "Nowhere"
    assert load_areas().frame.loc[0, "name"] == "England"


def test_two_areas_cannot_share_a_spelling() -> None:
    rows = "E06000023,801,Bristol,authority,,,,,,\nE06000024,802,North Somerset,authority,,,,,,Bristol\n"
    with pytest.raises(CatalogueError, match="share a spelling"):
        parse_areas(HEADER + rows)
