from __future__ import annotations

import pytest

from kpi_lib.catalogue.brief_rules import FRAGILE_BELOW, Part, load_brief_rules, parse_brief_rules
from kpi_lib.core.errors import CatalogueError, KpiErrors

RULE = (
    '[[rule]]\nid = "late"\nsection = "decision"\ntitle = "Late"\nstates = "It is late."\nasks = "Decide."\n'
)


def test_the_packaged_rules_state_themselves_and_decisions_come_first() -> None:
    rules = load_brief_rules()
    parts = [rule.section for rule in rules]
    assert parts == sorted(parts, key=[*Part].index)
    assert all(rule.states.endswith(".") and (not rule.asks or rule.asks.endswith(".")) for rule in rules)


def test_the_bound_of_fragile_is_the_one_its_words_state() -> None:
    [fragile] = [rule for rule in load_brief_rules() if rule.id == "fragile"]
    assert "Fewer than nine in ten" in fragile.states
    assert FRAGILE_BELOW == 9 / 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE.replace('asks = "Decide."\n', ""), "a decision rule says what it asks"),
        (RULE.replace("decision", "uncertain"), "a decision rule says what it asks"),
        (RULE.replace("late", "Late Rule", 1), "id"),
        (RULE + 'because = "x"\n', "because"),
        (RULE + RULE, "share an id"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(text: str, said: str) -> None:
    with pytest.raises((CatalogueError, KpiErrors), match=said):
        parse_brief_rules(text)
