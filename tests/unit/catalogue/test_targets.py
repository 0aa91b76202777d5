import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.targets import Target, with_targets
from kpi_lib.core.errors import CatalogueError, SettingsError

TIMELY = "assessment_45_days_percent"


def test_a_target_is_laid_over_one_indicator_and_the_packaged_catalogue_stays_as_it_was():
    aimed = with_targets(load_catalogue(), [Target(indicator=TIMELY, value=90, source="the plan")])
    assert (aimed[TIMELY].target, aimed[TIMELY].target_source) == (90.0, "the plan")
    assert load_catalogue()[TIMELY].target is None
    assert aimed["referral_rate"] == load_catalogue()["referral_rate"]


def test_a_target_for_no_indicator_names_the_nearest():
    with pytest.raises(CatalogueError, match="assessment_45_days_percent"):
        with_targets(load_catalogue(), [Target(indicator="assessment_45_day_percent", value=90, source="x")])


def test_a_share_over_a_hundred_is_refused():
    with pytest.raises(SettingsError, match="over 100%"):
        with_targets(load_catalogue(), [Target(indicator=TIMELY, value=101, source="the plan")])


def test_two_targets_for_one_indicator_are_refused():
    twice = [Target(indicator=TIMELY, value=value, source="the plan") for value in (80, 90)]
    with pytest.raises(SettingsError, match="twice"):
        with_targets(load_catalogue(), twice)
