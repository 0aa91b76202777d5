"""Rules between figures, judged on counts worked by hand."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.agree.pathways import summarise_pathways
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.pathways import Bound, Relation, Rule, Term

Observe = Callable[..., pd.DataFrame]
HOME = "E10000034"
Y16, Y17 = "2017-03-31", "2018-03-31"


def rule(relation: Relation, left: list[Term], right: list[Term], **bound: float) -> Rule:
    allowed = Bound(reason="records come late", **bound)
    return Rule(
        id="one-rule", title="One against another", why="one comes out of the other",
        left=tuple(left), relation=relation, right=tuple(right), quarter=allowed, year=allowed,
    )  # fmt: skip


def judged(rows: pd.DataFrame, catalogue: Catalogue, asked: Rule) -> pd.DataFrame:
    return summarise_pathways(summarise_estimates(rows, catalogue), [asked], catalogue)


REPEATS, REFERRALS = Term(indicator="repeat_percent"), Term(indicator="referral_rate")


@pytest.mark.parametrize(
    ("repeats", "referrals", "status", "missed"),
    [(200, 200, "holds", 0), (210, 200, "within_bounds", 10), (211, 200, "breach", 11)],
)
def test_a_part_above_its_whole_is_broken_beyond_its_bound(
    observe: Observe, catalogue: Catalogue, repeats: int, referrals: int, status: str, missed: int
) -> None:
    rows = observe(
        ("repeat_percent", HOME, "2017-18-Q4", repeats, 300, nan),
        ("referral_rate", HOME, "2017-18-Q4", referrals, 100_000, nan),
    )
    # 5 % of 200 are 10
    row = judged(rows, catalogue, rule(Relation.AT_MOST, [REPEATS], [REFERRALS], percent=5)).iloc[0]
    assert (row["status"], row["difference"], row["allowed"]) == (status, missed, 10)
    assert (row["left"], row["right"], row["period"]) == (repeats, referrals, "2017-18-Q4")
    assert row["indicators"] == "repeat_percent;referral_rate"


def test_at_least_looks_the_other_way(observe: Observe, catalogue: Catalogue) -> None:
    rows = observe(
        ("referral_rate", HOME, "2017-18", 100, 100_000, 10.0),
        ("repeat_percent", HOME, "2017-18", 120, 300, 40.0),
    )
    row = judged(rows, catalogue, rule(Relation.AT_LEAST, [REFERRALS], [REPEATS])).iloc[0]
    assert (row["status"], row["difference"]) == ("breach", 20)


FLOWS = [
    Term(indicator="plan_rate", before=True),
    Term(indicator="referral_rate"),
    Term(indicator="repeat_percent", sign=-1),
]


def stock(observe: Observe, now: float) -> pd.DataFrame:
    return observe(
        ("plan_rate", HOME, Y16, 517, 100_000, 51.7),
        ("plan_rate", HOME, Y17, now, 100_000, now / 10),
        ("referral_rate", HOME, "2017-18", 682, 100_000, 68.2),
        ("repeat_percent", HOME, "2017-18", 774, 1000, 77.4),
    )


@pytest.mark.parametrize(("now", "status"), [(425, "holds"), (424, "within_bounds"), (420, "breach")])
def test_started_less_ended_is_the_change_in_the_stock(
    observe: Observe, catalogue: Catalogue, now: float, status: str
) -> None:
    # 517 + 682 − 774 = 425
    found = judged(
        stock(observe, now), catalogue, rule(Relation.EQUALS, FLOWS, [Term(indicator="plan_rate")], count=2)
    )
    row = found.loc[found["period"].eq("2017-18")].iloc[0]
    assert (row["left"], row["right"], row["status"]) == (425, now, status)


def test_the_first_period_has_none_before_it_and_says_so(observe: Observe, catalogue: Catalogue) -> None:
    found = judged(
        stock(observe, 425), catalogue, rule(Relation.EQUALS, FLOWS, [Term(indicator="plan_rate")], count=2)
    )
    row = found.loc[found["period"].eq("2016-17")].iloc[0]
    assert row["status"] == "cannot_say"
    assert "events, a period before" in row["reason"]


def test_a_count_behind_a_rounded_rate_gets_what_rounding_can_do(
    observe: Observe, catalogue: Catalogue
) -> None:
    rows = observe(
        ("repeat_percent", HOME, "2017-18", 404, 1000, 40.4),
        ("referral_rate", HOME, "2017-18", nan, 100_000, 40.0),
    )
    # 40 per 10,000 is 39.5 to 40.5: 395 to 405 referrals, so 404 may be no more than them
    row = judged(rows, catalogue, rule(Relation.AT_MOST, [REPEATS], [REFERRALS])).iloc[0]
    assert row["status"] == "holds"


def test_a_whole_worked_back_from_a_rounded_share_gets_it_too(observe: Observe, catalogue: Catalogue) -> None:
    # 39 at 4.5 % are of 866.7, or of any number from 857 to 876: 870 referrals may be these
    whole = Term(indicator="repeat_percent", part="denominator")
    rows = [("repeat_percent", HOME, "2017-18", 39, nan, 4.5)]
    for referrals, status in ((870, "holds"), (900, "breach")):
        both = observe(*rows, ("referral_rate", HOME, "2017-18", referrals, 100_000, nan))
        asked = rule(Relation.EQUALS, [whole], [REFERRALS], percent=1)
        assert judged(both, catalogue, asked)["status"].tolist() == [status]


def test_one_local_side_makes_the_check_local(observe: Observe, catalogue: Catalogue) -> None:
    rows = observe(
        ("repeat_percent", HOME, "2017-18-Q4", 5, 300, nan),
        ("referral_rate", HOME, "2017-18-Q4", 200, 100_000, nan),
        provenance=["local", "published"],
    )
    row = judged(rows, catalogue, rule(Relation.AT_MOST, [REPEATS], [REFERRALS])).iloc[0]
    assert row["provenance"] == "local"


def test_a_rule_is_not_asked_before_its_first_year(observe: Observe, catalogue: Catalogue) -> None:
    rows = observe(
        *(("repeat_percent", HOME, year, 5, 300, nan) for year in ("2013-14", "2014-15")),
        *(("referral_rate", HOME, year, 200, 100_000, nan) for year in ("2013-14", "2014-15")),
    )
    late = rule(Relation.AT_MOST, [REPEATS], [REFERRALS]).model_copy(update={"first_year": "2014-15"})
    assert judged(rows, catalogue, late)["period"].tolist() == ["2014-15"]


def test_areas_are_judged_apart(observe: Observe, catalogue: Catalogue) -> None:
    rows = observe(
        ("repeat_percent", HOME, "2017-18", 300, 400, nan),
        ("referral_rate", HOME, "2017-18", 200, 100_000, nan),
        ("repeat_percent", "E10000012", "2017-18", 1, 400, nan),
        ("referral_rate", "E10000012", "2017-18", 200, 100_000, nan),
    )
    found = judged(rows, catalogue, rule(Relation.AT_MOST, [REPEATS], [REFERRALS])).set_index("area_code")
    assert found["status"].to_dict() == {HOME: "breach", "E10000012": "holds"}
