"""`kpi.toml`: defaults where it is silent, every fault at once where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.settings import Average, Settings, check_council, load_settings
from kpi_lib.core.errors import KpiErrors, SettingsError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.home_area, settings.neighbour_model, settings.average) == (
        "E10000034",
        "2021-04",
        Average.MEAN,
    )


def test_a_file_overrides_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "kpi.toml").write_text('home_area = "E10000012"\naverage = "median"\n', encoding="utf-8")
    settings = load_settings(tmp_path)
    assert (settings.home_area, settings.average, settings.minimum_neighbours) == (
        "E10000012",
        Average.MEDIAN,
        5,
    )


def test_all_faults_are_named_and_only_a_misspelt_setting_gets_a_hint(tmp_path: Path) -> None:
    (tmp_path / "kpi.toml").write_text('home_area = "X"\naverag = "mean"\n', encoding="utf-8")
    with pytest.raises(KpiErrors) as caught:
        load_settings(tmp_path)
    home, misspelt = caught.value.errors
    assert ("'home_area'" in home.what, home.hint) == (True, "")
    assert misspelt.hint == "did you mean 'average'?"


def test_broken_toml_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "kpi.toml").write_text("home_area = \n", encoding="utf-8")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("council", "home_area"),
    [
        ("Worcestershire County Council", "E10000034"),
        ("Bath & North East Somerset Council", "E06000022"),  # Somerset and North Somerset are others
        ("Hull City Council", "E06000010"),  # Kingston upon Hull, City of
        ("Achieving for Children", "E09000027"),  # a trust that names no council
        ("Northamptonshire Children's Trust", "E06000061"),  # the county that North Northamptonshire follows
    ],
)
def test_a_council_may_be_called_as_it_likes(council: str, home_area: str) -> None:
    check_council(Settings(council=council, home_area=home_area))


@pytest.mark.parametrize(
    ("council", "home_area", "told"),
    [
        ("Worcestershire County Council", "E08000035", "(Worcestershire); expected the council of Leeds"),
        ("Essex", "E06000034", "(Essex); expected the council of Thurrock"),
    ],
)
def test_a_council_is_not_called_by_the_name_of_another(council: str, home_area: str, told: str) -> None:
    with pytest.raises(SettingsError, match="names another council") as refused:
        check_council(Settings(council=council, home_area=home_area))
    assert told in str(refused.value)
