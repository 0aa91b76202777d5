"""What each family of oracle tables asks of our calculations, one module per subject; no test is here."""

from families import (
    averages,
    charts,
    comparisons,
    dispersion,
    funnels,
    intervals,
    positions,
    rules,
    trends,
)
from families.cells import Family

MODULES = (intervals, positions, averages, comparisons, funnels, dispersion, trends, charts, rules)
FAMILIES: dict[str, Family] = {family.name: family for module in MODULES for family in module.FAMILIES}
