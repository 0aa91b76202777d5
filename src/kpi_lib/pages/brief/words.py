"""The paragraphs of the Director's brief about single figures: each made from its verdicts alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpi_lib.catalogue.brief_rules import BriefRule
from kpi_lib.core.status import Provenance
from kpi_lib.present.shown.pathways import breach_cells
from kpi_lib.present.words.dates import in_period
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANCE, CHANGES, COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import (
    Row,
    format_dated,
    format_figure,
    is_missing,
    join_words,
    lower_first,
    sentence_case,
)
from kpi_lib.present.words.plan import STATES, late_words
from kpi_lib.present.words.statements import Statement
from kpi_lib.present.words.verdicts import change_sentence, comparison_sentence, finding

AS_REPORTED = ", as the council’s report states"


def verdict_sentences(statements: Iterable[Statement]) -> str:
    """Return a figure's change on a year ago and its comparisons, a sentence each, each period named once."""
    by_lead: dict[str, list[str]] = {}
    for statement in statements:
        by_lead.setdefault(statement.lead, []).append(statement.sentence)
    return " ".join(_led(lead, sentences) for lead, sentences in by_lead.items())


def rule_words(rule: BriefRule) -> str:
    """Return a rule of the brief with the words of the verdicts that it names."""
    against = {name: f"{COMPARISONS[name].phrase} {NEIGHBOURS_AVERAGE}" for name in ("better", "worse")}
    return rule.states.format(**against, got_worse=CHANGES["got_worse"].phrase, chance=CHANCE)


def figure_sentence(headline: Headline) -> str:
    """Return the figure: "The figure is 85.0% in January to March 2018, as the council’s report states."."""
    estimate = headline.estimate
    said = AS_REPORTED if estimate["provenance"] == Provenance.REPORTED else ""
    return f"{_stated(estimate, headline)}{said}."


def matter_sentence(headline: Headline) -> str:
    """Return a figure with its two verdicts, short: "The figure is 25.8% in …: worse than a year ago; …"."""
    verdicts = lower_first(finding(headline.change, headline.comparison))
    return f"{_stated(headline.estimate, headline)}: {verdicts}."


def _stated(row: Row, headline: Headline) -> str:
    """Return a figure and its period as a sentence begins; no sentence begins with a digit."""
    when = in_period(row, headline.indicator)
    if is_missing(row["value"]):
        return f"There is no figure {when}: {format_dated(row, headline.indicator)}"
    return f"The figure is {format_dated(row, headline.indicator)} {when}"


def untested_sentences(headline: Headline, region: str) -> str:
    """Return why the change, the comparison or both have no verdict."""
    change, comparison = headline.change, headline.comparison
    sentences = []
    if change is not None and change["verdict"] == "cannot_say":
        sentences.append(change_sentence(change, headline.indicator))
    if comparison is not None and comparison["verdict"] == "cannot_say":
        sentences.append(comparison_sentence(comparison, headline.indicator, region))
    return " ".join(sentences)


def action_sentence(action: Row) -> str:
    """Return where an action that needs attention stands: "Overdue, 2 days late. Owner: Head of …."."""
    state = STATES[str(action["state"])].word
    stalled = action["state"] == "stalled" and not is_missing(action["stalled_since"])
    since = f" since {action['stalled_since']:%B %Y}" if stalled else ""
    late = late_words(action)
    when = f", {late}" if late and not since else since
    return f"{sentence_case(state)}{when}. Owner: {action['owner']}."


def breach_sentence(row: Row) -> str:
    """Return two counts that do not fit: "January to March 2018: 909 against 1,299, off by 390 …"."""
    period, left, right, off, allowed = breach_cells(row)
    text = f"{period.text}: {left.text} against {right.text}"
    return (
        f"{text}; off by {off.text}, where {allowed.text} is allowed." if not off.is_missing else f"{text}."
    )


def names_of(headlines: Sequence[Headline]) -> str:
    """Return the names of measures in one list, parted by semicolons."""
    return "; ".join(lower_first(item.indicator.plain_title) for item in headlines)


def listed(headlines: Sequence[Headline]) -> str:
    """Return measures with the figures of their change: "how many … (25.8%, from 19.9%) and how many …"."""
    return join_words([f"{lower_first(item.indicator.plain_title)} ({_moved(item)})" for item in headlines])


def _moved(headline: Headline) -> str:
    change = headline.change
    assert change is not None, "only measures with a change are listed"
    now, before = (format_figure(change, headline.indicator, name) for name in ("value", "earlier_value"))
    return f"{now.number}, from {before.number}"


def _led(lead: str, sentences: list[str]) -> str:
    if not lead:
        return " ".join(sentences)
    return " ".join([lead, lower_first(sentences[0]), *sentences[1:]])
