"""TOML that people write by hand, checked against a model: every fault in a file is named at once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kpi_lib.catalogue.text_files import load_text
from kpi_lib.core.errors import Hint, KpiError, in_words, nearest, raise_all

Model = TypeVar("Model", bound=BaseModel)

MOST_TOML = 1_000_000
"""Letters of one file; the longest manifest known has 22,000."""
MOST_PARTS = 8
"""Of one dotted key, which takes the square of them to read; the pack's own have two at most."""

_LONG_KEY = re.compile(
    rf"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}"""
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_PASTED = (
    (
        re.compile("[“”„‟‘’‚‛«»]"),
        "write straight quotes, \" or ', around a text: these were made by a word processor",
    ),
    (
        re.compile("[\u00a0\u2007\u202f\u200b\ufeff]"),
        "write plain spaces: one of these was pasted from a page",
    ),
    (re.compile(r"=\s*(?:True|False|TRUE|FALSE|yes|no)\b"), "write true or false in small letters"),
)
"""What is pasted or typed by habit where TOML wants something else, and what helps."""
_BREAK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_EXPECTED = {
    "missing": "a value",
    "string_type": "text in quotes",
    "string_too_short": "at least one character",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "tuple_type": "a list",
}
"""Kinds of fault for which pydantic has words of programmers only."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a file that are headed alike, such as `[[file]]`; no two have the same `key`."""

    name: str
    model: type[BaseModel]
    key: str


def not_valid(expected: str, hint: Hint = "") -> PydanticCustomError:
    """Return what a validator of a hand-written file raises: what it expects, and what may help."""
    return PydanticCustomError("not_valid", "{expected}", {"expected": expected, "hint": hint})


def _is_one_line(text: str) -> str:
    if _BREAK.search(text):
        raise not_valid("one line of text")
    return text


Name = Annotated[str, AfterValidator(_is_one_line)]
"""Text of one line as it is, such as the name of a file; may be empty."""
Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_is_one_line)]
"""Text of one line, without spaces around it; may be empty."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_is_one_line)]
"""Text of one line, without spaces around it, never empty."""


def load_toml(
    path: Path,
    model: type[Model],
    entries: Sequence[Entries],
    error: type[KpiError],
    *,
    context: object = None,
) -> Model:
    """Read a file of TOML as a model; `context` is what its validators are handed.

    Raises
    ------
    KpiError : of the class `error`: no file or no text, see `load_text`; no TOML, with line and column; or
        every field that is unknown, missing or not valid, and every entry that is there twice.
    """
    raw = parse_toml(load_text(path, error), str(path), error)
    faults = [fault for each in entries for fault in _repeated(raw, str(path), each, error)]
    try:
        loaded = model.model_validate(raw, context=context)
    except ValidationError as fault:
        raise_all([*faults_of(fault, raw, str(path), model, error, entries), *faults])
        raise
    raise_all(faults)
    return loaded


def parse_toml(text: str, where: str, error: type[KpiError]) -> dict[str, Any]:
    """Return the tables of a text of TOML.

    Raises
    ------
    KpiError : of the class `error`: with line and column where it is none; or it is longer than any that
        people write, or a key of it has more than `MOST_PARTS` parts, before it is read.
    """
    _check_limits(text, where, error)
    try:
        return tomllib.loads(text)
    except RecursionError as fault:
        raise error("This is nested too deeply", where=where, expected="a few tables and lists") from fault
    except ValueError as fault:
        raise _no_toml(str(fault), text, where, error) from fault


def _check_limits(text: str, where: str, error: type[KpiError]) -> None:
    if len(text) > MOST_TOML:
        raise error(
            "The file is too large",
            where=where,
            got=f"{len(text):,} letters",
            expected=f"at most {MOST_TOML:,} letters",
            hint="is this the file that was meant?",
        )
    if key := _LONG_KEY.search(text):
        line = text.count("\n", 0, key.start()) + 1
        raise error(
            "This is nested too deeply",
            where=f"{where}, line {line}",
            got=in_words(key.group()),
            expected=f"at most {MOST_PARTS} words with dots between them",
        )


def faults_of(
    fault: ValidationError,
    raw: Mapping[str, Any],
    where: str,
    model: type[BaseModel],
    error: type[KpiError],
    entries: Sequence[Entries] = (),
) -> Iterator[KpiError]:
    """Yield what is wrong with the fields of a model, one error for each.

    Parameters
    ----------
    raw : what was to become the model.
    where : what to call it in errors.
    """
    for detail in fault.errors(include_url=False):
        place, fields, path = where, model.model_fields, [*detail["loc"]]
        listed = next((each for each in entries if path[:1] == [each.name]), None)
        if listed is not None and len(path) > 1:
            place = f"{where}, {_entry_words(raw, listed, int(path[1]))}"
            fields, path = listed.model.model_fields, path[2:]
        yield _fault(detail, ".".join(map(str, path)), fields, place, error, listed)


def _fault(
    detail: ErrorDetails,
    name: str,
    fields: Collection[str],
    where: str,
    error: type[KpiError],
    entries: Entries | None,
) -> KpiError:
    kind, got = detail["type"], in_words(detail["input"])
    if kind == "extra_forbidden":
        return error(
            f"There is no field '{name}'",
            where=where,
            got=got,
            expected=", ".join(fields),
            hint=partial(nearest, name, fields),
        )
    if kind == "missing":
        return error(f"The field '{name}' is missing", where=where, expected=_EXPECTED[kind])
    what = f"The field '{name}' is not valid" if name else "An entry is not valid"
    return error(what, where=where, got=got, expected=_expected(detail, entries), hint=partial(_hint, detail))


def _expected(detail: ErrorDetails, entries: Entries | None) -> str:
    if entries is not None and detail["type"] == "tuple_type":
        return f"entries, each headed [[{entries.name}]]"
    return _EXPECTED.get(detail["type"]) or detail["msg"].removeprefix("Input should be ")


def _hint(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "enum" and isinstance(detail["input"], str):
        return nearest(detail["input"], re.findall("'([^']*)'", str(context["expected"])))
    hint: Hint = context.get("hint", "")
    return hint() if callable(hint) else str(hint)


def _repeated(
    raw: Mapping[str, Any], where: str, entries: Entries, error: type[KpiError]
) -> Iterator[KpiError]:
    """Yield an error for each key that several entries have, valid ones or not."""
    listed = raw.get(entries.name)
    tables = [table for table in listed if isinstance(table, dict)] if isinstance(listed, list) else []
    keys = Counter(key.strip() for table in tables if isinstance(key := table.get(entries.key), str))
    for key, count in keys.items():
        if count > 1:
            yield error(
                f"'{key}' is there {count} times" if count > 2 else f"'{key}' is there twice",
                where=f"{where}, [[{entries.name}]]",
                got=f"{count} entries with this {entries.key}",
                expected="one",
                hint="remove all but the one that holds",
            )


def _entry_words(raw: Mapping[str, Any], entries: Entries, at: int) -> str:
    entry = raw[entries.name][at]
    key = entry.get(entries.key) if isinstance(entry, dict) else None
    number = f"[[{entries.name}]] {at + 1}"
    return f"{number}, {in_words(key)}" if isinstance(key, str) else number


def _no_toml(fault: str, text: str, where: str, error: type[KpiError]) -> KpiError:
    place = _PLACE.search(fault)
    if place is None or place["line"] is None:
        what = fault[: place.start()] if place else "a number of too many digits"
        return error("This is not valid TOML", where=where, got=what, expected='lines such as name = "text"')
    line = text.split("\n")[int(place["line"]) - 1]
    return error(
        "This is not valid TOML",
        where=f"{where}, line {place['line']}, column {place['column']}",
        got=f"{in_words(line.strip())} ({fault[: place.start()]})",
        expected='a line such as name = "text" or name = 5',
        hint=next((hint for pattern, hint in _PASTED if pattern.search(line)), ""),
    )
