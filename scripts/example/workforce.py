"""Social workers: cases each holds, how often children change them, who came, left or was ill.

The cases and posts of each quarter are those of the quarterly returns, and the year to 30 September 2017 has
the leavers and the days of sickness of the published census.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from example.drawn import Drawn, Record, random_for
from example.returned import published, returned_counts, share_out

CASELOAD_FROM = "2016-17-Q1"
PART_TIME = 0.18
HOURS = (0.5, 0.6, 0.8)
EVENNESS = 9.0  # shape of the gamma that shares out the cases: 9 gives a third of the mean as its deviation
FEWER_THAN_THREE = np.array([0.56, 0.44])  # one or two social workers
THREE_OR_MORE = np.array([0.60, 0.26, 0.10, 0.04])  # three, four, five or six
WORKING_DAYS = 253  # a year and full-time equivalent, as DfE counts
QUARTERS = 4
CENSUS = ("2017-09-30", "2017-18-Q2")
SEASON = {"Q1": 0.9, "Q2": 0.85, "Q3": 1.05, "Q4": 1.2}  # sickness is highest in winter
LEAST_JOINERS = 2.0


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield caseloads, changes of social worker, and staff changes."""
    yield Drawn("caseloads", list(_caseloads(raw)), "Cases held by each social worker")
    yield Drawn("social_worker_changes", list(_changes(raw)), "Social workers per child in a year")
    yield Drawn("staff_changes", list(_staff(raw)), "Social workers who came, left or were ill")


def _caseloads(raw: Path) -> Iterator[Record]:
    random = random_for("caseloads")
    for quarter, (cases, posts) in returned_counts(raw, "caseload_average").items():
        if quarter >= CASELOAD_FROM:
            hours = _hours(posts, random)
            held = share_out(int(cases), random.gamma(EVENNESS, 1, hours.size) * hours)
            for number, (fte, own) in enumerate(zip(hours, held, strict=True), start=1):
                yield {"quarter": quarter, "worker": f"w{number:03d}", "fte": f"{fte:g}", "cases": str(own)}


def _hours(posts: float, random: np.random.Generator) -> np.ndarray:
    """Return the hours of workers who fill `posts` together, the last of them with what is left."""
    drawn = np.where(random.random(int(posts * 2)) < PART_TIME, random.choice(HOURS, int(posts * 2)), 1.0)
    kept = drawn[: int(np.searchsorted(drawn.cumsum(), posts - 1e-9))]
    return np.round([*kept, posts - kept.sum()], 1)


def _changes(raw: Path) -> Iterator[Record]:
    for quarter, (many, all_children) in returned_counts(raw, "three_social_workers_percent").items():
        few = share_out(int(all_children - many), FEWER_THAN_THREE)
        for number, children in enumerate([*few, *share_out(int(many), THREE_OR_MORE)], start=1):
            yield {"quarter": quarter, "social_workers": str(number), "children": str(children)}


def _staff(raw: Path) -> Iterator[Record]:
    """Yield one row a quarter; who is in post follows from the vacancies, joiners from those who left."""
    random = random_for("staff_changes")
    counts = returned_counts(raw, "social_worker_vacancy_percent")
    in_post = {quarter: round(posts - vacant, 1) for quarter, (vacant, posts) in counts.items()}
    leavers = _to_year(in_post, published(raw, "social_worker_turnover_percent", CENSUS[0]), random, {})
    lost = _to_year(in_post, published(raw, "social_worker_absence_percent", CENSUS[0]), random, SEASON)
    before = next(iter(in_post.values()))
    for quarter, posts in in_post.items():
        gone = max(leavers[quarter], round(before - posts + LEAST_JOINERS, 1))
        if quarter in _census_year(in_post):
            gone = leavers[quarter]
        yield {
            "quarter": quarter, "in_post": f"{posts:g}", "joiners": f"{posts - before + gone:.1f}",
            "leavers": f"{gone:.1f}", "days_lost": f"{lost[quarter]:.1f}",
            "days_available": f"{posts * WORKING_DAYS / QUARTERS:.0f}",
        }  # fmt: skip
        before = posts


def _to_year(
    in_post: dict[str, float], total: float, random: np.random.Generator, season: dict[str, float]
) -> dict[str, float]:
    """Return a count for every quarter; those of the census year add up to the published `total`."""
    weights = {quarter: season.get(quarter[-2:], 1.0) * random.uniform(0.8, 1.2) for quarter in in_post}
    own = _census_year(in_post)
    scale = total / sum(weights[quarter] for quarter in own)
    counts = {quarter: round(weight * scale, 1) for quarter, weight in weights.items()}
    counts[own[-1]] = round(total - sum(counts[quarter] for quarter in own[:-1]), 1)
    return counts


def _census_year(in_post: dict[str, float]) -> list[str]:
    labels = list(in_post)
    place = labels.index(CENSUS[1])
    return labels[place - QUARTERS + 1 : place + 1]
