import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kpi_lib.catalogue.indicators import Catalogue, Theme
from kpi_lib.pages.data_quality.tables import show_issues, show_provenance, show_statuses
from kpi_lib.pages.methods.codebook import show_codebook
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.frame_table import show_frame
from kpi_lib.present.shown.heat_table import show_benchmarks
from kpi_lib.present.shown.tables import missing, show_table, without_withheld_rows
from kpi_lib.present.shown.value_table import count_cell, show_values
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import CHANGES, COMPARISONS

HOME = "E10000034"
THEME = Theme(id="front-door", title="Front door", question="?")


def cells(html: str) -> list[list[str]]:
    """Return the words of each body row of the first table, cell by cell."""
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]


def test_values_stand_newest_first_beside_their_comparators(timely, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0))
    against = pd.DataFrame([comparison(n_available=9)])
    shown = show_values(timely, rows, against, neighbourhood, basis="year")
    assert cells(shown.html) == [
        ["Year to 31 March 2018", "85.0%", "83.0% to 87.0%", "850", "1,000", "79.0% 9 of 10"],
        ["Year to 31 March 2017", "66.0%", "64.0% to 68.0%", "850", "1,000", "not available"],
    ]


def test_only_the_list_and_average_in_force_are_shown(timely, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2017-18", 85.0))
    others = [
        comparison(model="2025-05", comparator_value=70.0),
        comparison(average="median", comparator_value=71.0),
    ]
    shown = show_values(timely, rows, pd.DataFrame([comparison(), *others]), neighbourhood, basis="year")
    assert cells(shown.html)[0][-1] == "79.0%"


def test_missing_and_zero_never_look_alike(timely, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2015-16", None), (HOME, "2016-17", 0.0), (HOME, "2017-18", 85.0))
    shown = show_values(timely, rows, pd.DataFrame([comparison()]), neighbourhood, basis="year")
    assert [row[1] for row in cells(shown.html)] == ["85.0%", "0.0%", "withheld"]
    assert "“withheld”: withheld to protect confidentiality" in shown.text


@pytest.mark.parametrize(
    ("count", "words"),
    [(0.0, "0"), (1.0, "under 6"), (5.0, "under 6"), (6.0, "6"), (float("nan"), "not given")],
)
def test_counts_that_could_point_at_a_child_are_not_shown(count, words):
    assert count_cell(count).text == words


@pytest.fixture
def headline(timely, estimates, change):
    return Headline(timely, estimates((HOME, "2017-18", 85.0)).iloc[0], change())


def test_the_heat_table_says_each_verdict_in_a_word_with_a_mark(headline, comparison):
    england = comparison(comparator="england", average="", model="", comparator_value=90.0, verdict="worse")
    shown = show_benchmarks([headline], pd.DataFrame([comparison(), england]), [THEME])
    assert cells(shown.html) == [
        ["Front door"],
        [
            "Assessments finished on time the year to 31 March 2018", "85.0%",
            f"▲ {CHANGES['improved'].word} from 66.0%",
            f"▲ {COMPARISONS['better'].word} 79.0%, 10 of 10",
            f"▼ {COMPARISONS['worse'].word} 90.0%",
        ],
    ]  # fmt: skip
    tinted = BeautifulSoup(shown.html, "html.parser").select("td.kpi-is-worse")
    assert [cell.select_one(".kpi-mark").get_text() for cell in tinted] == ["▼"]


def test_a_verdict_on_another_period_names_it_with_both_figures(headline, comparison):
    earlier = comparison(period="2016-17", value=66.0, comparator_value=70.0, verdict="worse")
    shown = show_benchmarks([headline], pd.DataFrame([earlier]), [THEME])
    assert cells(shown.html)[1][-1] == "▼ worse 66.0% against 70.0%, 10 of 10, in the year to 31 March 2017"


def test_comparators_without_any_figure_have_no_column(headline, comparison):
    empty = comparison(comparator="target", average="", comparator_value=float("nan"), verdict="cannot_say")
    shown = show_benchmarks([headline], pd.DataFrame([comparison(), empty]), [THEME])
    heads = [head.get_text() for head in BeautifulSoup(shown.html, "html.parser").select("thead th")]
    assert heads == ["Indicator", "Value", "On a year ago", "Neighbours’ average"]


def test_the_codebook_lists_every_indicator(timely, plans):
    catalogue = Catalogue((THEME,), {item.id: item for item in (timely, plans)})
    rows = cells(show_codebook(catalogue).html)
    assert rows[0] == ["Front door"]
    assert rows[1][0] == "Assessments in 45 working days timely_percent"
    assert rows[2][2:4] == ["Per 10,000 children", "not judged as good or bad"]


def issue(**columns: object) -> dict:
    return {
        "severity": "warn", "code": "text-in-number", "file": "raw/a.csv", "row": 3, "column": "value",
        "what": "A figure is text", "got": "12a", "expected": "a number", "hint": "mend the cell", **columns,
    }  # fmt: skip


def test_issues_stand_by_severity_with_their_place():
    issues = pd.DataFrame(
        [issue(), issue(severity="stop", row=pd.NA, column="", what="Duplicate key", got="")]
    )
    assert cells(show_issues(issues).html) == [
        ["Stops the run: 1"],
        ["Duplicate key", "raw/a.csv", "not stated", "a number", "mend the cell"],
        ["Worth checking: 1"],
        ["A figure is text", "raw/a.csv, row 3, column value", "12a", "a number", "mend the cell"],
    ]


def test_an_area_is_named_and_a_column_without_any_hint_leaves():
    issues = pd.DataFrame([issue(got="19 (rate, E06000024)", hint="")])
    assert cells(show_issues(issues, {"E06000024": "North Somerset"}).html)[1:] == [
        ["A figure is text", "raw/a.csv, row 3, column value", "19 (rate, North Somerset)", "a number"]
    ]


def test_hostile_text_of_a_file_is_inert():
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    html = show_issues(pd.DataFrame([issue(what=hostile, got=hostile, file=hostile)])).html
    assert not BeautifulSoup(html, "html.parser").select("script, img")


def test_no_issues_is_said():
    assert show_issues(pd.DataFrame()).text == "No issues were found in the files read."


def test_counts_by_status_add_up():
    observations = pd.DataFrame(
        {
            "source": ["a.csv", "a.csv", "b.csv"],
            "status": ["ok", "suppressed", "ok"],
            "provenance": ["published", "published", "local"],
        }
    )
    assert cells(show_statuses(observations).html) == [
        ["a.csv", "1", "1", "2"],
        ["b.csv", "1", "0", "1"],
        ["All figures", "2", "1", "3"],
    ]
    assert cells(show_provenance(observations).html)[-1] == ["All figures", "2", "1", "3"]


def test_a_frame_is_shown_with_its_numbers_right_and_its_gaps_named():
    frame = pd.DataFrame({"period": ["2017-18", "2016-17"], "value": [1234.56, float("nan")]})
    shown = show_frame(frame, "Figures", {"period": "Period", "value": "Value"})
    assert cells(shown.html) == [["2017-18", "1,234.6"], ["2016-17", "none"]]
    assert len(BeautifulSoup(shown.html, "html.parser").select("td.kpi-number")) == 2


def test_a_long_frame_says_how_much_it_leaves_out():
    shown = show_frame(pd.DataFrame({"n": range(101)}), "Long")
    assert "The first 100 of 101 rows." in shown.text


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        (
            ["a long name of an action, nearly forty", "who does it, in words", "what came of it since"],
            ["B", "C"],
        ),
        (["Kent", "close", "south"], []),
        (["a long name of an action, nearly forty", "1,234", "−0.3%"], []),
    ],
    ids=["words", "short words", "numbers"],
)
def test_rows_of_many_words_can_stand_as_blocks_each_cell_with_its_heading(row, labels):
    # 39 + 21 + 21 = 81 characters: one more than two lines of a telephone hold
    cells_of = [Cell(text) for text in (row[0] + ",", *row[1:])]
    shown = show_table(Table("Actions", [Column(label) for label in "ABC"], [Group([cells_of])]))
    found = BeautifulSoup(shown.html, "html.parser").select("[data-label]")
    assert [cell["data-label"] for cell in found] == labels


