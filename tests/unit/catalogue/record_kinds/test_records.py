"""Kinds of records: descriptions that agree with themselves, detection, and the contract built from them."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest
from pydantic import ValidationError

from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.record_kinds.contracts import empty_records, find_broken
from kpi_lib.catalogue.record_kinds.kinds import (
    RecordKind,
    check_references,
    find_record_kind,
    load_record_kinds,
    match_record_kind,
)
from kpi_lib.core.errors import CatalogueError

STAYS = """
id = "stays"
title = "Stays"
row = "one stay of one child"
folder = "stays"
key = ["stay_id"]
dated_by = "started_on"
[[column]]
name = "stay_id"
type = "text"
pattern = "s[0-9]+"
meaning = "Its name."
[[column]]
name = "started_on"
type = "date"
meaning = "The first day."
[[column]]
name = "ended_on"
type = "date"
is_required = false
meaning = "The last day; empty while it lasts."
[[column]]
name = "grade"
type = "integer"
least = 1
greatest = 4
is_required = false
meaning = "How good it was."
[[column]]
name = "kind"
type = "choice"
choices = { foster = "foster care", home = "children's home" }
meaning = "Where."
[[column]]
name = "cost"
type = "number"
is_required = false
least = 0
unit = "£"
meaning = "What it cost."
[[column]]
name = "fee"
type = "number"
is_required = false
meaning = "Of it the fee."
[[column]]
name = "extra"
type = "number"
is_required = false
meaning = "Of it the rest."
[[column]]
name = "moderator"
type = "text"
is_required = false
meaning = "Who looked again."
[[rule]]
rule = "not_before"
column = "ended_on"
other = "started_on"
what = "A stay ends before it starts"
expected = "the same day or a later one"
[[rule]]
rule = "requires"
column = "moderator"
other = "grade"
what = "Someone looked again at what was never graded"
expected = "a grade of 1 to 4"
[[rule]]
rule = "adds_up"
column = "cost"
parts = ["fee", "extra"]
what = "The cost is not its parts"
expected = "fee and extra, to the penny"
[[rule]]
rule = "excludes"
column = "fee"
when = { kind = ["home"] }
what = "A home has a fee"
expected = "an empty cell"
[[duration]]
name = "days"
start = "started_on"
end = "ended_on"
meaning = "How long."
"""


def parse(text: str) -> RecordKind:
    return RecordKind.model_validate(tomllib.loads(text))


@pytest.fixture(scope="module")
def stays() -> RecordKind:
    return parse(STAYS)


def rows_of(kind: RecordKind, *changes: dict[str, object]) -> pd.DataFrame:
    """Return sound rows, one per dictionary, changed by it; they stand in rows 2, 3, … of `stays.csv`."""
    sound: dict[str, object] = {
        "started_on": pd.Timestamp("2018-01-05"), "ended_on": pd.Timestamp("2018-03-01"), "grade": 2,
        "kind": "foster", "cost": 10.0, "fee": 7.5, "extra": 2.5, "moderator": "", "area_code": "E10000034",
        "provenance": "local", "source": "", "note": "", "days": 55, "published": pd.NaT, "file": "stays.csv",
    }  # fmt: skip
    types = empty_records(kind).dtypes.to_dict()
    rows = [{**sound, "stay_id": f"s{at}", "row": at + 2, **change} for at, change in enumerate(changes)]
    return pd.DataFrame(rows)[list(types)].astype(types)


def test_a_sound_frame_keeps_the_contract(stays: RecordKind) -> None:
    rows = rows_of(stays, {}, {"ended_on": pd.NaT, "grade": pd.NA, "cost": None})
    assert find_broken(rows, stays, {}) == []


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"ended_on": pd.Timestamp("2018-01-04")}, "rule-not-before", "ended_on"),  # a day before its start
        ({"grade": 5}, "out-of-bounds", "grade"),  # the scale ends at 4
        ({"grade": 0}, "out-of-bounds", "grade"),
        ({"moderator": "M", "grade": pd.NA}, "rule-requires", "grade"),
        ({"cost": 10.01}, "rule-adds-up", "cost"),  # 7.50 + 2.50 = 10.00
        ({"kind": "home"}, "rule-excludes", "fee"),
        ({"kind": "fostering"}, "unknown-choice", "kind"),
        ({"started_on": pd.NaT}, "missing-cell", "started_on"),
        ({"stay_id": "stay"}, "other-form", "stay_id"),
        ({"stay_id": "s0"}, "duplicate-key", "stay_id"),
    ],
)
def test_each_promise_is_missed_by_the_row_that_breaks_it(
    stays: RecordKind, change: dict[str, object], code: str, column: str
) -> None:
    broken = find_broken(rows_of(stays, {}, change), stays, {})
    assert [(at, promise.code, promise.column) for at, promise in broken] == [(1, code, column)]


def test_all_faults_come_at_once(stays: RecordKind) -> None:
    broken = find_broken(rows_of(stays, {"grade": 9}, {"kind": "x", "cost": -1.0, "fee": None}), stays, {})
    assert [(at, promise.code) for at, promise in broken] == [
        (0, "out-of-bounds"),
        (1, "unknown-choice"),
        (1, "out-of-bounds"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = ["stay_id"]', 'key = ["stays_id"]', "no such columns: stays_id"),
        ('other = "started_on"', 'other = "begun_on"', "no such columns: begun_on"),
        ("least = 1\n", 'refers_to = "stays.kind"\nleast = 1\n', "only a text has a pattern or refers"),
        ('parts = ["fee", "extra"]', "", "adds_up needs parts"),
        ('pattern = "s[0-9]+"', 'refers_to = "stay.stay_id"', "did you mean 'stays.stay_id'"),
        ("[[duration]]", "[[durations]]", "Extra inputs are not permitted"),
    ],
)
def test_a_description_that_contradicts_itself_is_refused(old: str, new: str, message: str) -> None:
    assert old in STAYS
    with pytest.raises((CatalogueError, ValidationError), match=message):
        check_references([parse(STAYS.replace(old, new))])


def test_every_packaged_kind_lies_where_its_description_says() -> None:
    for kind_id, kind in load_record_kinds().items():
        assert kind.path == f"{kind.folder}/{kind_id}.csv"
        assert all(column.meaning.endswith(".") for column in kind.columns)
        assert {item.id for item in kind.indicator} <= set(load_catalogue().indicators)


def test_a_kind_is_known_by_its_columns_even_with_one_misspelt() -> None:
    kind = find_record_kind("inspections")
    headers = list(kind.required)
    assert match_record_kind(headers) == kind
    assert match_record_kind([name.upper() for name in headers]) == kind
    assert match_record_kind(["inspection", *headers[1:]]) == kind  # 3 of 4, more than 60%
    assert match_record_kind(["indicator_id", "area_code", "period", "provenance", "note"]) is None
    assert match_record_kind(["month", "value"]) is None
    assert match_record_kind(["year", "quarter", "indicator", "numerator", "denominator"]) is None
    assert match_record_kind(["indicator_id", "quarter", "numerator", "denominator"]) is None


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(CatalogueError, match="did you mean 'inspections'"):
        find_record_kind("inspection")
