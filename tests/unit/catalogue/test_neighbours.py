"""Neighbour lists: bundled, chosen by model, and read from each spelling of DfE's own files."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from kpi_lib.catalogue.neighbours import (
    CLOSENESS,
    COLUMNS,
    add_neighbours,
    areas_around,
    import_neighbours,
    known_models,
    load_models,
    load_neighbours,
    select_neighbours,
)
from kpi_lib.catalogue.settings import load_settings
from kpi_lib.core.errors import CatalogueError, SettingsError

HOME = "E10000034"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "real" / "stat_neighbours"

# DfE numbers of Worcestershire's lists, nearest first, as DfE's files have them.
LIST_2021 = ["937", "802", "881", "860", "838", "845", "938", "803", "855", "886"]
LIST_2025 = ["933", "916", "838", "937", "893", "938", "878", "830", "881", "815"]


@pytest.fixture
def shared_file(request: pytest.FixtureRequest) -> Path:
    path = SHARED / request.param
    if not path.exists():
        pytest.skip(f"DfE's file {request.param} is not beside the project (../shared)")
    return path


@pytest.mark.parametrize(("model", "numbers"), [("2021-04", LIST_2021), ("2025-05", LIST_2025)])
def test_the_home_area_has_ten_neighbours_in_each_model(model: str, numbers: list[str]) -> None:
    chosen = select_neighbours(model, HOME)
    assert chosen["neighbour_number"].tolist() == numbers
    assert chosen["rank"].tolist() == list(range(1, 11))


def test_around_an_authority_are_neighbours_region_england_and_those_that_it_follows() -> None:
    lists = load_neighbours()
    near = set(lists.loc[lists["area_code"].eq(HOME), "neighbour_code"])
    around = areas_around(HOME)
    assert around >= {HOME, "E12000005", "E92000001", *near}
    # Dorset is a neighbour on both lists, and was another authority until March 2019
    assert {"E06000059", "E10000009"} <= around
    assert {"E06000059", "E10000009", "E12000009"} <= areas_around("E06000059")
    assert areas_around("E10000023") == areas_around("E06000065")


def test_four_neighbours_stay_from_one_model_to_the_next() -> None:
    # Warwickshire, Essex, Dorset and West Sussex.
    assert set(LIST_2021) & set(LIST_2025) == {"937", "881", "838", "938"}
    shared = set(select_neighbours("2021-04", HOME)["neighbour_code"]) & set(
        select_neighbours("2025-05", HOME)["neighbour_code"]
    )
    assert shared == {"E10000031", "E10000012", "E06000059", "E10000032"}


def test_every_bundled_list_is_whole() -> None:
    lists = load_neighbours()
    sizes = lists.groupby(["model", "area_code"]).size()
    assert set(sizes) == {10}
    assert sizes.groupby("model").size().to_dict() == {"2021-04": 156, "2025-05": 153}
    assert set(lists["closeness"]) == set(CLOSENESS)
    assert lists["neighbour_code"].ne(lists["area_code"]).all()


@pytest.mark.parametrize(
    ("model", "area", "said"),
    [
        ("2021-4", HOME, "did you mean '2021-04'"),
        ("2021-04", "E10000035", "Unknown area"),
        ("2021-04", "E06000063", "no neighbours for Cumberland"),
    ],
)
def test_unknown_models_and_areas_are_refused(model: str, area: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        select_neighbours(model, area)


def test_the_spelling_of_2021_is_read_past_junk_rows(tmp_path: Path) -> None:
    # "SNP" stands after every neighbour; the block "Old SNs:" follows blank rows; "-" is no neighbour.
    file = tmp_path / "groupings.csv"
    file.write_text(
        "\ufeffA,B,,,,\nLA num,LA Name,SN1,SNP,SN2,SNP\n"
        "885,Worcestershire,937,Extremely Close,802,Very Close\n"
        "942,Cumberland,-,-,-,-\n,,,,,\n,Old SNs:,,,,\n"
        "835,Dorset (Pre LG),893,Extremely Close,,\n",
        encoding="utf-8",
    )
    found = import_neighbours(file)
    assert found[["model", "dfe_number", "rank", "neighbour_number", "closeness"]].values.tolist() == [
        ["2021-04", "885", 1, "937", "extremely close"],
        ["2021-04", "885", 2, "802", "very close"],
        ["2021-04", "835", 1, "893", "extremely close"],
    ]


def test_the_spelling_of_2025_is_read_with_its_trailing_spaces(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("old_la_code,la_name,SN_1,SN_1P\n885,Worcestershire,933,Close \n", encoding="utf-8")
    assert import_neighbours(file)[list(COLUMNS)].values.tolist() == [
        ["2025-05", HOME, "885", 1, "E06000066", "933", "close"]
    ]


def test_a_row_that_ends_before_the_closeness_has_none(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("old_la_code,SN_1,SN_1P\n885,933\n", encoding="utf-8")
    assert import_neighbours(file)[["neighbour_number", "closeness"]].values.tolist() == [["933", ""]]


def test_names_only_keep_a_missing_rank_free(tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(
        'la_name,stat_1,stat_2,stat_3\nMedway Towns,Kent,NA,"Bristol, City of"\n', encoding="utf-8"
    )
    found = import_neighbours(file)
    assert found[["neighbour_number", "rank", "closeness"]].values.tolist() == [
        ["886", 1, ""],
        ["801", 3, ""],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("la,name\n885,Worcestershire\n", "no neighbour file that is known"),
        ("la_name,stat_1\nWorcestershire,Kentt\n", r"row 2.*\n.*Kentt.*\n.*did you mean 'Kent'"),
        ("old_la_code,SN_1,SN_1P\n885,933,Very clse\n", "did you mean 'very close'"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        import_neighbours(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_is_read_whatever_saved_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "list.csv"
    lines = [
        "Kept by a café",
        "",
        "old_la_code,la_name,SN_1,SN_1P",
        "",
        "885,Worcestershire,933,Close\u00a0",
        ",",
    ]
    file.write_bytes("\r\n".join(lines).replace(",", delimiter).encode(encoding))
    assert import_neighbours(file)["neighbour_number"].tolist() == ["933"]


def test_what_is_no_file_or_no_workbook_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "open.csv").write_text('la_name,stat_1\n"Kent,Medway\n')
    for name in (".", "pipe", "nowhere.csv", "book.xlsx", "open.csv"):
        with pytest.raises(CatalogueError) as refused:
            import_neighbours(tmp_path / name)
        assert len(str(refused.value).splitlines()) <= 3


KENT = "old_la_code,la_name,SN_1,SN_1P\n885,Worcestershire,886,Close\n"


def lists_of(folder: Path, text: str, model: str = "") -> pd.DataFrame:
    file = folder / "dfe.csv"
    file.write_text(text, encoding="utf-8")
    return import_neighbours(file, model)


def test_a_councils_own_lists_stand_next_to_the_librarys(tmp_path: Path) -> None:
    add_neighbours(lists_of(tmp_path, KENT, "2026-05"), tmp_path)
    add_neighbours(lists_of(tmp_path, KENT.replace("886", "881"), "2026-09-draft"), tmp_path)
    assert known_models(tmp_path) == ["2021-04", "2025-05", "2026-05", "2026-09-draft"]
    assert known_models() == ["2021-04", "2025-05"], "in that folder alone"
    assert load_models(tmp_path)["2026-05"] == "May 2026 model"
    assert load_models(tmp_path)["2026-09-draft"] == "September 2026 model (draft)"
    assert select_neighbours("2026-05", HOME, tmp_path)["neighbour_number"].tolist() == ["886"]
    assert select_neighbours("2026-09-draft", HOME, tmp_path)["neighbour_number"].tolist() == ["881"]
    assert select_neighbours("2025-05", HOME, tmp_path)["neighbour_number"].tolist() == LIST_2025


def test_no_list_is_ever_replaced(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="It is not said of which model") as error:
        add_neighbours(lists_of(tmp_path, KENT), tmp_path)  # has the headers of May 2025, and other lists
    assert "--model 2026-05" in error.value.hint
    add_neighbours(lists_of(tmp_path, KENT, "2026-05"), tmp_path)
    before = (tmp_path / "neighbours.csv").read_bytes()
    with pytest.raises(CatalogueError, match="These lists are known already") as error:
        add_neighbours(lists_of(tmp_path, KENT, "2026-05"), tmp_path)
    assert 'neighbour_model = "2026-05"' in error.value.hint
    with pytest.raises(CatalogueError, match="It is not said of which model"):
        add_neighbours(lists_of(tmp_path, KENT.replace("886", "881"), "2026-05"), tmp_path)
    assert (tmp_path / "neighbours.csv").read_bytes() == before


@pytest.mark.parametrize("model", ["newest", "2026-13", "2026", "2026-05 draft"])
def test_a_model_is_named_for_its_month(tmp_path: Path, model: str) -> None:
    with pytest.raises(CatalogueError, match="named for its month"):
        lists_of(tmp_path, KENT, model)


def test_a_list_that_the_library_brings_later_goes_on_being_the_councils(tmp_path: Path) -> None:
    own = lists_of(tmp_path, KENT, "2025-05")
    own.to_csv(tmp_path / "neighbours.csv", index=False)  # as an earlier version wrote it
    assert select_neighbours("2025-05", HOME, tmp_path)["neighbour_number"].tolist() == ["886"]
    assert len(load_neighbours(tmp_path).query("model == '2021-04'")) == 1560


@pytest.mark.parametrize(
    ("text", "said"),
    [("model,area\n2026-05,E10000034\n", "no file of neighbour lists"), ("", "no file of neighbour lists")],
)
def test_a_file_that_is_none_of_lists_stops(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "neighbours.csv").write_text(text or "\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        known_models(tmp_path)


def test_a_setting_may_name_a_list_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "kpi.toml").write_text('neighbour_model = "2026-05"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="neighbour_model"):
        load_settings(tmp_path)
    add_neighbours(lists_of(tmp_path, KENT, "2026-05"), tmp_path)
    assert load_settings(tmp_path).neighbour_model == "2026-05"


@pytest.mark.parametrize(
    ("shared_file", "model", "areas"),
    [
        ("New_Statistical_Neighbour_Groupings_April_2021.csv", "2021-04", 156),
        ("sn_april_2021.xlsx", "2021-04", 156),
        ("sn_model_2025_wide.csv", "2025-05", 153),
    ],
    indirect=["shared_file"],
)
def test_dfe_s_own_files_give_the_bundled_lists(shared_file: Path, model: str, areas: int) -> None:
    found = import_neighbours(shared_file).sort_values(["dfe_number", "rank"], ignore_index=True)
    bundled = load_neighbours()
    bundled = bundled[bundled["model"].eq(model)].reset_index(drop=True)
    assert found["dfe_number"].nunique() == areas
    pd.testing.assert_frame_equal(found, bundled, check_dtype=False)


@pytest.mark.parametrize("shared_file", ["stat_neighbour_groupings.csv"], indirect=True)
def test_the_list_by_names_agrees_with_the_one_by_numbers(shared_file: Path) -> None:
    key = ["dfe_number", "rank"]
    both = import_neighbours(shared_file).merge(
        load_neighbours().query("model == '2021-04'"), on=key, suffixes=("_by_name", "")
    )
    assert len(both) == 1482  # 149 authorities, ten neighbours each, less eight lines with NA
    assert both["neighbour_number_by_name"].eq(both["neighbour_number"]).all()
