"""`kpi.toml`: defaults where it is silent, every fault at once where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpi_lib.catalogue.settings import Average, Settings, check_council, load_settings
from kpi_lib.core.errors import KpiErrors, SettingsError

TARGET = '[[target]]\nindicator = "referral_rate"\nvalue = 500\nsource = "the plan"\n'
LISTS = {"target", "area", "latest"}
FIELDS = (*(name for name in Settings.model_fields if name not in LISTS), "indicator", "value", "source")
NUMBERS = {"minimum_neighbours", "reconciliation_percent", "value"}
WRONG = {
    "a number": "5",
    "a text": '"some words"',
    "an empty text": '""',
    "two lines": '"one\\ntwo"',
    "a hidden character": '"one\\u0000two"',
    "truth": "true",
    "a day": "2018-07-12",
    "no number": "nan",
    "without end": "inf",
    "negative": "-1",
    "huge": "1" + "0" * 400,
    "huger": "0x" + "f" * 6000,
    "a list": "[1]",
    "a table": "{ a = 1 }",
}
RIGHT = {(name, "a number") for name in NUMBERS} | {
    ("council", "a text"), ("source", "a text"), ("national", "truth"), ("show_empty", "truth"),
}  # fmt: skip
"""Values that are none of the wrong ones for their field."""


def written(folder: Path, text: str | bytes) -> Path:
    (folder / "kpi.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def faults_in(folder: Path) -> tuple[str, ...]:
    with pytest.raises((SettingsError, KpiErrors)) as refused:
        load_settings(folder)
    found = refused.value.errors if isinstance(refused.value, KpiErrors) else (refused.value,)
    assert refused.value.exit_code == SettingsError.exit_code
    assert all(len(fault.as_text().splitlines()) <= 3 for fault in found)
    return tuple(fault.as_text() for fault in found)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert (settings.home_area, settings.neighbour_model, settings.average) == (
        "E10000034",
        "2021-04",
        Average.MEAN,
    )


def test_a_file_overrides_what_it_names(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, 'home_area = "E10000012"\naverage = "median"\n'))
    assert (settings.home_area, settings.average, settings.minimum_neighbours) == (
        "E10000012",
        Average.MEDIAN,
        5,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_council_s_name_is_read_whatever_saved_it(tmp_path: Path, encoding: str) -> None:
    settings = load_settings(written(tmp_path, 'council = " Shire’s café – £ "\r\n'.encode(encoding)))
    assert settings.council == "Shire’s café – £"


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("field", FIELDS)
def test_a_wrong_value_is_named_with_what_is_expected(tmp_path: Path, field: str, wrong: str) -> None:
    line = f"{field} = {WRONG[wrong]}\n"
    is_of_target = field not in Settings.model_fields
    entry = "".join(f"{part}\n" for part in TARGET.splitlines() if not part.startswith(f"{field} "))
    written(tmp_path, entry + line if is_of_target else line)
    if (field, wrong) in RIGHT:
        load_settings(tmp_path)
        return
    (fault,) = faults_in(tmp_path)
    assert f"'{field}' is not valid" in fault and "expected " in fault and "kpi.toml" in fault
    assert not is_of_target or "[[target]] 1" in fault


def test_all_faults_are_named_and_only_a_misspelt_setting_gets_a_hint(tmp_path: Path) -> None:
    written(
        tmp_path, 'home_area = "X"\naverag = "mean"\n' + TARGET.replace("referral", "referal") + TARGET * 2
    )
    with pytest.raises(KpiErrors) as caught:
        load_settings(tmp_path)
    home, target, misspelt, twice = sorted(caught.value.errors, key=lambda fault: "field" not in fault.what)
    assert ("'home_area'" in home.what, home.hint) == (True, "")
    assert (target.where.endswith("[[target]] 1, 'referal_rate'"), target.hint) == (
        True,
        "did you mean 'referral_rate'?",
    )
    assert misspelt.hint == "did you mean 'average'?"
    assert twice.what == "'referral_rate' is there twice"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('home_area = "E1000034"', "did you mean 'E10000034'"),
        ('home_area = "Worcestershire"', "did you mean 'E10000034'"),
        ('home_area = "E92000001"', "the ONS code of a local authority"),  # England
        ('home_area = "E12000005"', "the ONS code of a local authority"),  # West Midlands
        ('neighbour_model = "2021-4"', "did you mean '2021-04'"),
        ('average = "meen"', "did you mean 'mean'"),
        ('publisher = "quatro"', "did you mean 'quarto'"),
        ("[target]\nvalue = 1", r"got a table; expected entries, each headed \[\[target\]\]"),
        ("target = [1]", r"\[\[target\]\] 1\)\ngot 1; expected a table"),
        ("[[target]]", "'indicator' is missing"),
        ('latest = ["2017-18"]', "'latest.0' is not valid.*\n.*expected a quarter such as 2017-18-Q4"),
        ('latest = "2017-18-Q4"', "'latest' is not valid.*\n.*expected a list"),
        ('[[area]]\narea_code = "E10000034"\nname = "A"\npopulation = 1', "a code of an invented area"),
        ('[[area]]\narea_code = "X10000099"\nname = "Kent"\npopulation = 1', "a name that no place has"),
        ("[kpi]\naverage = 'mean'", "There is no field 'kpi'"),
    ],
)
def test_what_is_likely_meant_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((SettingsError, KpiErrors), match=said):
        load_settings(written(tmp_path, f"{text}\n"))


def test_a_code_in_small_letters_and_a_former_code_are_taken(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, 'home_area = "e10000034"\n')).home_area == "E10000034"
    assert (
        load_settings(written(tmp_path, 'home_area = "E10000009"\n')).home_area == "E10000009"
    )  # old Dorset


@pytest.mark.parametrize(
    ("line", "column", "hint"),
    [
        ("council = “Shire”", 11, "write straight quotes"),
        ("council = ‘Shire’", 11, "write straight quotes"),
        ('council = "Shire”', 18, "write straight quotes"),
        ('council\u00a0= "Shire"', 8, "write plain spaces"),
        ("minimum_neighbours = True", 22, "write true or false in small letters"),
        ("reconciliation_percent = 0,5", 27, ""),
        ("home_area = E10000034", 13, ""),
        ('average = "mean" "median"', 18, ""),
        ("published = 2018-02-30", 13, ""),
    ],
)
def test_what_is_no_toml_is_named_by_line_and_column(
    tmp_path: Path, line: str, column: int, hint: str
) -> None:
    written(tmp_path, f"# the council\n{line}\n")
    with pytest.raises(SettingsError, match="not valid TOML") as refused:
        load_settings(tmp_path)
    assert refused.value.where.endswith(f"kpi.toml, line 2, column {column}")
    assert line in refused.value.got and hint in refused.value.hint and bool(refused.value.hint) == bool(hint)


@pytest.mark.parametrize(
    "text", ["home_area = \n", "a = " + "[" * 5000, "a = " + "{b = " * 3000, "a = " + "9" * 5000]
)
def test_broken_toml_is_a_settings_error(tmp_path: Path, text: str) -> None:
    (fault,) = faults_in(written(tmp_path, text))
    assert "not valid TOML" in fault or "nested too deeply" in fault


@pytest.mark.parametrize(
    ("council", "home_area"),
    [
        ("Worcestershire County Council", "E10000034"),
        ("Bath & North East Somerset Council", "E06000022"),  # Somerset and North Somerset are others
        ("Hull City Council", "E06000010"),  # Kingston upon Hull, City of
        ("Achieving for Children", "E09000027"),  # a trust that names no council
        ("Northamptonshire Children's Trust", "E06000061"),  # the county that North Northamptonshire follows
    ],
)
def test_a_council_may_be_called_as_it_likes(council: str, home_area: str) -> None:
    check_council(Settings(council=council, home_area=home_area))


@pytest.mark.parametrize(
    ("council", "home_area", "told"),
    [
        ("Worcestershire County Council", "E08000035", "(Worcestershire); expected the council of Leeds"),
        ("Essex", "E06000034", "(Essex); expected the council of Thurrock"),
    ],
)
def test_a_council_is_not_called_by_the_name_of_another(council: str, home_area: str, told: str) -> None:
    with pytest.raises(SettingsError, match="names another council") as refused:
        check_council(Settings(council=council, home_area=home_area))
    assert told in str(refused.value)
