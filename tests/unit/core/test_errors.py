"""Errors: three lines, all faults at once, a stable exit code."""

import pickle
from functools import partial

import pytest

from kpi_lib.core import errors
from kpi_lib.core.errors import DataError, KpiError, KpiErrors, ManifestError, Place, nearest, raise_all


def test_a_message_has_what_and_where_then_got_and_expected_then_the_hint():
    error = DataError(
        "Numerator is above the denominator",
        where=Place("a.csv", 3, "numerator"),
        got=12,
        expected="at most 10",
        hint="check",
    )
    assert str(error).splitlines() == [
        "Numerator is above the denominator (a.csv, row 3, column 'numerator')",
        "got 12; expected at most 10",
        "hint: check",
    ]


def test_a_line_break_in_a_cell_does_not_add_a_fourth_line():
    assert (
        len(str(DataError("Not a number", got="1\n2", expected="a number", hint="mend it")).splitlines()) == 3
    )


def test_all_faults_are_raised_together():
    with pytest.raises(KpiErrors) as caught:
        raise_all([DataError("first"), DataError("second")])
    assert str(caught.value) == "first\n\nsecond"
    assert caught.value.exit_code == DataError.exit_code


def test_one_fault_is_raised_as_itself_and_none_is_silent():
    raise_all([])
    with pytest.raises(ManifestError):
        raise_all([ManifestError("only one")])


def test_more_faults_than_can_be_read_are_counted():
    with pytest.raises(KpiErrors, match="… and 5 more"):
        raise_all(DataError(str(number)) for number in range(25))


def test_each_kind_of_error_has_an_exit_code_of_its_own():
    codes = [kind.exit_code for kind in KpiError.__subclasses__() if kind is not KpiErrors]
    assert len(codes) == len(set(codes)) and 0 not in codes


def test_the_nearest_word_is_offered_and_a_far_one_is_not():
    assert nearest("Refferal_rate", ["referral_rate", "caseload"]) == "did you mean 'referral_rate'?"
    assert nearest("xyz", ["referral_rate"]) == ""


@pytest.fixture
def searches(monkeypatch):
    """The words for which the nearest is looked for, one entry each time."""
    asked = []
    search = errors.get_close_matches

    def counted(word, *args, **options):
        asked.append(word)
        return search(word, *args, **options)

    monkeypatch.setattr(errors, "get_close_matches", counted)
    errors._nearest.cache_clear()
    yield asked
    errors._nearest.cache_clear()


def test_the_nearest_word_is_looked_for_in_the_faults_that_are_shown(searches):
    known = ["referral_rate", "caseload"]
    faults = [DataError("Unknown", hint=partial(nearest, f"caseloads{n}", known)) for n in range(5_000)]
    assert searches == []
    with pytest.raises(KpiErrors, match="did you mean 'caseload'"):
        raise_all(faults)
    assert searches == [f"caseloads{n}" for n in range(20)]


def test_one_misspelling_is_looked_for_once(searches):
    known = {"referral_rate": 1, "caseload": 2}
    assert {nearest("Caselaod", known) for _ in range(5_000)} == {"did you mean 'caseload'?"}
    assert nearest("caselaod", [*known, "caselaods"]) == "did you mean 'caselaods'?"
    assert searches == ["caselaod"] * 2


def test_the_nearest_is_looked_for_among_few_names_and_for_words_alone(searches):
    assert nearest("a" * 201, ["a" * 200]) == nearest("a", map(str, range(1_001))) == "" and searches == []
    assert nearest("a" * 200, ["a" * 199]) and nearest("1", map(str, range(1_000)))


def test_an_error_is_the_same_in_another_process():
    known = {"caseload": 1}
    one = DataError("Unknown", where="a.csv", hint=lambda: nearest("caselaod", known))
    both = KpiErrors([one, ManifestError("Gone")])
    for error in (one, both):
        copied = pickle.loads(pickle.dumps(error))
        assert (type(copied), str(copied)) == (type(error), str(error))
    assert [type(error) for error in pickle.loads(pickle.dumps(both)).errors] == [DataError, ManifestError]
