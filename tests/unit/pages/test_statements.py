"""What a page says of a row is there as data, under the row's key, and says the row's own figure."""

import pytest

import kpi_lib as kpi
from kpi_lib.pack.pack import Pack
from kpi_lib.present.shown.display import Shown, show_together
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS
from kpi_lib.present.words.numbers import format_figure, is_missing
from kpi_lib.present.words.statements import (
    CHANGE,
    FIGURE,
    TARGET_PATH,
    TREND,
    RowKey,
    join_statements,
    verdict_statements,
)

HOME, REGION = "E10000034", "the West Midlands"
ONE = "rereferral_percent"
"""The indicator whose trends are tested too: they take a second each."""
CLAIMS = {
    name: {CHANGES[name].word, CHANGES[name].phrase, CHANGES[name].clause}
    for name in ("improved", "got_worse")
}
"""Words that only a change with this verdict may be given."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return kpi.load("2017-18-Q4")


@pytest.fixture(scope="module")
def shown(pack: Pack) -> dict[str, Shown]:
    overview, brief = kpi.pages.overview(pack), kpi.pages.brief(pack)
    pages = {
        "overview": [overview.brief(), overview.tiles(), overview.changes(), overview.standings()],
        "brief": [brief.improved(), brief.worse(), brief.reports()],
    }
    for name in pack.headlines:
        pages[name] = [kpi.pages.indicator(pack, name).answer()]
    pages["trend"] = [kpi.pages.indicator(pack, ONE).trend()]
    return {name: show_together(*parts) for name, parts in pages.items()}


def test_a_statement_is_of_the_figure_the_change_or_the_comparator(timely, estimates, change, comparison):
    england = comparison(comparator="england", average="", comparator_value=82.7)
    headline = Headline(timely, estimates((HOME, "2017-18", 85.0)).iloc[0], change(), None)
    statements = verdict_statements(headline, [comparison(), england], REGION, "every way agrees")
    year = ("timely_percent", "year", "2017-18")
    assert [item.key for item in statements] == [
        RowKey(*year, CHANGE), RowKey(*year, "neighbours"), RowKey(*year, "england"),
    ]  # fmt: skip
    assert [item.sentence.endswith("; every way agrees.") for item in statements] == [False, True, False]
    assert {item.lead for item in statements} == {""}


def test_a_comparator_without_a_figure_has_no_statement(timely, estimates, comparison):
    headline = Headline(timely, estimates((HOME, "2017-18", 85.0)).iloc[0])
    assert verdict_statements(headline, [comparison(comparator_value=float("nan"))], REGION) == []


def test_two_sentences_on_one_row_are_both_kept_and_one_said_twice_is_kept_once():
    key, other = RowKey("a", "year", "2017-18", FIGURE), RowKey("b", "year", "2017-18", FIGURE)
    joined = join_statements([{key: "One.", other: "Other."}, {key: "Two."}, {key: "One."}])
    assert joined == {key: "One. Two.", other: "Other."}


def test_every_statement_of_the_bundled_quarter_is_of_a_row_of_the_pack(pack, shown):
    frames = {
        FIGURE: pack.figures(area=pack.area.area_code),
        CHANGE: pack.results.changes,
        TREND: None,
        TARGET_PATH: None,
    }
    comparisons = pack.in_force
    n = 0
    for page, part in shown.items():
        for key in part.statements:
            rows = frames.get(key.about, comparisons)
            if rows is None:
                continue
            same = rows["indicator_id"].eq(key.indicator_id) & rows["basis"].eq(key.basis)
            same &= rows["period"].eq(key.period)
            if rows is comparisons:
                same &= rows["comparator"].eq(key.about)
            assert same.any(), (page, key)
            n += 1
    assert n > 200


def test_an_indicator_and_period_have_one_value_and_one_verdict_on_every_page(pack, shown):
    changes = {_key(row, CHANGE): row for _, row in pack.results.changes.iterrows()}
    figures = {_key(row, FIGURE): row for _, row in pack.figures(area=pack.area.area_code).iterrows()}
    n = 0
    for page, part in shown.items():
        for key, sentence in part.statements.items():
            said = sentence.lower()
            if key.about == FIGURE and not is_missing(figures[key]["value"]):
                figure = format_figure(figures[key], pack.catalogue[key.indicator_id])
                assert figure.number in sentence, (page, key, sentence)
            elif key.about == CHANGE and key in changes:
                verdict = str(changes[key]["verdict"])
                claimed = {name for name, words in CLAIMS.items() if any(word in said for word in words)}
                assert claimed <= {verdict}, (page, key, sentence)
            n += 1
    assert n > 200


def test_the_wordings_of_two_verdicts_never_coincide():
    for wordings in (CHANGES, COMPARISONS):
        for form in ("word", "phrase"):
            words = [getattr(wording, form) for wording in wordings.values()]
            assert len(set(words)) == len(words)


def _key(row, about: str) -> RowKey:
    return RowKey(str(row["indicator_id"]), str(row["basis"]), str(row["period"]), about)
