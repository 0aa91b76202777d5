"""The brief's matters: which measures, claims, counts, actions and sums its rules name, as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.agree.pathways import BREACH
from kpi_lib.analysis.compare.brief_rules import summarise_brief_rules
from kpi_lib.analysis.practice.action_plan import NEEDS_ATTENTION, add_state
from kpi_lib.catalogue.brief_rules import FRAGILE_BELOW, BriefRule, Part, load_brief_rules
from kpi_lib.catalogue.indicators import Indicator, Unit
from kpi_lib.core.periods import latest_full_year
from kpi_lib.pack.reconciliation import reconcile_pack
from kpi_lib.pages.brief.words import (
    action_sentence,
    breach_sentence,
    figure_sentence,
    matter_sentence,
    untested_sentences,
)
from kpi_lib.present.shown.revisions import revised_sentence
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import sentence_case
from kpi_lib.present.words.reconciliation import claim_sentence, what_is_compared
from kpi_lib.present.words.stability import stability_clause
from kpi_lib.present.words.verdicts import (
    change_sentence,
    comparison_sentence,
    comparison_words,
    is_outermost,
)

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

TO_INDICATOR = "indicators/{slug}.html"
TO_RECONCILIATION, TO_PLAN = "reconciliation.html", "improvement-plan.html"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a rule names: what it is about, what is said of it, where its page is."""

    lead: str
    text: str
    href: str


@dataclass(frozen=True)
class BriefMatters:
    """All that the brief's rules name in one pack."""

    pack: Pack

    def of_part(self, part: Part) -> list[tuple[BriefRule, list[Matter]]]:
        """Return each rule of a part of the brief with what it names, in the rules' order."""
        return [(rule, self.of_rule(rule.id)) for rule in load_brief_rules() if rule.section is part]

    def of_rule(self, rule_id: str) -> list[Matter]:
        """Return what one rule names in this pack."""
        finders = {
            "pathway-breach": self._breaches,
            "report-unexplained": self._unexplained,
            "action-late": self._actions,
            "budget-pressure": self._pressures,
            "revised": self._revised,
        }
        return list(finders[rule_id]() if rule_id in finders else self._measures(rule_id))

    def _measures(self, rule_id: str) -> Iterator[Matter]:
        for name in self._named(rule_id):
            headline = self.pack.headlines[name]
            text = self._sentence(rule_id, headline)
            yield Matter(headline.indicator.plain_title, text, _page_of(headline.indicator))

    def _sentence(self, rule_id: str, headline: Headline) -> str:
        if rule_id == "no-verdict":
            return untested_sentences(headline, self.pack.neighbourhood.region_name)
        if rule_id == "may-be-chance":
            assert headline.change is not None, "the rule names only measures with a change"
            return change_sentence(headline.change, headline.indicator)
        if rule_id == "beyond-neighbours":
            assert headline.comparison is not None, "the rule names only measures that are compared"
            compared = comparison_sentence(headline.comparison, headline.indicator)
            return f"{figure_sentence(led_by(self.pack, headline, headline.comparison))} {compared}"
        if rule_id == "fragile":
            return self._stability(headline)
        row = headline.change if rule_id == "got-worse" else headline.comparison
        return matter_sentence(led_by(self.pack, headline, row))

    def _stability(self, headline: Headline) -> str:
        row = headline.comparison
        assert row is not None, "the rule names only measures that are compared"
        verdicts = self.pack.verdicts_against_neighbours(row)
        clause = stability_clause(self.pack.stability_of(row), verdicts, self.pack.neighbourhood)
        return f"{sentence_case(comparison_words(row))}; {clause}."

    def _named(self, rule_id: str) -> list[str]:
        return list(self._named_by_rules.loc[self._named_by_rules["rule_id"].eq(rule_id), "indicator_id"])

    @cached_property
    def _named_by_rules(self) -> pd.DataFrame:
        return summarise_brief_rules(lead_verdicts(self.pack), fragile_below=FRAGILE_BELOW)

    def _breaches(self) -> Iterator[Matter]:
        rows = reconcile_pack(self.pack).pathways
        now = rows["status"].eq(BREACH) & rows["period"].isin(self._periods)
        for _, row in rows.loc[now].iterrows():
            yield Matter(str(row["title"]), breach_sentence(row), TO_RECONCILIATION)

    def _unexplained(self) -> Iterator[Matter]:
        rows = reconcile_pack(self.pack).claims
        for _, row in rows.loc[rows["status"].eq("unexplained") & rows["year"].eq(self._year)].iterrows():
            indicator = self.pack.catalogue[str(row["indicator_id"])]
            about = what_is_compared(row, indicator)
            yield Matter(about, claim_sentence(row, indicator), TO_RECONCILIATION)

    def _actions(self) -> Iterator[Matter]:
        actions = add_state(self.pack.records("actions"), pd.Timestamp(self.pack.quarter.end))
        for _, row in actions.loc[actions["state"].isin(NEEDS_ATTENTION)].iterrows():
            yield Matter(str(row["action"]), action_sentence(row), TO_PLAN)

    def _pressures(self) -> Iterator[Matter]:
        for headline in self.pack.headlines.values():
            row = headline.estimate
            if (
                headline.indicator.unit is Unit.MILLION_POUNDS
                and row["value"] > 0
                and row["year"] == self._year
            ):
                page = _page_of(headline.indicator)
                yield Matter(headline.indicator.plain_title, figure_sentence(headline), page)

    def _revised(self) -> Iterator[Matter]:
        rows = self.pack.revisions()
        now = rows["is_revised"].astype(bool) & rows["period"].isin(self._periods)
        for name, own in rows.loc[now].groupby("indicator_id", sort=False):
            indicator = self.pack.catalogue[str(name)]
            sentence = revised_sentence(own, indicator, n_restated=len(own))
            yield Matter(indicator.plain_title, sentence, _page_of(indicator))

    @property
    def _year(self) -> str:
        return str(self.pack.quarter.year)

    @property
    def _periods(self) -> list[str]:
        return [self.pack.quarter.label, latest_full_year(self.pack.quarter).label]


