"""The certificate itself: it counts what it checked, and it fails when it should."""

import pandas as pd
import pytest

from kpi_lib.analysis.certify import certify_tables, select_failures
from kpi_lib.core.errors import KpiError

WILSON = {
    "case": ["a", "b"], "case_type": "plain", "numerator": ["0", "10"], "denominator": ["10", "10"],
    "confidence": "0.95", "multiplier": "1", "value": ["0", "1"], "lower": ["0", "0.7224672001371107"],
    "upper": ["0.27753279986288930", "1"], "outcome": "ok", "source": "computed",
}  # fmt: skip


def test_counts_and_error() -> None:
    found = certify_tables({"wilson.csv": pd.DataFrame(WILSON)}).iloc[0]
    assert (found["file"], found["cases"], found["passed"]) == ("wilson.csv", 2, 2)
    assert found["largest_relative_error"] < 1e-12
    assert found["source"] == "computed from the rule"


def test_a_wrong_number_is_a_miss() -> None:
    wrong = pd.DataFrame({**WILSON, "lower": ["0", "0.7224672101371107"]})  # 1.4e-8 off
    found = certify_tables({"wilson": wrong})
    assert found["passed"].item() == 1
    assert found["failed"].item() == "b"
    assert len(select_failures(found)) == 1


def test_an_expected_refusal_must_be_refused() -> None:
    rows = pd.DataFrame({**WILSON, "outcome": ["ok", "error"]})
    assert certify_tables({"wilson": rows})["passed"].item() == 1


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "nothing to certify"),
        ({"wilsom.csv": pd.DataFrame(WILSON)}, "did you mean 'wilson'"),
        ({"wilson": pd.DataFrame(WILSON).assign(lowest="1")}, "Unknown column"),
        ({"wilson": pd.DataFrame(WILSON).drop(columns="upper")}, "Missing column"),
        ({"wilson": pd.DataFrame(WILSON).head(0)}, "without a case"),
        ({"wilson": pd.DataFrame(WILSON).assign(numerator="many")}, "not known"),
        (
            {
                "trend_points": pd.DataFrame(
                    columns=["case", "year", "count", "denominator", "value", "lower", "upper"]
                )
            },
            "lacks its partner",
        ),
    ],
)
def test_nothing_passes_unseen(tables: dict[str, pd.DataFrame], message: str) -> None:
    with pytest.raises(KpiError, match=message):
        certify_tables(tables)


def test_rows_in_any_order() -> None:
    turned = pd.DataFrame(WILSON).iloc[::-1].reset_index(drop=True)
    assert certify_tables({"wilson": turned})["passed"].item() == 2
