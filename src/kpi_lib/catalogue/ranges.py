from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    lowest: float
    highest: float


def seen_range(i, a=None):
    return {"referral_rate": Range(180, 1600)}.get(i)
