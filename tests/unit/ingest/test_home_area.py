"""Whose the raw files are: every row says it, and what is of another council stops the run."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.catalogue.record_kinds.kinds import RecordKind, load_record_kinds
from kpi_lib.core.errors import DataError, ProseError, ReadError
from kpi_lib.ingest import add_file, check_raw, clean_raw, load_processed, read_file
from kpi_lib.ingest.hand_written.commentary import list_commentaries
from kpi_lib.ingest.hand_written.tables import load_corrections, load_events, load_explanations
from kpi_lib.ingest.records.clean import check_records
from kpi_lib.ingest.records.typed import parse_records

HOME, LEEDS = "E10000034", "E08000035"
RAW = Path(__file__).parents[3] / "src/kpi_lib/catalogue/data/example/data/raw"
FIGURES = "indicator_id,area_code,period,numerator,denominator,value,provenance\n"
EXITS = "quarter,route,children,area_code\n2017-18-Q4,home,20,{}\n"
TABLES = {
    "events.csv": (
        "indicator_id,area_code,date,is_rebase,reason,source\n",
        "referral_rate,{},2017-06-05,false,new front door,minutes\n",
        load_events,
    ),
    "explanations.csv": (
        "indicator_id,area_code,period,kind,reason,source,noted_on\n",
        "referral_rate,{},2017-18,revision,DfE revised it,release,2018-07-12\n",
        load_explanations,
    ),
    "corrections.csv": (
        "edition,indicator_id,area_code,period,reason,source,noted_on\n",
        "2017-18-Q4,referral_rate,{},2017-18,a typing error,the return,2018-07-12\n",
        load_corrections,
    ),
}


def figure(area: str, provenance: str) -> str:
    return f"referral_rate,{area},2017-18-Q4,870,116697,,{provenance}\n"


def put(raw: Path, name: str, text: str, provenance: str = "local") -> Path:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    answers = {"publisher": "Us", "edition": "2018-07-12", "licence": "internal", "provenance": provenance}
    add_file(path, raw, answers=answers)
    return raw


def without_area(kind: RecordKind, *, is_cell: bool) -> str:
    """Return the bundled file of a kind, the first row without its area or all without the column."""
    with (RAW / kind.path).open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    place = head.index("area_code")
    rows[0][place] = ""
    kept = [head, *rows] if is_cell else [[*row[:place], *row[place + 1 :]] for row in (head, *rows)]
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(kept)
    return text.getvalue()


@pytest.mark.parametrize("kind_id", load_record_kinds())
def test_a_record_without_an_area_stops_whatever_its_kind(kind_id: str, tmp_path: Path) -> None:
    kind, path = load_record_kinds()[kind_id], tmp_path / "file.csv"
    path.write_text(without_area(kind, is_cell=True), encoding="utf-8")
    frame, unread = parse_records(read_file(path), load_areas())
    issues = check_records({kind_id: frame}, load_catalogue(), unread)
    [empty] = [issue for issue in issues if issue.code == "missing-cell"]
    assert (empty.severity, empty.row, empty.column) == ("stop", 2, "area_code")
    assert "write the area's ONS code" in empty.hint
    path.write_text(without_area(kind, is_cell=False), encoding="utf-8")
    with pytest.raises(ReadError, match=r"Missing column 'area_code'[\s\S]*write the area's ONS code"):
        read_file(path)


def test_the_manifest_does_not_say_whose_records_are(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", "care_exits.csv", EXITS.format(""))
    listed = raw / "manifest.toml"
    listed.write_text(listed.read_text(encoding="utf-8") + f'area = "{HOME}"\n', encoding="utf-8")
    with pytest.raises(DataError, match="area_code") as refused:
        clean_raw(raw, tmp_path / "processed", home_area=HOME)
    assert len(refused.value.as_text().splitlines()) == 3


@pytest.mark.parametrize("name", TABLES)
def test_a_row_by_hand_without_an_area_stops_whatever_its_table(name: str, tmp_path: Path) -> None:
    head, row, load = TABLES[name]
    (tmp_path / name).write_text(head + row.format("885") + row.format(""), encoding="utf-8")
    with pytest.raises(DataError, match="an ONS code, a DfE number or a name") as refused:
        load(tmp_path)
    assert f"({name}, row 3, column 'area_code')" in str(refused.value)
    assert "write the area's ONS code" in str(refused.value)
    (tmp_path / name).write_text(head.replace("area_code,", "") + row.replace("{},", ""), encoding="utf-8")
    with pytest.raises(DataError, match=f"the first line is: {head.strip()}"):
        load(tmp_path)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("spelt", [HOME, "885", "Worcestershire"])
def test_a_table_by_hand_spells_areas_as_other_files_do(name: str, spelt: str, tmp_path: Path) -> None:
    head, row, load = TABLES[name]
    (tmp_path / name).write_text(head + row.format(spelt), encoding="utf-8")
    assert load(tmp_path)["area_code"].tolist() == [HOME]


@pytest.mark.parametrize("provenance", ["published", "reported", "local"])
def test_a_figure_without_an_area_stops(provenance: str, tmp_path: Path) -> None:
    issues = check_raw(put(tmp_path / "raw", "figures.csv", FIGURES + figure("", provenance)))
    assert issues[["severity", "code", "row"]].to_numpy().tolist() == [["stop", "unknown-area", 2]]


@pytest.mark.parametrize("folder", ["", "Worcestershire/", "E10000099/"])
def test_a_commentary_without_an_area_stops(folder: str, tmp_path: Path) -> None:
    file = tmp_path / "commentary" / f"{folder}2017-18-Q4.md"
    file.parent.mkdir(parents=True)
    file.write_text("All quiet.\n", encoding="utf-8")
    with pytest.raises(ProseError, match=r"hint: move it: commentary/E\d{8}/2017-18-Q4\.md"):
        list_commentaries(tmp_path)


def test_notes_beside_commentaries_are_none(tmp_path: Path) -> None:
    own = tmp_path / "commentary" / HOME
    own.mkdir(parents=True)
    for path in (own / "2017-18-Q4.md", own / "draft.md", own.parent / "README.md"):
        path.write_text("Words.\n", encoding="utf-8")
    assert list_commentaries(tmp_path) == [(f"commentary/{HOME}/2017-18-Q4.md", HOME)]


def of_leeds(raw: Path, what: str) -> Path:
    """Add one thing of Leeds to the raw folder of Worcestershire."""
    if what in TABLES:
        head, row, _ = TABLES[what]
        (raw / what).write_text(head + row.format(LEEDS), encoding="utf-8")
    elif what == "commentary":
        (raw / what / LEEDS).mkdir(parents=True)
        (raw / what / LEEDS / "2017-18-Q4.md").write_text("All quiet.\n", encoding="utf-8")
    elif what == "records":
        put(raw, "care_exits.csv", EXITS.format("Leeds"))
    else:
        put(raw, "figures.csv", FIGURES + figure(LEEDS, what))
    return raw


STOPS = {
    "records": "1 record in care_exits.csv",
    "reported": "1 reported figure in figures.csv",
    "commentary": f"1 commentary in commentary/{LEEDS}/2017-18-Q4.md",
    **{name: f"1 {name.removesuffix('s.csv')} in {name}" for name in TABLES},
}


@pytest.mark.parametrize("what", STOPS)
@pytest.mark.parametrize("is_cleaned", [False, True])
def test_what_another_council_says_of_itself_stops(what: str, is_cleaned: bool, tmp_path: Path) -> None:
    raw, processed = put(tmp_path / "raw", "own.csv", FIGURES + figure(HOME, "local")), tmp_path / "processed"
    if is_cleaned:  # what is written by hand is no part of what was cleaned, and is looked at all the same
        clean_raw(raw, processed, home_area=HOME)
    of_leeds(raw, what)
    for judge in (lambda: check_raw(raw, home_area=HOME), lambda: clean_raw(raw, processed, home_area=HOME)):
        with pytest.raises(DataError, match="not of Worcestershire") as refused:
            judge()
        assert f"got Leeds: {STOPS[what]}; expected" in refused.value.as_text()
        assert len(refused.value.as_text().splitlines()) == 3


def test_published_and_local_figures_of_others_stay_theirs(tmp_path: Path) -> None:
    lines = [figure(HOME, "local"), figure(LEEDS, "local"), figure("E10000012", "published")]
    raw = put(tmp_path / "raw", "figures.csv", FIGURES + "".join(lines))
    put(raw, "care_exits.csv", EXITS.format(LEEDS), provenance="published")
    clean_raw(raw, tmp_path / "processed", home_area=HOME)
    processed = load_processed(tmp_path / "processed")
    referrals = processed.observations.loc[processed.observations["indicator_id"].eq("referral_rate")]
    assert referrals["area_code"].tolist() == [HOME, LEEDS, "E10000012"]
    assert processed.records["care_exits"]["area_code"].tolist() == [LEEDS]


def test_an_area_that_the_home_area_follows_is_its_own_history(tmp_path: Path) -> None:
    former, dorset = "E10000009", "E06000059"  # the county that ended in March 2019, and its successor
    raw = put(tmp_path / "raw", "figures.csv", FIGURES + figure(former, "reported"))
    assert check_raw(raw, home_area=dorset).empty
    with pytest.raises(DataError, match="not of Leeds"):
        check_raw(raw, home_area=LEEDS)