def led_by(pack: Pack, headline: Headline, row: pd.Series | None) -> Headline:
    """Return a headline shown by the figure that its change or its comparison is about."""
    if row is None:
        return headline
    own = pack.figures(headline.indicator.id, basis=str(row["basis"]))
    estimates = own.loc[own["period"].eq(row["period"])]
    estimate = headline.estimate if estimates.empty else estimates.iloc[-1]
    return Headline(headline.indicator, estimate, headline.change, headline.comparison)


def lead_verdicts(pack: Pack) -> pd.DataFrame:
    """Return one row per indicator: the verdicts of its lead figure, for `summarise_brief_rules`."""
    kept = pack.lead_tests.kept_changes
    rows = [_verdicts(pack, headline, kept) for headline in pack.headlines.values()]
    return pd.DataFrame(rows)


def _verdicts(pack: Pack, headline: Headline, kept: frozenset[str]) -> dict[str, object]:
    comparison = headline.comparison
    stability = pack.stability_of(comparison)
    return {
        "indicator_id": headline.indicator.id,
        "change": headline.change_verdict,
        "comparison": headline.comparison_verdict,
        "level": "" if comparison is None else str(comparison["level"]),
        "target": _target(pack, headline),
        "share_agreeing": float("nan") if stability is None else stability["share_agreeing"],
        "is_outermost": comparison is not None and is_outermost(comparison),
        "is_headline": headline.indicator.is_headline,
        "is_kept": headline.indicator.id in kept,
    }


def _target(pack: Pack, headline: Headline) -> str:
    rows, row = pack.in_force, headline.estimate
    same = rows["indicator_id"].eq(headline.indicator.id) & rows["comparator"].eq("target")
    at_once = rows["basis"].eq(row["basis"]) & rows["period"].eq(row["period"])
    verdicts = rows.loc[same & at_once, "verdict"]
    return str(verdicts.iloc[-1]) if len(verdicts) else ""


def _page_of(indicator: Indicator) -> str:
    return TO_INDICATOR.format(slug=indicator.slug)
