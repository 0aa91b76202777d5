"""Feedback of children, parents and carers: who was asked, who answered, what they said; counts alone.

Those asked, those who answered and those who said that the service helped add up to the quarterly returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from example.counts import split_total, split_within
from example.drawn import Drawn, Record, random_for
from example.returned import Counts, read_counts
from kpi_lib.core.periods import Period

GROUPS = {  # who and channel: share of those asked, share who answer, log odds of a yes beside all
    ("child", "in_person"): (0.20, 0.62, -0.25),
    ("child", "online"): (0.12, 0.20, -0.35),
    ("parent", "telephone"): (0.38, 0.42, -0.05),
    ("parent", "online"): (0.11, 0.19, -0.20),
    ("carer", "telephone"): (0.19, 0.50, 0.45),
}
COVERAGE = {"2014-15": 0.24, "2015-16": 0.25, "2016-17": 0.27, "2017-18": 0.33}
ASKED_NOISE, COVERAGE_NOISE = 0.15, 0.06
QUESTIONS = {  # share of those who answer at all, and of them who say yes, in the first and the last year
    "listened": (0.96, 0.60, 0.70),
    "knew_plan": (0.94, 0.46, 0.56),
    "same_worker": (0.95, 0.58, 0.55),
}
THEMES = {  # people who raise it among those who answered, and the share of them who praise it
    "being_listened_to": (0.30, 0.60),
    "same_social_worker": (0.34, 0.18),
    "knowing_the_plan": (0.24, 0.35),
    "time_with_worker": (0.22, 0.40),
    "help_in_time": (0.26, 0.52),
    "contact_with_family": (0.14, 0.42),
    "moving_on": (0.08, 0.38),
}
THEMES_FROM = "2016-17"

Answered = dict[tuple[Period, str, str], int]
"""Quarter, who and channel → people who answered."""


def draw(raw: Path) -> Iterator[Drawn]:
    """Yield those asked, their answers, and what they spoke of."""
    contacts = list(_contacts(read_counts(raw, "feedback_response_percent")))
    answered = {(quarter, row["who"], row["channel"]): int(row["n_answered"]) for quarter, row in contacts}
    yield Drawn("feedback_contacts", [row for _, row in contacts], "People asked for feedback, invented")
    answers = list(_answers(read_counts(raw, "family_feedback_positive_percent"), answered))
    yield Drawn("feedback_answers", answers, "Answers to the feedback questions, invented")
    themes = [row for row in _themes(answered) if row["quarter"] >= THEMES_FROM]
    yield Drawn("feedback_themes", themes, "What feedback was about, invented")


def _contacts(counts: Counts) -> Iterator[tuple[Period, Record]]:
    random = random_for("feedback_contacts")
    shares, responses = (np.array([item[place] for item in GROUPS.values()]) for place in (0, 1))
    for quarter, (answered, asked) in counts.items():
        invited = split_total(asked, shares * np.exp(random.normal(0, ASKED_NOISE, len(GROUPS))))
        said = split_within(answered, random.binomial(invited, responses) + 0.01, invited)
        reached = COVERAGE[quarter.year] * np.exp(random.normal(0, COVERAGE_NOISE, len(GROUPS)))
        eligible = np.maximum(np.rint(invited / reached).astype(int), invited)
        for (who, channel), could, were, did in zip(GROUPS, eligible, invited, said, strict=True):
            told = {"n_eligible": str(could), "n_invited": str(were), "n_answered": str(did)}
            yield quarter, _key(quarter, who, channel) | told


def _answers(helped: Counts, answered: Answered) -> Iterator[Record]:
    random = random_for("feedback_answers")
    for place, (quarter, (positive, n)) in enumerate(helped.items()):
        here = np.array([answered[(quarter, *group)] for group in GROUPS])
        wanted = random.binomial(here, [_share(positive / n, group) for group in GROUPS]) + 0.01
        yield from _question(quarter, "helped", here, split_within(positive, wanted, here))
        for question, (reach, first, last) in QUESTIONS.items():
            told = random.binomial(here, reach)
            share = np.interp(place, [0, len(helped) - 1], [first, last])
            said = random.binomial(told, [_share(share, group) for group in GROUPS])
            yield from _question(quarter, question, told, said)


def _question(quarter: Period, question: str, told: np.ndarray, said: np.ndarray) -> Iterator[Record]:
    for group, n, x in zip(GROUPS, told, said, strict=True):
        yield _key(quarter, *group) | {"question": question, "n_answered": str(n), "n_positive": str(x)}


def _themes(answered: Answered) -> Iterator[Record]:
    random = random_for("feedback_themes")
    for (quarter, who, channel), n in answered.items():
        for theme, (share, praise) in THEMES.items():
            raised = random.binomial(n, share)
            good = random.binomial(raised, praise)
            for tone, mentions in (("good", good), ("change", raised - good)):
                if mentions:
                    told = {"theme": theme, "tone": tone, "n_mentions": str(mentions)}
                    yield _key(quarter, who, channel) | told


def _key(quarter: Period, who: str, channel: str) -> Record:
    return {"quarter": quarter.label, "who": who, "channel": channel}


def _share(share: float, group: tuple[str, str]) -> float:
    return float(1 / (1 + np.exp(-(np.log(share / (1 - share)) + GROUPS[group][2]))))
