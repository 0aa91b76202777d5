"""Area words: codes by their form, names in the form in which spellings agree."""

import pytest

from kpi_lib.core.areas import is_area_code, normalise_area_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bristol, City of", "Bristol  City of"),
        ("Bristol (City of)", "City of Bristol"),
        ("St. Helens", "St Helens"),
        ("Bournemouth, Christchurch and Poole", "bournemouth, christchurch & poole"),
        ("King’s Lynn", "Kings Lynn"),
    ],
)
def test_spellings_of_one_name_agree(one, other):
    assert normalise_area_name(one) == normalise_area_name(other)


def test_different_places_do_not_agree():
    assert normalise_area_name("Westminster") != normalise_area_name("Westmorland")


@pytest.mark.parametrize(
    ("text", "expected"), [("E10000034", True), ("885", False), ("E1000003", False), ("", False)]
)
def test_a_code_is_known_by_its_form(text, expected):
    assert is_area_code(text) is expected