def test_a_long_name_stands_above_its_figures():
    name = "Fostered by the council’s own carers"  # 36 characters, more than 30
    columns = [
        Column("Type"),
        *(Column(label, "£", is_number=True) for label in ("Spend", "Budget", "Gap")),
    ]
    cells_of = [Cell(name), Cell("£7"), Cell("£6"), Cell("£1")]
    shown = show_table(Table("Spend", columns, [Group([cells_of])]))
    found = BeautifulSoup(shown.html, "html.parser").select("[data-label]")
    assert [cell["data-label"] for cell in found] == ["Spend £", "Budget £", "Gap £"]


def test_a_table_without_rows_is_shown_as_it_is():
    shown = show_table(Table("Nothing", [Column("A"), Column("B")], [Group([])]))
    assert "kpi-stacked" not in shown.html


def withheld_table(n_withheld: int, n_shown: int) -> Table:
    columns = [Column("Theme"), Column("Well", is_number=True), Column("To change", is_number=True)]
    held = [[Cell(f"Theme {i}"), missing("withheld"), missing("withheld")] for i in range(n_withheld)]
    shown = [[Cell("All together"), Cell("61"), Cell("40")] for _ in range(n_shown)]
    return Table("Feedback", columns, [Group(held, "Children"), Group(shown, "Everybody")])


def test_a_mostly_withheld_table_keeps_its_totals_and_says_what_is_withheld() -> None:
    shown = show_table(withheld_table(60, 3))
    rows = BeautifulSoup(shown.html, "html.parser").find_all("tr")
    assert [row.get_text(" ", strip=True) for row in rows[1:]] == ["Everybody", *["All together 61 40"] * 3]
    assert "60 of 63 rows are withheld to protect confidentiality: counts of 1 to 5 are" in shown.text
    assert "They are: Children, Theme 0; Children, Theme 1; Children, Theme 2 and 57 more." in shown.text


def test_an_all_withheld_table_is_a_sentence() -> None:
    shown = show_table(withheld_table(3, 0))
    assert "<table" not in shown.html
    assert shown.text.startswith("Feedback: all figures are withheld to protect confidentiality")


def test_a_table_with_as_many_figures_as_gaps_is_whole() -> None:
    assert without_withheld_rows(withheld_table(3, 3)) == withheld_table(3, 3)
