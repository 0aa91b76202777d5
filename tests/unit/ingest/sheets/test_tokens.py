from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_lib.core.status import Status
from kpi_lib.ingest.sheets.tokens import (
    STATUSES,
    is_band,
    parse_marked_number,
    parse_number,
    parse_tokens,
    parse_years_months,
)

MINUS, EN_DASH, NO_BREAK = "\u2212", "\u2013", "\u00a0"


@pytest.mark.parametrize(
    ("token", "number"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("1,234", 1234.0),
        ("12,345,678.9", 12345678.9),
        (f"1{NO_BREAK}234", 1234.0),
        ("36.3%", 36.3),
        ("85 %", 85.0),
        ("£1,250", 1250.0),
        (f"{MINUS}2.5", -2.5),
        (f"{EN_DASH}2.5", -2.5),
        ("-7", -7.0),
        (".5", 0.5),
        ("1.5E+03", 1500.0),
        ("0.70000000000000007", 0.7),
    ],
)
def test_reads_a_number(token: str, number: float) -> None:
    assert parse_number(token) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize(
    "token",
    ["", " ", "c", "-", "..", "1,23", "12,34,567", "1.2.3", "nan", "inf", "1e999", "0x10", "1_000",
     "\u0661\u0662", "12 months", "£5%", "5 6", "2017-18", "31/03/2018", "--5", "1,234,56", "#VALUE!"],
)  # fmt: skip
def test_refuses_what_is_no_number(token: str) -> None:
    assert parse_number(token) is None


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_every_way_to_print_a_number_reads_back(number: float) -> None:
    rounded = round(number, 3)
    assert parse_number(f"{rounded:.3f}") == rounded
    assert parse_number(f" {rounded:,.3f} ") == rounded
    assert parse_number(f"{rounded:,.3f}%") == rounded
    assert parse_number(f"{rounded:,.3f}".replace("-", MINUS)) == rounded


@given(st.text(max_size=12))
def test_no_text_becomes_a_number_that_python_would_not_see_in_it(text: str) -> None:
    number = parse_number(text)
    if number is not None:
        bare = text.strip().rstrip("%").strip()
        for mark, plain in ((MINUS, "-"), (EN_DASH, "-"), ("£", ""), (",", "")):
            bare = bare.replace(mark, plain)
        assert float("".join(bare.split())) == number
        assert math.isfinite(number)


@pytest.mark.parametrize("token", ["90-99", "<90", ">6mths", "≥ 5", "1 to 5", f"10{EN_DASH}20", "90-99%"])
def test_knows_a_band(token: str) -> None:
    assert is_band(token)


@pytest.mark.parametrize("token", ["90", "c", "-", "<", "a-b", "to"])
def test_does_not_take_other_tokens_for_bands(token: str) -> None:
    assert not is_band(token)


def test_reads_durations_in_months() -> None:
    assert parse_years_months("01:10") == 22  # one year of 12 months and 10 months
    assert parse_years_months("3:5") == 41  # three years of 12 months and 5 months
    assert parse_years_months("00:00") == 0
    assert parse_years_months("01:12") is None  # no twelfth month: that would be a year more


@pytest.mark.parametrize(
    "token", ["1,234 [r]", "1,234[p]", "1,234 r", "1,234 (prov)", "1,234²", "1,234 [note 3]"]
)
def test_reads_a_number_before_a_mark_that_says_how_final_it_is(token: str) -> None:
    assert parse_marked_number(token) == 1234
    assert parse_tokens([token], {}).is_known.tolist() == [True]


@pytest.mark.parametrize(
    "token", ["12(3)", "12*", "12 c", "12r", "[r]", "90-99 [r]", "12 [u]", "12 [x]", "²", "2018 (prov)"]
)
def test_guesses_nothing_from_other_texts_beside_a_number(token: str) -> None:
    assert parse_marked_number(token) is None
    assert math.isnan(parse_tokens([token], {}).numbers[0])


def test_a_symbol_is_known_by_any_dash_and_in_capitals() -> None:
    meanings = parse_tokens([EN_DASH, "C"], {"-": Status.ROUNDS_TO_ZERO, "c": Status.SUPPRESSED})
    assert [STATUSES[code].value for code in meanings.statuses] == ["rounds_to_zero", "suppressed"]


def test_a_symbol_wins_over_a_number_and_the_unknown_is_not_guessed() -> None:
    meanings = parse_tokens(["5", "c", "q", "90-99", ""], {"c": Status.SUPPRESSED, "": Status.NOT_AVAILABLE})
    assert [STATUSES[code].value for code in meanings.statuses] == [
        "ok", "suppressed", "not_available", "band", "not_available",
    ]  # fmt: skip
    assert meanings.is_known.tolist() == [True, True, False, True, True]
    assert meanings.numbers[0] == 5
    assert [math.isnan(number) for number in meanings.numbers[1:]] == [True] * 4
