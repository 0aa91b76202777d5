"""Caseloads, changes of social worker, and series that move together."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.associations import rank_association, summarise_associations
from kpi_lib.analysis.practice.workforce import (
    add_caseloads_withheld,
    add_changes_withheld,
    summarise_caseloads,
    summarise_worker_changes,
)

QUARTERS = [
    f"{year}-{(year + 1) % 100:02d}-Q{number}" for year in range(2010, 2018) for number in (1, 2, 3, 4)
]


def series(name: str, values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {"indicator_id": name, "area_code": "E1", "basis": "quarter", "period": QUARTERS, "value": values}
    )


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=len(QUARTERS))


def test_the_distribution_of_caseloads() -> None:
    rows = pd.DataFrame({"period": "2017-18-Q4", "n_cases": [10, 14, 16, 20, 40, np.nan]})
    found = summarise_caseloads(rows, limit=18).iloc[0]
    assert (found["n_workers"], found["n_unknown"], found["mean"], found["median"]) == (5, 1, 20, 16)
    # type 7: place 1 + 0.9·4 = 4.6, so 20 + 0.6·20 = 32
    assert found["p90"] == pytest.approx(32)
    assert (found["n_above"], found["share_above"], found["greatest"]) == (2, 40, 40)


def test_no_known_caseload_has_a_reason() -> None:
    rows = pd.DataFrame({"period": ["2017-18-Q4"], "n_cases": [np.nan]})
    found = summarise_caseloads(rows, limit=18).iloc[0]
    assert (found["n_workers"], found["reason"]) == (0, "No social worker's cases are known.")


def test_a_caseload_on_the_limit_is_not_above_it() -> None:
    rows = pd.DataFrame({"period": "2017-18-Q4", "n_cases": [18, 19]})
    assert summarise_caseloads(rows, limit=18)["n_above"].iloc[0] == 1


def test_few_workers_above_the_limit_hide_the_share_and_few_workers_all() -> None:
    # a: 12 workers, 3 above 18 (so 9 not): the share would tell 3. b: 3 workers. c: 6 above, 6 not.
    rows = pd.DataFrame(
        {
            "period": ["a"] * 12 + ["b"] * 3 + ["c"] * 12,
            "n_cases": [10] * 9 + [20] * 3 + [10] * 3 + [10] * 6 + [20] * 6,
        }
    )
    found = summarise_caseloads(rows, limit=18)
    told = add_caseloads_withheld(found, 6).set_index("period")
    assert told["is_withheld"].to_dict() == {"a": False, "b": True, "c": False}
    assert told["median"].isna().to_dict() == {"a": False, "b": True, "c": False}
    shares = told[["n_above", "share_above", "share_lower", "share_upper"]].isna()
    assert shares.any(axis=1).to_dict() == shares.all(axis=1).to_dict() == {"a": True, "b": True, "c": False}
    assert not add_caseloads_withheld(found, 1)["is_withheld"].any()


def test_few_children_with_many_changes_or_few_without_are_withheld() -> None:
    # a: 3 of 10 had three changes; b: 7 of 10, so 3 had fewer; c: 6 of 12
    rows = pd.DataFrame(
        {
            "year": ["a"] * 10 + ["b"] * 10 + ["c"] * 12,
            "n_changes": [3] * 3 + [0] * 7 + [3] * 7 + [0] * 3 + [3] * 6 + [0] * 6,
        }
    )
    told = add_changes_withheld(summarise_worker_changes(rows), 6)
    assert told["value"].isna().tolist() == told["is_withheld"].tolist() == [True, True, False]


def test_children_with_three_changes_or_more() -> None:
    rows = pd.DataFrame({"year": "2017-18", "n_changes": [0, 0, 1, 2, 3, 5]})
    found = summarise_worker_changes(rows).iloc[0]
    assert (found["n_many"], found["value"], found["median"]) == (2, pytest.approx(100 / 3), 1.5)


def test_what_follows_two_quarters_later_is_found_at_that_lag() -> None:
    cause = noise(1)
    after = np.roll(cause, 2) + noise(2) / 4
    both = pd.concat([series("leading", cause), series("following", after)])
    found = summarise_associations(both, [("leading", "following")]).set_index("lag")
    assert found.loc[2, "verdict"] == "associated"
    assert found.loc[2, "correlation"] > 0.8
    assert list(found.loc[[0, 1, 3, 4], "verdict"]) == ["no_clear_association"] * 4
    assert found["words"].str.startswith("Association only").all()
    assert found.loc[2, "n_pairs"] == len(QUARTERS) - 2


def test_a_shared_trend_and_winter_are_no_association() -> None:
    shared = np.arange(len(QUARTERS)) + 10 * (np.arange(len(QUARTERS)) % 4 == 3)
    both = pd.concat([series("a", shared + noise(3)), series("b", 2 * shared + noise(4))])
    assert set(summarise_associations(both, [("a", "b")])["verdict"]) == {"no_clear_association"}


def test_a_series_that_remembers_counts_for_fewer_pairs() -> None:
    slow = np.sin(np.arange(len(QUARTERS)) / 2)
    _, effective = rank_association(slow, slow + noise(5) / 10, np.arange(len(QUARTERS), dtype=float))
    assert effective < len(QUARTERS) / 2


def test_eleven_quarters_cannot_say() -> None:
    both = pd.concat([series("a", noise(6)), series("b", noise(7))]).groupby("indicator_id").head(11)
    found = summarise_associations(both, [("a", "b")]).iloc[0]
    assert found["verdict"] == "cannot_say"
    assert "needs 12" in found["reason"]


def test_a_level_series_cannot_say() -> None:
    both = pd.concat([series("a", noise(6)), series("b", np.ones(len(QUARTERS)))])
    found = summarise_associations(both, [("a", "b")]).iloc[0]
    assert (found["verdict"], found["words"][:16]) == ("cannot_say", "Association only")


def test_unknown_series_give_no_row() -> None:
    assert summarise_associations(series("a", noise(6)), [("a", "b")]).empty
