"""Why a spelling is no period, each as an error of three lines."""

from __future__ import annotations

from enum import StrEnum

from kpi_lib.core.errors import AmbiguousPeriodError, ContradictoryPeriodError, DataError, in_words
from kpi_lib.core.periods.period import Period


class Quarters(StrEnum):
    """What a file's quarters are numbered from, where it states a single year with them: `Q1 2024`."""

    CALENDAR = "calendar"
    """Quarter 1 of 2024 is January to March 2024."""
    FINANCIAL = "financial"
    """Quarter 1 of 2024 is April to June 2024, quarter 4 January to March 2025."""


ASK = "kpi add --quarters calendar|financial"
ASK_FINANCIAL = "kpi add --quarters financial"


def no_period(text: str) -> DataError:
    """Return the error for a text that is no period, or one that does not exist."""
    return DataError(
        "This is no period that exists",
        got=f"'{text}'",
        expected="a quarter such as 2017-18-Q4, a year 2017-18, a day 2018-03-31 or a month 2018-M03",
        hint="quarters run 1 to 4 from April; the second year of a pair follows the first",
    )


def which_quarters(text: str, number: int, calendar: Period, financial: Period) -> AmbiguousPeriodError:
    """Return the error for a numbered quarter of a single year."""
    return AmbiguousPeriodError(
        "This quarter can be of a calendar or of a financial year",
        got=in_words(text),
        expected=f"{calendar.words} (calendar) or {financial.words} (financial)",
        hint=f"state which for the file with {ASK} (financial: the year "
        f"is the one in which Q1 begins, for Q4 as well), or write Q{number} {financial.year}",
    )


def which_meaning(text: str, first: str, second: str, hint: str) -> AmbiguousPeriodError:
    """Return the error for a spelling with two meanings, each as it would be written out."""
    return AmbiguousPeriodError(
        "This period can be read in two ways",
        got=in_words(text),
        expected=f"{first} or {second}",
        hint=hint,
    )


def does_not_agree(text: str, one: str, other: str) -> ContradictoryPeriodError:
    """Return the error for parts that contradict each other, naming both."""
    return ContradictoryPeriodError(
        "The parts of this period contradict each other",
        got=f"{in_words(text)}: {one}, but {other}",
        expected="one period, however many ways it is stated in",
        hint="correct the one that is wrong",
    )


def is_no_single_period(text: str, what: str) -> DataError:
    """Return the error for a figure that counts from the start of a year where one period is wanted."""
    return DataError(
        "This is not the figure of one period",
        got=f"{in_words(text)}, {what}",
        expected="a quarter, a month, a financial year or a day by itself",
        hint="name the period alone where the figure is of that period alone",
    )
