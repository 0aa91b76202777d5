"""`kpi.toml`: defaults where it is silent, every fault at once where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.settings import Average, load_settings
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
