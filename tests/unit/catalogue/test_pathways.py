"""The rules between figures are checked when they are read."""

import pytest

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.pathways import load_pathways, parse_pathways
from kpi_lib.core.errors import CatalogueError, KpiErrors

RULE = """[[rule]]
id = "parts-within-whole"
title = "Parts against the whole"
why = "A part is never more than the whole."
left = [{ indicator = "rereferral_percent" }]
relation = "at_most"
right = [{ indicator = "referral_rate" }]
year = { reason = "Nothing may be over." }
"""


def test_a_rule_without_a_bound_for_quarters_is_asked_of_years_only() -> None:
    (rule,) = parse_pathways(RULE, load_catalogue())
    assert list(rule.bounds) == ["year"]
    assert rule.indicators == ("rereferral_percent", "referral_rate")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"referral_rate"', '"referal_rate"', "did you mean 'referral_rate'"),
        ('"at_most"', '"under"', "at_most"),
        ("reason =", "reasons =", "reasons"),
        ("title =", "titel =", "did you mean 'title'"),
    ],
)
def test_a_slip_in_a_rule_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises((CatalogueError, KpiErrors), match=message):
        parse_pathways(RULE.replace(old, new), load_catalogue())


def test_a_rule_that_stands_twice_is_refused() -> None:
    with pytest.raises(CatalogueError, match="parts-within-whole"):
        parse_pathways(RULE * 2, load_catalogue())


def test_every_packaged_bound_has_its_reason_in_a_sentence() -> None:
    reasons = [bound.reason for rule in load_pathways() for bound in rule.bounds.values()]
    assert len(reasons) > 30
    assert all(reason.endswith(".") and len(reason.split()) > 4 for reason in reasons)
