"""The invented quarters add up to the invented years, states end on the published days."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from kpi_lib.catalogue.indicators import Kind, Measure, load_catalogue
from kpi_lib.catalogue.record_kinds.kinds import load_record_kinds
from kpi_lib.core.periods import Frequency, parse_period, quarters_of, year_ending
from kpi_lib.core.rounding import round_half_up

HOME = "X10000001"
YEARS = [year_ending(year) for year in range(2015, 2019)]
FLOWS = (
    ("looked_after_rate", "looked_after_start_rate", "looked_after_cease_rate"),
    ("child_protection_plan_rate", "child_protection_start_rate", "child_protection_end_rate"),
)
"""Children there, begun and ended."""
LATE, SUPPRESSED = "2016-17-Q3", "c"


def _year(frame: pd.DataFrame, indicator_id: str, year: str) -> pd.DataFrame:
    return frame[frame["indicator_id"].eq(indicator_id) & frame["period"].str.startswith(f"{year}-Q")]


def _of(frame: pd.DataFrame, indicator_id: str, period: str, area: str = HOME) -> dict[str, str] | None:
    keys = zip(("indicator_id", "period", "area_code"), (indicator_id, period, area), strict=True)
    rows = frame
    for name, wanted in keys:
        rows = rows[rows[name].eq(wanted)]
    return rows.iloc[0].to_dict() if len(rows) else None


def test_years_are_published_and_returns_are_the_councils_own(
    published: pd.DataFrame, returns: pd.DataFrame
) -> None:
    assert set(published["provenance"]) == {"published"}
    assert set(returns["provenance"]) == {"local"}
    assert published["area_code"].nunique() == 11
    assert set(returns["area_code"]) == {HOME}


def test_every_quarter_returns_every_quarterly_indicator(returns: pd.DataFrame) -> None:
    # What is counted from records has no return of its own.
    counted = {item.id for kind in load_record_kinds().values() for item in kind.indicator}
    quarterly = {item.id for item in load_catalogue() if item.frequency == "quarter"} - counted
    quarters = [quarter.label for year in YEARS for quarter in quarters_of(year)]
    assert sorted(set(returns["period"])) == quarters
    for label, mine in returns.groupby("period"):
        assert set(mine["indicator_id"]) == quarterly, label
        assert set(mine["file"]) == {f"returns/{label}.csv"}


def test_quarters_of_a_flow_add_up_to_the_published_year(
    published: pd.DataFrame, returns: pd.DataFrame
) -> None:
    catalogue, checked = load_catalogue(), 0
    for indicator_id in returns["indicator_id"].unique():
        indicator = catalogue[indicator_id]
        for year in YEARS:
            annual = _of(published, indicator_id, year.label)
            if indicator.kind is not Kind.FLOW or annual is None or annual["value"] == SUPPRESSED:
                continue
            mine = _year(returns, indicator_id, year.label)
            n = mine["n"].mean() if indicator.measure is Measure.RATE else mine["n"].sum()
            assert annual["denominator"] == f"{n:.12g}", (indicator_id, year.label)
            if mine["numerator"].eq(SUPPRESSED).any():
                # what is withheld is 1 to 5 in each such quarter
                left = int(annual["numerator"]) - mine["x"].sum()
                n_withheld = mine["numerator"].eq(SUPPRESSED).sum()
                assert n_withheld <= left <= 5 * n_withheld, (indicator_id, year.label)
                continue
            assert annual["numerator"] == f"{mine['x'].sum():g}", (indicator_id, year.label)
            made = round_half_up(mine["x"].sum() / n * indicator.multiplier, indicator.decimals)
            assert made == Decimal(annual["value"]), (indicator_id, year.label)
            checked += 1
    assert checked >= 50


def test_a_state_ends_on_the_published_day(published: pd.DataFrame, returns: pd.DataFrame) -> None:
    catalogue, checked = load_catalogue(), 0
    ends = returns["period"].map(lambda label: parse_period(label).end)
    is_ours = published["area_code"].eq(HOME) & published["value"].ne(SUPPRESSED)
    for row in published[is_ours].to_dict("records"):
        period, indicator = parse_period(row["period"]), catalogue[row["indicator_id"]]
        mine = returns[returns["indicator_id"].eq(indicator.id) & ends.eq(period.end)]
        if period.frequency is not Frequency.SNAPSHOT or mine.empty:
            continue  # a state that no return has, or before April 2014
        (drawn,) = mine.to_dict("records")
        if drawn["numerator"] != SUPPRESSED:
            counts = [drawn[name] for name in ("numerator", "denominator")]
            assert counts == [row["numerator"], row["denominator"]], (indicator.id, row["period"])
            checked += 1
    assert checked >= 25


def test_values_follow_from_their_counts(every_edition: pd.DataFrame) -> None:
    catalogue, checked = load_catalogue(), 0
    for row in every_edition.to_dict("records"):
        if row["value"] == SUPPRESSED or not row["denominator"]:
            continue
        indicator = catalogue[row["indicator_id"]]
        exact = Decimal(row["numerator"]) / Decimal(row["denominator"]) * indicator.multiplier
        assert round_half_up(exact, indicator.decimals) == Decimal(row["value"]), row
        checked += 1
    assert checked > 1800


def test_those_there_and_begun_less_those_ended_are_those_there_a_year_later(
    published: pd.DataFrame,
) -> None:
    checked = 0
    for stem, stock in (
        ("looked_after", "looked_after_rate"),
        ("child_protection", "child_protection_plan_rate"),
    ):
        starts, ends = f"{stem}_start_rate", f"{stem}_{'cease' if stem == 'looked_after' else 'end'}_rate"
        for area in published["area_code"].unique():
            for year in YEARS:
                before, after = (
                    _of(published, stock, f"{end}-03-31", area) for end in (year.end.year - 1, year.end.year)
                )
                begun, ended = (_of(published, name, year.label, area) for name in (starts, ends))
                assert before and after and begun and ended
                n_before, n_after, n_begun, n_ended = (
                    int(row["numerator"]) for row in (before, after, begun, ended)
                )
                assert n_before + n_begun - n_ended == n_after, (stock, area, year.label)
                checked += 1
    assert checked == len(FLOWS) * 11 * len(YEARS)


def test_one_year_was_first_published_a_little_lower(
    every_edition: pd.DataFrame, published: pd.DataFrame
) -> None:
    first = every_edition[every_edition["file"].eq("years/first-published.csv")]
    assert set(first["period"]) == {"2015-16"}
    for row in first.to_dict("records"):
        now = _of(published, row["indicator_id"], row["period"], row["area_code"])
        assert now is not None
        assert row["published"] < now["published"]
        assert int(row["numerator"]) < int(now["numerator"])
        assert row["denominator"] == now["denominator"]


def test_one_return_came_late(listed: list[dict[str, str]]) -> None:
    days = {item["edition"]: item.get("published") for item in listed if item["path"].startswith("returns/")}
    assert [label for label, day in days.items() if day] == [LATE]
    assert str(days[LATE]) > str(parse_period("2016-17-Q4").end)


def test_only_counts_of_1_to_5_of_a_share_are_suppressed(
    published: pd.DataFrame, returns: pd.DataFrame
) -> None:
    shares = {item.id for item in load_catalogue() if item.measure is Measure.PROPORTION}
    for frame in (published, returns):
        withheld = frame[frame["numerator"].eq(SUPPRESSED)]
        assert len(withheld) >= 5
        assert withheld["value"].eq(SUPPRESSED).all()
        assert set(withheld["indicator_id"]) <= shares
        assert set(frame.loc[pd.to_numeric(frame["numerator"], errors="coerce").isna(), "numerator"]) <= {
            SUPPRESSED, "",
        }  # fmt: skip
    # full-time equivalents are no children: they are published however few
    children = published[
        published["indicator_id"].isin(shares) & ~published["denominator"].str.contains("[.]")
    ]
    assert not pd.to_numeric(children["numerator"], errors="coerce").between(1, 5).any()


def test_counts_are_possible(returns: pd.DataFrame) -> None:
    shares = {item.id for item in load_catalogue() if item.measure is Measure.PROPORTION}
    counted = returns[returns["x"].notna()]
    assert len(counted) > 500
    assert (counted["x"] >= 0).all()
    assert (counted["n"] > 0).all()
    assert (counted["x"] <= counted["n"])[counted["indicator_id"].isin(shares)].all()
    whole = counted[~counted["indicator_id"].str.startswith(("caseload", "social_worker"))]
    assert (whole["x"] % 1 == 0).all()
