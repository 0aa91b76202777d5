from pathlib import Path

import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.settings import load_settings
from kpi_lib.catalogue.targets import Target, with_targets
from kpi_lib.core.errors import CatalogueError, SettingsError

TIMELY = "assessment_45_days_percent"


def written(folder: Path, *targets: tuple[str, object]) -> Path:
    entries = [
        f'[[target]]\nindicator = "{name}"\nvalue = {value}\nsource = "the plan"\n' for name, value in targets
    ]
    (folder / "kpi.toml").write_text("\n".join(entries), encoding="utf-8")
    return folder


def test_a_target_is_laid_over_one_indicator_and_the_packaged_catalogue_stays_as_it_was():
    aimed = with_targets(load_catalogue(), [Target(indicator=TIMELY, value=90, source="the plan")])
    assert (aimed[TIMELY].target, aimed[TIMELY].target_source) == (90.0, "the plan")
    assert load_catalogue()[TIMELY].target is None
    assert aimed["referral_rate"] == load_catalogue()["referral_rate"]


def test_a_target_for_no_indicator_names_the_nearest(tmp_path):
    with pytest.raises(SettingsError, match=f"did you mean '{TIMELY}'"):
        load_settings(written(tmp_path, ("assessment_45_day_percent", 90)))


def test_a_share_over_a_hundred_is_refused_and_a_rate_over_a_hundred_is_not(tmp_path):
    with pytest.raises(SettingsError, match="a percentage from 0 to 100") as refused:
        load_settings(written(tmp_path, (TIMELY, 101), ("referral_rate", 500)))
    assert "[[target]] 1" in str(refused.value)


def test_two_targets_for_one_indicator_are_refused(tmp_path):
    with pytest.raises(SettingsError, match=f"'{TIMELY}' is there twice"):
        load_settings(written(tmp_path, (TIMELY, 80), (TIMELY, 90)))


def test_a_target_of_another_catalogue_is_refused():
    target = Target(indicator=TIMELY, value=90, source="the plan")
    catalogue = load_catalogue()
    others = {name: item for name, item in catalogue.indicators.items() if name != TIMELY}
    with pytest.raises(CatalogueError, match=TIMELY):
        with_targets(type(catalogue)(catalogue.themes, others), [target])
