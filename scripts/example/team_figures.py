"""Shares by team and quarter, which add up to the council's quarterly returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from example.counts import split_total, split_within
from example.drawn import Drawn, Record, random_for
from example.returned import read_counts
from example.teams import CARE, EFFECT_SPREAD, FRONT, shares_around, sizes_of

FIRST_YEAR = "2016-17"
SIZE_NOISE = 0.12
SHARES = {
    "rereferral_percent": FRONT,
    "referral_not_in_need_percent": FRONT,
    "assessment_45_days_percent": FRONT,
    "initial_conference_15_days_percent": FRONT,
    "child_protection_repeat_percent": FRONT,
    "child_protection_review_percent": FRONT,
    "three_placements_percent": CARE,
    "placement_stability_percent": CARE,
    "placement_over_20_miles_percent": CARE,
    "health_check_percent": CARE,
    "dental_check_percent": CARE,
    "left_care_within_12_months_percent": CARE,
    "care_leaver_accommodation_percent": CARE,
    "care_leaver_education_employment_percent": CARE,
    "pathway_plan_percent": CARE,
    "three_social_workers_percent": CARE,
    "supervision_on_time_percent": FRONT + CARE,
}
"""Indicator → the teams that do this work."""


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield the rows of all indicators, quarter by quarter, team by team."""
    rows = [row for indicator_id, teams in SHARES.items() for row in _rows(raw, indicator_id, teams)]
    yield Drawn("team_figures", rows, "Shares by team, invented")


def _rows(raw: Path, indicator_id: str, teams: Sequence[str]) -> Iterator[Record]:
    random = random_for(indicator_id)
    effects = random.normal(0, EFFECT_SPREAD, len(teams))
    for quarter, (above, below) in read_counts(raw, indicator_id).items():
        if quarter.year < FIRST_YEAR:
            continue
        bases = split_total(below, sizes_of(teams) * np.exp(random.normal(0, SIZE_NOISE, len(teams))))
        wanted = random.binomial(bases, shares_around(above / below, effects)) + 0.01
        counts = split_within(above, wanted, bases)
        for team, x, n in zip(teams, counts, bases, strict=True):
            yield {
                "indicator_id": indicator_id,
                "team": team,
                "quarter": quarter.label,
                "numerator": str(x),
                "denominator": str(n),
            }
