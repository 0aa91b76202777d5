from __future__ import annotations

import pytest

from kpi_lib.catalogue.datasets import find_dataset, load_datasets, match_dataset
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.symbols import load_symbols
from kpi_lib.core.errors import CatalogueError


def test_every_description_speaks_of_known_indicators_and_symbols() -> None:
    for dataset in load_datasets().values():
        assert dataset.symbols in load_symbols(), dataset.id
        unknown = {measure.indicator for measure in dataset.measure} - set(load_catalogue().indicators)
        assert not unknown, dataset.id


def test_no_data_set_hides_another() -> None:
    for dataset in load_datasets().values():
        assert match_dataset(dataset.columns, dataset.layout) is dataset


def test_columns_are_known_by_alias_case_and_spaces() -> None:
    dataset = find_dataset("cin_referrals")
    headers = ["referral_count", " RE_REFERRALS ", "no_further_action_count", "Not_in_need"]
    assert list(dataset.canonical(headers).values()) == [
        "Referrals", "Re_referrals", "No_Further_Action", "Not_in_Need",
    ]  # fmt: skip
    assert dataset.missing(headers) == ()
    assert dataset.missing(headers[1:]) == ("Referrals",)


def test_headers_of_no_data_set_match_none() -> None:
    assert match_dataset(["time_period", "pupils"]) is None


def test_an_unknown_data_set_is_named() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'csww'"):
        find_dataset("cssw")
