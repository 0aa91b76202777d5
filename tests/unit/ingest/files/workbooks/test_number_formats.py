from __future__ import annotations

import pytest

from kpi_lib.ingest.files.workbooks.number_formats import number_token


@pytest.mark.parametrize(
    ("number", "number_format", "token"),
    [
        (0.188, "0.0%", "18.8%"),
        (0.18764, "0%", "18.764%"),  # never rounded by its format
        (1, "0%", "100%"),
        (1.25, "0.00%", "125%"),
        (-0.05, "0.0%;[Red]-0.0%", "-5%"),
        (0, '0.0%;-0.0%;"-"', "0%"),
        (0.29, "#,##0.0%;-#,##0.0%;\\-", "29%"),
        (0.00001, "0.0%", "0.001%"),
        (18.8, '0.0"%"', "18.8%"),  # only written beside the number
        (18.8, "0.0\\%", "18.8%"),
        (18.8, "0.0_%", "18.8"),  # a space as wide as the sign
        (18.8, "*%0.0", "18.8"),  # fills the cell
        (5, "[>1]0;0%", "5"),
        (0.5, "[>1]0;0%", "50%"),
        (-3, "0%;0", "-3"),
        (1234567.5, "#,##0,", "1234567.5"),  # shown in thousands, stored whole
        (3, "", "3"),
        (0.1, "0.00", "0.1"),
        (45473, "mmm-yy", "2024-06-30"),
        (45473, "[$-809]d mmmm yyyy;@", "2024-06-30"),
        (45473.25, "dd/mm/yyyy", "2024-06-30 06:00:00"),
        (0.5, "hh:mm", "12:00:00"),
        (1.5, "[h]:mm", "1 day, 12:00:00"),
        (30, '0 "days"', "30"),
        (-1e9, "dd/mm/yyyy", "-1000000000"),  # no such day
    ],
)
def test_a_number_is_what_its_cell_shows_at_full_precision(
    number: float, number_format: str, token: str
) -> None:
    assert number_token(number, number_format) == token


def test_dates_may_count_from_1904() -> None:
    assert number_token(44011, "dd/mm/yyyy", since_1904=True) == "2024-06-30"
