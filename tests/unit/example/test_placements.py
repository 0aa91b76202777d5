"""The invented placements, spend, budgets and routes keep to what the returns and the report say."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from kpi_lib.catalogue.record_kinds.kinds import find_record_kind

RAW = Path(__file__).resolve().parents[3] / "src/kpi_lib/catalogue/data/example/data/raw"
TYPES = ("own_foster", "agency_foster", "residential", "semi_independent", "adoption", "other")


def rows_of(path: str) -> list[dict[str, str]]:
    with (RAW / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(indicator_id: str) -> dict[str, int]:
    found = [
        row for path in sorted((RAW / "returns").glob("*.csv")) for row in rows_of(f"returns/{path.name}")
    ]
    return {
        row["period"]: int(float(row["numerator"])) for row in found if row["indicator_id"] == indicator_id
    }


def added(path: str, column: str, by: str = "quarter") -> dict[str, int]:
    sums: Counter[str] = Counter()
    for row in rows_of(path):
        sums[row[by]] += int(row[column])
    return dict(sums)


@pytest.mark.parametrize(
    ("column", "indicator_id"),
    [
        ("children", "looked_after_rate"),
        ("came_into_care", "looked_after_start_rate"),
        ("left_care", "looked_after_cease_rate"),
    ],
)
def test_the_types_add_up_to_the_indicators(column: str, indicator_id: str) -> None:
    assert added("money/placement_counts.csv", column) == counted(indicator_id)


def test_the_routes_add_up_to_all_who_left_and_repeat_the_two_that_are_indicators() -> None:
    assert added("care/care_exits.csv", "children") == counted("looked_after_cease_rate")
    by_route: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows_of("care/care_exits.csv"):
        by_route[row["route"]][row["quarter"]] = int(row["children"])
    assert by_route["adoption"] == counted("adoption_percent")
    assert by_route["special_guardianship"] == counted("special_guardianship_percent")


def test_moves_between_types_balance_and_explain_each_type_but_for_the_returns_own_gap() -> None:
    rows = rows_of("money/placement_counts.csv")
    quarters = sorted({row["quarter"] for row in rows})
    held = {(row["quarter"], row["placement_type"]): row for row in rows}
    for quarter in quarters:
        own = [row for row in rows if row["quarter"] == quarter]
        assert sum(int(row["moved_in"]) - int(row["moved_out"]) for row in own) == 0
    for earlier, later in pairwise(quarters):
        for name in TYPES:
            row = held[later, name]
            implied = int(held[earlier, name]["children"]) + sum(
                sign * int(row[column])
                for column, sign in (
                    ("came_into_care", 1),
                    ("moved_in", 1),
                    ("left_care", -1),
                    ("moved_out", -1),
                )
            )
            assert implied == int(row["children"]), (later, name)


def test_the_year_is_above_budget_by_what_the_report_states_and_the_next_budget_above_this() -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for side, path in (("spend", "placement_spend"), ("budget", "placement_budgets")):
        for row in rows_of(f"money/{path}.csv"):
            sums[f"{side} {row['quarter'][:7]}"] += Decimal(row[f"{side}_amount"])
    assert sums["spend 2017-18"] - sums["budget 2017-18"] == Decimal("4300000.00")
    assert sums["budget 2018-19"] - sums["budget 2017-18"] == Decimal("5200000.00")
    assert [row["amount"] for row in rows_of("money/allocations.csv")] == ["5200000"]


def test_the_types_of_placement_are_described_alike_in_all_three_kinds() -> None:
    kinds = [find_record_kind(name) for name in ("placement_counts", "placement_spend", "placement_budgets")]
    first, *others = [dict(kind["placement_type"].choices) for kind in kinds]
    assert others == [first, first]


def test_the_report_states_the_pressure_and_the_allocation_that_the_sums_come_to() -> None:
    stated = {row["indicator_id"]: row["value"] for row in rows_of("reported/cabinet-2018-07-12.csv")}
    assert Decimal(stated["placement_cost_pressure"]) == Decimal("4.3")
    assert "£5.2million" in rows_of("money/allocations.csv")[0]["statement"]


def test_every_aim_names_an_action_of_the_plan_and_every_action_a_known_finding() -> None:
    actions = rows_of("plan/actions.csv")
    assert len({row["theme"] for row in actions}) == 6
    assert {row["action_id"] for row in rows_of("plan/action_aims.csv")} < {
        row["action_id"] for row in actions
    }
    findings = {row["finding_id"] for row in rows_of("inspection/findings.csv")}
    assert {row["finding_id"] for row in actions} - {""} <= findings
