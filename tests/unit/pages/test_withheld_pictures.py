"""What is withheld has no part in a page: not in its marks, their order, its axes, nor in a text for readers.

Each page is made twice from records that differ in their small counts alone, every total being the same.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kpi_lib.pack.load import load_pack
from kpi_lib.pack.pack import Pack
from kpi_lib.pages.quality_assurance.page import QualityAssurancePage
from kpi_lib.pages.voice.page import VoicePage
from kpi_lib.present.shown.display import Shown

QUARTERS = ["2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("2017-18-Q4")


def with_records(pack: Pack, kind: str, rows: list[dict[str, object]]) -> Pack:
    """Return a pack with other records of one kind; what rows do not say is as in the kind's first."""
    model = pack.processed.records[kind]
    told = pd.DataFrame([{**model.iloc[0].to_dict(), **row} for row in rows]).astype(model.dtypes)
    processed = replace(pack.processed, records={**pack.processed.records, kind: told})
    return replace(pack, processed=processed)


def same(first: Shown, second: Shown) -> bool:
    """Say whether two parts are the same to every reader, pictures in documents included."""
    drawn = [None if part.drawing is None else part.drawing.svg for part in (first, second)]
    return (first.html, first.text, drawn[0]) == (second.html, second.text, drawn[1])


def themes(pack: Pack, plan: int, contact: int) -> Shown:
    """Return what feedback was about: two themes raised as good by few, one by many."""
    good = {"being_listened_to": 8, "knowing_the_plan": plan, "contact_with_family": contact}
    rows: list[dict[str, object]] = [
        {"quarter": quarter, "theme": theme, "tone": tone, "n_mentions": n if quarter == QUARTERS[-1] else 0}
        for quarter in QUARTERS
        for theme, n_good in good.items()
        for tone, n in (("good", n_good), ("change", 7))
    ]
    return VoicePage(with_records(pack, "feedback_themes", rows)).themes()


def test_the_place_of_a_withheld_theme_does_not_tell_its_count(pack: Pack) -> None:
    first, second = themes(pack, 1, 4), themes(pack, 4, 1)
    assert first.drawing is not None and first.text.count("withheld, withheld") == 2
    assert same(first, second)
    assert not same(first, themes(pack, 6, 1))


def test_of_themes_that_are_all_withheld_there_is_a_sentence_and_no_chart(pack: Pack) -> None:
    rows: list[dict[str, object]] = [
        {"quarter": quarter, "theme": "knowing_the_plan", "tone": "good", "n_mentions": 1}
        for quarter in QUARTERS
    ]
    shown = VoicePage(with_records(pack, "feedback_themes", rows)).themes()
    assert "all figures are withheld" in shown.text and "<svg" not in shown.html


def audited(pack: Pack, plans: int, risk: int) -> Shown:
    """Return the share of good audits by kind of work: of ten each, few good in two, and many in a third."""
    grades = {"plans": plans, "assessment": risk, "oversight": 9}
    rows: list[dict[str, object]] = [
        {
            "audit_id": f"{theme}{at}",
            "completed": pd.Timestamp("2018-02-01"),
            "theme": theme,
            "grade": "good" if at < n_good else "inadequate",
            "moderator_grade": "",
        }
        for theme, n_good in grades.items()
        for at in range(10 if theme != "oversight" else 20)
    ]
    return QualityAssurancePage(with_records(pack, "audits", rows)).themes()


def test_kinds_of_work_that_are_all_withheld_have_no_chart_and_no_order(pack: Pack) -> None:
    first, second = audited(pack, 2, 5), audited(pack, 5, 2)
    assert "all figures are withheld" in first.text and "<svg" not in first.html
    assert same(first, second)


def answers(pack: Pack, child: int, parent: int) -> Shown:
    """Return the answers of children next to those of parents: few said yes to one question, many to two."""
    counts = {"helped": (child, parent), "listened": (9, 12), "knew_plan": (8, 10)}
    rows: list[dict[str, object]] = [
        {"quarter": quarter, "who": who, "question": question, "n_answered": 20, "n_positive": n}
        for quarter in QUARTERS[-1:]
        for question, each in counts.items()
        for who, n in zip(("child", "parent"), each, strict=True)
    ]
    asked: list[dict[str, object]] = [
        {"quarter": quarter, "who": who, "n_eligible": 90, "n_invited": 60, "n_answered": 30}
        for quarter in QUARTERS[-1:]
        for who in ("child", "parent")
    ]
    told = with_records(pack, "feedback_contacts", asked)
    return VoicePage(with_records(told, "feedback_answers", rows)).by_who()


def test_answers_that_are_withheld_leave_no_mark_next_to_those_that_are_not(pack: Pack) -> None:
    first, second = answers(pack, 2, 5), answers(pack, 5, 2)
    assert first.drawing is not None and first.text.count(": withheld") == 2
    assert same(first, second)
    assert not same(first, answers(pack, 8, 9))
