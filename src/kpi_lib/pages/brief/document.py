"""The Director's brief as a document: its sections, and every sentence in them, from the pack's verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.catalogue.brief_rules import BriefRule, Part
from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.pack.reconciliation import Reconciliation, reconcile_pack
from kpi_lib.pages.brief.front import SERIES, about_lines, day_of
from kpi_lib.pages.brief.matters import TO_INDICATOR, BriefMatters, Matter, led_by
from kpi_lib.pages.brief.summary import (
    changes_sentence,
    decisions_sentence,
    headline_table,
    improved_sentence,
    standings_sentence,
    uncertainty_sentence,
    unjudged_sentence,
    with_change,
    worse_sentence,
)
from kpi_lib.pages.brief.words import figure_sentence, rule_words, verdict_sentences
from kpi_lib.pages.footer import method_words
from kpi_lib.pages.series import IndicatorSeries
from kpi_lib.present.shown.display import Shown
from kpi_lib.present.shown.document import (
    Block,
    Document,
    Note,
    Numbered,
    Plate,
    Section,
    Sheet,
    Subheading,
    number_through,
)
from kpi_lib.present.shown.footer import LICENCE, SOURCE, small_print
from kpi_lib.present.shown.reconciliation import claims_table
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import AGO, CHANCE, CHANGES
from kpi_lib.present.words.numbers import number_words, sentence_case
from kpi_lib.present.words.reconciliation import claim_sentence, summary_sentences
from kpi_lib.present.words.statements import FIGURE, RowKey, Statement, key_of, verdict_statements
from kpi_lib.present.words.titles import changes_title

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

COMPARED, REPORTED = "How it compares", "What the report says"
TITLES = (
    "In brief",
    "The headline measures",
    f"What {CHANGES['improved'].word}?",
    f"What {CHANGES['got_worse'].word}?",
    "Where do the headline measures stand, and what do reports say of them?",
    "What needs a decision?",
    "What is uncertain?",
)


@dataclass(frozen=True)
class BriefDocument:
    """The brief of one pack; the page shows it section by section, Word and print whole."""

    pack: Pack

    @property
    def title(self) -> str:
        """How many measures improved and got worse."""
        return changes_title(f"Brief, {self.pack.quarter.words}", self._all)

    @cached_property
    def document(self) -> Document:
        """The whole brief, its paragraphs numbered through."""
        pack = self.pack
        print_lines = small_print(
            council=pack.settings.council,
            edition=pack.quarter,
            method=method_words(pack),
            sources=[LICENCE, SOURCE],
        )
        return Document(
            title=self.title,
            running=f"{pack.settings.council}: {SERIES}",
            short_title=f"Brief, {pack.quarter.words}",
            subject=f"{SERIES}, {pack.area.name}, {pack.quarter.words}",
            day=day_of(self.pack).isoformat(),
            about=about_lines(self.pack),
            sections=self._sections,
            small_print=print_lines,
        )

    @property
    def _sections(self) -> list[Section]:
        """All sections, their paragraphs numbered through; the first counts those that come after it."""
        later: list[list[Block]] = [
            [Sheet(headline_table(self.headlines, self._estimates), self._tiles)],
            self._changed("improved"),
            self._changed("got_worse"),
            self._standings,
            self._of_part(Part.DECISION),
            self._of_part(Part.UNCERTAIN),
        ]
        counted = number_through([self._summary([(0, 0)] * len(TITLES)), *later])
        numbered = number_through([self._summary(list(map(_ends, counted))), *later])
        return [Section(title, blocks) for title, blocks in zip(TITLES, numbered, strict=True)]

    def _summary(self, ends: Sequence[tuple[int, int]]) -> list[Block]:
        """Return the first sentences; `ends` are the first and last paragraph of each section, 0 for none."""
        reconciled, headlines = self._reconciliation, self._all
        matters = [item for _, items in self.matters.of_part(Part.DECISION) for item in items]
        fragile = self.matters.of_rule("fragile")
        demand = [item for item in self.headlines if item.indicator.polarity is Polarity.NEUTRAL]
        lines = [
            ("Changes", changes_sentence(headlines), 0),
            (sentence_case(f"{CHANGES['improved'].word} {AGO}"), improved_sentence(headlines), ends[2][0]),
            (sentence_case(f"{CHANGES['got_worse'].word} {AGO}"), worse_sentence(headlines), ends[3][0]),
            ("Neighbours", standings_sentence(headlines), 0),
            ("Not judged as good or bad", unjudged_sentence(demand), 0),
            ("Reports", summary_sentences(reconciled.ledger, reconciled.claims)[0], ends[4][0]),
            ("Decisions", decisions_sentence(len(matters), *ends[5]), ends[5][0]),
            ("Certainty", uncertainty_sentence(len(fragile)), ends[6][0]),
        ]
        return [Numbered(0, lead, text, f"#paragraph-{to}" if to else "") for lead, text, to in lines]

    def _changed(self, verdict: str) -> list[Block]:
        """Return a paragraph for each measure with this verdict, and the chart of the first that leads."""
        changed = with_change(self._all, verdict)
        if not changed:
            return [Note(f"No measure did so by {CHANCE}.")]
        leading = [item for item in changed if item.indicator.is_headline] or changed
        paragraphs = [self._paragraph(led_by(self.pack, item, item.change)) for item in changed]
        return self._with_chart(paragraphs, led_by(self.pack, leading[0], leading[0].change))

    @property
    def _standings(self) -> list[Block]:
        """Return a paragraph for each measure that a report states, or that leads and is not stated above.

        Then both figures of every statement in a table.
        """
        claims = self._reconciliation.claims
        stated = set(claims["indicator_id"])
        above = {item.indicator.id for item in with_change(self._all, "improved", "got_worse")}
        measures = [
            item
            for item in self._all
            if item.indicator.id in stated or (item.indicator.is_headline and item.indicator.id not in above)
        ]
        paragraphs = [paragraph for item in measures for paragraph in self._reported(item)]
        table = claims_table(claims, self.pack.catalogue, link=TO_INDICATOR)
        sheets = [Sheet(table)] if len(claims) else [Note("No report states a figure of this area.")]
        demand = [item for item in measures if item.indicator.polarity is Polarity.NEUTRAL]
        return [*(self._with_chart(paragraphs, demand[0]) if demand else paragraphs), *sheets]

    def _reported(self, headline: Headline) -> list[Numbered]:
        """Return a measure's figure, how it compares, and each of a report's statements of it, one by one."""
        claims = self._reconciliation.claims
        own = claims.loc[claims["indicator_id"].eq(headline.indicator.id)]
        said = [
            Numbered(
                0, REPORTED, f"{claim_sentence(row, headline.indicator)} The report’s words, {row['claim']}."
            )
            for _, row in own.iterrows()
        ]
        verdicts = self._verdicts(headline)
        compared = [Numbered(0, COMPARED, verdict_sentences(verdicts), statements=_by_key(verdicts))]
        return [self._figure(headline), *(compared if verdicts else []), *said]

    def _figure(self, headline: Headline) -> Numbered:
        indicator, sentence = headline.indicator, figure_sentence(headline)
        href = TO_INDICATOR.format(slug=indicator.slug)
        key = key_of(headline.estimate, FIGURE)
        return Numbered(0, indicator.plain_title, sentence, href, statements={key: sentence})

    def _paragraph(self, headline: Headline) -> Numbered:
        """Return a figure, its change on a year ago and its comparisons, a sentence each."""
        figure, verdicts = self._figure(headline), self._verdicts(headline)
        text = f"{figure.text} {verdict_sentences(verdicts)}".strip()
        return replace(figure, text=text, statements={**figure.statements, **_by_key(verdicts)})

    def _verdicts(self, headline: Headline) -> list[Statement]:
        region = self.pack.neighbourhood.region_name
        return verdict_statements(headline, self._compared(headline), region)

    def _compared(self, headline: Headline) -> list[pd.Series]:
        """Return the comparisons with neighbours and England in the period of the lead comparison."""
        row = headline.comparison
        if row is None:
            return []
        rows = self.pack.in_force
        same = rows["indicator_id"].eq(headline.indicator.id) & rows["basis"].eq(row["basis"])
        national = rows.loc[same & rows["period"].eq(row["period"]) & rows["comparator"].eq("england")]
        return [row, *(own for _, own in national.iterrows())]

    def _with_chart(self, paragraphs: Sequence[Numbered], headline: Headline) -> list[Block]:
        """Return the paragraphs with one measure's chart after its own, of the same length of time."""
        chart = IndicatorSeries(self.pack, headline.indicator).series(str(headline.estimate["basis"]))
        lead = headline.indicator.plain_title
        placed: list[list[Block]] = [
            [item, *([Plate(chart)] if chart.drawing and item.lead == lead else [])] for item in paragraphs
        ]
        return [block for blocks in placed for block in blocks]

    def _of_part(self, part: Part) -> list[Block]:
        """Return the matters of a part under their rules, then the rules that name nothing."""
        by_rule = self.matters.of_part(part)
        blocks = [block for rule, matters in by_rule if matters for block in _under(rule, matters)]
        bare = [rule for rule, matters in by_rule if not matters]
        none = (
            f"Nothing falls under {number_words(len(bare))} further {'rule' if len(bare) == 1 else 'rules'}: "
        )
        text = " ".join(f"{rule.title} ({rule_words(rule).rstrip('.')})." for rule in bare)
        return [*blocks, *([Note(none + text)] if bare else [])]

    @property
    def _tiles(self) -> Shown:
        return show_tiles(self.headlines, self._estimates, link=TO_INDICATOR)

    @property
    def _estimates(self) -> pd.DataFrame:
        return self.pack.results.estimates

    @cached_property
    def matters(self) -> BriefMatters:
        """What the brief's rules name."""
        return BriefMatters(self.pack)

    @cached_property
    def _reconciliation(self) -> Reconciliation:
        return reconcile_pack(self.pack)

    @cached_property
    def _all(self) -> list[Headline]:
        return list(self.pack.headlines.values())

    @property
    def headlines(self) -> list[Headline]:
        """The measures that lead the edition."""
        return [item for item in self._all if item.indicator.is_headline]


def _by_key(statements: Sequence[Statement]) -> dict[RowKey, str]:
    return {statement.key: statement.sentence for statement in statements}


def _under(rule: BriefRule, matters: Sequence[Matter]) -> Iterator[Block]:
    yield Subheading(rule.title, f"Rule: {rule_words(rule)} {rule.asks}".strip())
    for item in matters:
        yield Numbered(0, item.lead, item.text, item.href)


def _ends(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the numbers of the first and the last paragraph, 0 where there is none."""
    numbers = [block.number for block in blocks if isinstance(block, Numbered)]
    return min(numbers, default=0), max(numbers, default=0)
