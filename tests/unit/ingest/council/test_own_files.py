from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_lib.core.errors import DataError, KpiError, ManifestError, NoFiguresError
from kpi_lib.ingest import check_raw, clean_raw, load_manifest, load_processed, take_in_file
from kpi_lib.ingest.add import Added
from kpi_lib.ingest.council.names import NAMES_FILE, load_names

HOME = "E10000034"
ANSWERS = {"publisher": "Us", "edition": "2025-05", "licence": "Internal"}
LOCAL = (
    "Measure,Q1 2024/25,Q2 2024/25\n% re-referrals within 12 months,18.8,21.7\n"
    "Children in Need (number),3021,3088\n"
)
SMALL = "Indicator,Q1 2024/25,Q2 2024/25\nChildren on a plan for two years or more,0.9,0.6\n"
COUNTED = "Indicator,Q1 2024/25,Q2 2024/25\nreferral_rate,1010,990\n"
Raw = Callable[[str], Path]


@pytest.fixture
def raw(tmp_path: Path) -> Raw:
    """Return a function that writes one scorecard into a raw folder and returns the folder."""

    def write(text: str, name: str = "card.csv") -> Path:
        folder = tmp_path / "raw"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


def take_in(folder: Path, **options: object) -> Added:
    return take_in_file(folder / "card.csv", folder, answers=ANSWERS, home_area=HOME, **options)  # type: ignore[arg-type]


def test_unknown_names_become_a_template_and_stop_and_nothing_is_asked_again(raw: Raw) -> None:
    folder = raw(LOCAL)
    with pytest.raises(ManifestError, match="not settled yet") as caught:
        take_in(folder)
    assert "kpi add card.csv" in caught.value.hint
    template = (folder / NAMES_FILE).read_text(encoding="utf-8")
    assert '# indicator = "rereferral_percent"' in template
    assert 'name = "Children in Need (number)"\nleave_out = ' in template  # a count is joined to no rate
    with pytest.raises(ManifestError, match="not answered yet"):
        check_raw(folder, home_area=HOME)
    (folder / NAMES_FILE).write_text(template.replace("# indicator", "indicator"), encoding="utf-8")
    assert take_in(folder).figures == 2
    assert {entry.path for entry in load_manifest(folder)} == {"card.csv", NAMES_FILE}
    raw(LOCAL.replace("Q1 2024/25,Q2", "Q3 2024/25,Q4"))  # the next quarters ask nothing
    assert take_in(folder).figures == 2


def test_an_answer_on_the_terminal_is_written_and_used(raw: Raw) -> None:
    folder = raw(LOCAL)
    asked = []

    def ask(question, suggestions):
        asked.append((question.name, [item.indicator_id for item in suggestions]))
        return {"indicator": suggestions[0].indicator_id} if suggestions else {}

    assert take_in(folder, ask_name=ask).figures == 2
    assert asked[0] == ("% re-referrals within 12 months", ["rereferral_percent"])
    row = load_names(folder / NAMES_FILE).row("% re-referrals within 12 months")
    assert row is not None and row.indicator == "rereferral_percent"


@pytest.mark.parametrize(("unit", "values"), [("percent", [0.9, 0.6]), ("share", None)])
def test_a_unit_is_asked_and_answered(
    raw: Raw, tmp_path: Path, unit: str, values: list[float] | None
) -> None:
    folder = raw(SMALL)
    with pytest.raises(ManifestError, match="not settled"):
        take_in(folder)
    text = (folder / NAMES_FILE).read_text(encoding="utf-8")
    (folder / NAMES_FILE).write_text(text.replace(f'# unit = "{unit}"', f'unit = "{unit}"'), encoding="utf-8")
    if values is None:  # 90 per cent of plans are of two years or more: far outside what was ever published
        with pytest.raises(DataError, match="far outside"):
            take_in(folder)
        return
    assert take_in(folder).figures == 2
    clean_raw(folder, tmp_path / "processed", home_area=HOME)
    assert load_processed(tmp_path / "processed").observations["value"].tolist() == values


def test_a_count_in_the_place_of_a_rate_is_held_until_it_is_accepted(raw: Raw) -> None:
    folder = raw(COUNTED)
    with pytest.raises(DataError, match="far outside") as caught:
        take_in(folder)
    assert "1010 in 2024-25-Q1" in caught.value.got and "between 68.925 and 118.425" in caught.value.expected
    (folder / NAMES_FILE).write_text('[[accept]]\nindicator = "referral_rate"\nwhy = "annualised"\n')
    assert take_in(folder).figures == 2


@pytest.mark.parametrize("text", ["Indicator,Value\nreferral_rate,101\n", "Team,Note\nNorth,busy\n",
                                  "Indicator,Q1 2024/25,Q2 2024/25\nreferral_rate,,\n"])  # fmt: skip
def test_an_own_file_without_figures_is_an_error_everywhere(raw: Raw, tmp_path: Path, text: str) -> None:
    folder = raw(text)
    for ask in (lambda: take_in(folder), lambda: check_raw(folder, home_area=HOME),
                lambda: clean_raw(folder, tmp_path / "processed", home_area=HOME)):  # fmt: skip
        with pytest.raises(NoFiguresError) as caught:
            ask()
        assert caught.value.exit_code == 15


def test_a_national_bodys_table_need_hold_no_figure(raw: Raw) -> None:
    folder = raw("Team,Note\nNorth,busy\n")
    answers = {**ANSWERS, "publisher": "Department for Education"}
    assert take_in_file(folder / "card.csv", folder, answers=answers, home_area=HOME).figures == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[[row]]\nname = "x"\nindicator = "referal_rate"\n', "referral_rate"),
        ('[[row]]\nname = "x"\nindicator = "referral_rate"\nleave_out = "why"\n', "not both"),
        ('[[row]]\nname = "x"\n', "not answered yet"),
        ('[[column]]\nname = "x"\nholds = "values"\n', "'value'"),
        ('[[sheet]]\nname = "x"\nperiod = "Q5 2024/25"\n', "period"),
        ('[[accept]]\nindicator = "referral_rate"\n', "why"),
        ('[[rows]]\nname = "x"\n', "row"),
    ],
)
def test_every_fault_in_the_names_is_told(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / NAMES_FILE
    path.write_text(text)
    with pytest.raises(KpiError) as caught:
        load_names(path)
    assert fault in str(caught.value) and len(str(caught.value).splitlines()) <= 3
