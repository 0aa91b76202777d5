"""The pages of quality assurance, voice and teams on the example's records, and on fewer of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from inspect import getmembers, ismethod

import pandas as pd
import pytest

from kpi_lib.core.audience import Audience
from kpi_lib.core.rounding import round_half_up
from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.quality_assurance.page import QualityAssurancePage
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.pages.teams.page import TeamsPage
from kpi_lib.pages.voice.page import VoicePage

HERE = "editions/2017-18-q4"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("2017-18-Q4")


def with_records(pack: Pack, **changed: pd.DataFrame) -> Pack:
    records: Mapping[str, pd.DataFrame] = {**pack.processed.records, **changed}
    return replace(pack, processed=replace(pack.processed, records=records))


def of_year(pack: Pack, kind: str) -> pd.DataFrame:
    """Return the records of the four quarters to March 2018."""
    rows = pack.records(kind)
    return rows.loc[rows["quarter"].str.startswith("2017-18")]


def test_the_page_says_that_moderation_is_about_to_be_introduced(pack: Pack) -> None:
    page = QualityAssurancePage(pack)
    audits = pack.records("audits").loc[lambda rows: rows["completed"].gt("2017-03-31")]
    share = round_half_up(100 * audits["grade"].isin(["good", "outstanding"]).sum() / len(audits), 0)
    assert page.title == (
        f"{share}% of case audits in the year are good or outstanding; none of them has been moderated yet"
    )
    told = page.agreement().text
    assert told.startswith(
        f"None of the year’s {len(audits)} audits was moderated: the moderated process is about to be "
        "introduced, the report says. In a rehearsal a second auditor graded "
        f"{audits['moderator_grade'].ne('').sum()} audits"
    )
    assert "ow far two auditors agree beyond chance" in told and "95% interval" in told
    assert "a second auditor is about to moderate them" in page.claims().text


def test_no_published_page_names_a_team(pack: Pack) -> None:
    page = QualityAssurancePage(pack)
    shown = (page.context(), page.themes(), page.sample(), page.agreement(), page.ledger())
    assert [part.text for part in shown if "Team " in part.text or "Team " in part.html] == []


def test_a_year_before_the_rehearsal_has_no_second_grade() -> None:
    page = QualityAssurancePage(load_pack("2015-16-Q4"))
    assert page.agreement().text == (
        "None of the year’s 260 audits was moderated: the moderated process is about to be introduced, the "
        "report says."
    )
    assert "overdue" not in page.actions().text


def test_few_answers_are_withheld(pack: Pack) -> None:
    rows, about = pack.records("feedback_themes"), "Getting ready to live on one's own"
    own = of_year(pack, "feedback_themes").loc[lambda year: year["theme"].eq("moving_on")]
    good = own.loc[own["tone"].eq("good"), "n_mentions"]
    change = own.loc[own["tone"].eq("change"), "n_mentions"].sum()
    # six people praised it, and six are shown
    assert good.sum() == 6
    assert f"{about}: 6 went well, {change} should change." in VoicePage(pack).themes().text
    # one of them less, and neither the five nor what they would be told by is
    praised = good.index[good.eq(good.max())][0]
    fewer = rows.assign(n_mentions=rows["n_mentions"].sub(rows.index.to_series().eq(praised).astype(int)))
    told = VoicePage(with_records(pack, feedback_themes=fewer)).themes()
    assert f"{about}: withheld, withheld." in told.text
    assert ": 5 went well" not in told.text and f", {change} should change" not in told.text
    assert f"{about}: 5" not in told.html


def test_no_count_of_one_to_five_people_is_printed_of_any_theme(pack: Pack) -> None:
    for quarter in ("2016-17-Q4", "2017-18-Q3", "2017-18-Q4"):
        told = VoicePage(load_pack(quarter)).themes().text
        counts = [int(count) for count in re.findall(r"(\d+) (?:went well|should change)", told)]
        assert counts and [count for count in counts if 1 <= count <= 5] == [], quarter


def test_few_audits_of_real_children_are_told_nowhere(pack: Pack) -> None:
    audits = pack.processed.records["audits"].assign(provenance="local")
    year = audits.loc[audits["completed"].gt("2017-03-31")]
    second = year.loc[year["moderator_grade"].ne("")]
    agrees = second["grade"].eq(second["moderator_grade"])
    # 12 second grades, of which 3 differ: the share of agreement would tell the 3
    some = pd.concat([second.loc[agrees].head(9), second.loc[~agrees].head(3)])
    page = QualityAssurancePage(with_records(pack, audits=some))
    told = page.agreement().text
    assert "Two auditors of the same case: all figures are withheld" in told
    assert "agree beyond chance is withheld" in told and "Weighted kappa is" not in told
    assert "second grades | withheld" in page.ledger().text
    newest = some.head(3).assign(completed=pd.Timestamp("2018-02-01"))
    few = QualityAssurancePage(with_records(pack, audits=newest))
    assert few.title == "The share of good case audits is withheld: the counts are small"
    for part in (few.themes(), few.sample(), few.agreement(), few.ledger()):
        assert "withheld" in part.text and " 3 audits" not in part.text
    assert "audits of the year | withheld" in few.ledger().text


def test_few_people_asked_are_told_in_no_group_and_in_no_sentence(pack: Pack) -> None:
    contacts = pack.processed.records["feedback_contacts"].assign(provenance="local")
    one = contacts.loc[contacts["who"].eq("child") & contacts["quarter"].eq("2017-18-Q4")].head(1)
    rest = contacts.loc[contacts["who"].ne("child")]
    child = one.assign(n_eligible=20, n_invited=10, n_answered=3)
    page = VoicePage(with_records(pack, feedback_contacts=pd.concat([rest, child])))
    # three children answered: with the total beside them, parents and carers would tell it
    lines = page.groups().text
    assert "Children: withheld" in lines and "Parents: withheld" in lines and "Carers: withheld" in lines
    assert "All together: withheld" not in lines
    channels = page.channels().text
    assert "by channel: all figures are withheld" in channels and "% (" not in channels
    answers = pack.processed.records["feedback_answers"].iloc[:0]
    few = VoicePage(with_records(pack, feedback_contacts=child, feedback_answers=answers))
    assert few.title == "How many answer when asked for feedback is withheld: the counts are small"
    assert few.reach().text.startswith("How many people were asked and how many answered is withheld")


def test_silence_bounds_what_the_answers_say(pack: Pack) -> None:
    asked = of_year(pack, "feedback_contacts")[["n_eligible", "n_invited", "n_answered"]].sum()
    helped = of_year(pack, "feedback_answers").loc[lambda rows: rows["question"].eq("helped")]
    yes, silent = helped["n_positive"].sum(), asked["n_invited"] - asked["n_answered"]
    # all who did not answer would have said no, or all of them yes
    least, most = (round_half_up(100 * n / asked["n_invited"], 0) for n in (yes, yes + silent))
    assert f"anything from {least}% to {most}%" in VoicePage(pack).answers().text
    assert f"Of {asked['n_eligible']:,} children, parents and carers" in VoicePage(pack).reach().text


def test_without_records_each_page_says_so(pack: Pack) -> None:
    kinds = (
        "audits",
        "audit_actions",
        "feedback_contacts",
        "feedback_answers",
        "feedback_themes",
        "team_figures",
    )
    empty = with_records(pack, **{kind: pack.processed.records[kind].iloc[:0] for kind in kinds})
    assert QualityAssurancePage(empty).title == "No case audit of this area is in the raw files"
    assert VoicePage(empty).title == "No feedback of this area is in the raw files"
    assert TeamsPage(empty).title == "No figures by team of this area are in the raw files"
    for page in (QualityAssurancePage(empty), VoicePage(empty), TeamsPage(empty)):
        verbs = {name: verb for name, verb in getmembers(page, ismethod) if not name.startswith("_")}
        assert {"context", "footer", "ledger"} < set(verbs)
        assert [name for name, verb in verbs.items() if not verb().text] == []


def test_teams_add_up_and_are_for_the_council_alone(pack: Pack) -> None:
    page = TeamsPage(pack)
    # 17 shares and the audits, eight quarters each
    assert page.totals().text == (
        "All teams together give the council’s own counts in 144 of 144 figures by quarter."
    )
    assert "Team\N{NO-BREAK SPACE}J" in page.outliers().text
    assert "Team " not in page.ledger().text
    assert [part.audience for part in pages_under(IMPROVEMENT) if part.kind == "teams"] == [Audience.INTERNAL]
