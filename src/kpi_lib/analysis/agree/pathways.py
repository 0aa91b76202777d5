"""Do the figures of one area fit together? Rules of `catalogue.pathways`, judged period by period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from kpi_lib.analysis.agree.agreement import add_precision
from kpi_lib.analysis.estimates.rates import add_counts
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.catalogue.pathways import Relation, Rule, Term
from kpi_lib.core.periods import parse_period
from kpi_lib.core.status import PRECEDENCE

PATHWAYS = [
    "rule_id", "title", "area_code", "basis", "period", "indicators", "relation", "left", "right",
    "difference", "allowed", "status", "provenance", "source", "reason",
]  # fmt: skip
HOLDS, WITHIN_BOUNDS, BREACH, CANNOT_SAY = "holds", "within_bounds", "breach", "cannot_say"
DENOMINATOR = "denominator"
COUNTING_SLACK = 1e-6
"""Sums of counts worked back from rates are floats; less than this is no difference."""

_CELL = ["area_code", "basis", "period"]


def summarise_pathways(estimates: pd.DataFrame, rules: Iterable[Rule], catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per rule, area and period in which any of the rule's figures is there.

    Parameters
    ----------
    estimates : of any areas; bases `quarter` and `year` are judged.
    rules : what must be true; see `catalogue.pathways`.

    Returns
    -------
    `left` and `right` (counts), `difference` (how far the rule is missed, 0 where it holds),
    `allowed` (the bound in counts), `status` (`holds`, `within_bounds`, `breach`, `cannot_say`),
    `provenance` (the last in precedence of the figures'), `source`, `reason`. Nothing without figures.

    Notes
    -----
    Missed by: left − right for `at_most`, right − left for `at_least`, |left − right| for `equals`,
    less what rounding of the counts can do. Allowed: percent of the right side or the count of the
    bound, whichever is more.
    """
    parts = [
        _judged(rule, basis, counts, catalogue)
        for basis, counts in _counts_by_basis(estimates, catalogue).items()
        for rule in rules
        if basis in rule.bounds
    ]
    judged = [part for part in parts if not part.empty]
    return pd.concat(judged, ignore_index=True) if judged else pd.DataFrame(columns=PATHWAYS)


def _counts_by_basis(estimates: pd.DataFrame, catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """Return by basis the counts, implied where only a value is published, with their rounding."""
    wanted = estimates.loc[estimates["basis"].isin(["quarter", "year"])].reset_index(drop=True)
    counts = add_counts(wanted, catalogue)
    precise = add_precision(wanted, catalogue)
    # 39 plans at 4.5 % are of 867 plans, or of any number from 857 to 876 that prints as 4.5 %
    implied = counts["denominator"] * precise["value_slack"] / wanted["value"].where(wanted["value"] > 0)
    rows = precise.assign(
        numerator=counts["numerator"],
        denominator=counts["denominator"],
        denominator_slack=implied.where(wanted["denominator"].isna(), 0.0).fillna(0.0),
        precedence=wanted["provenance"].astype("str").map(PRECEDENCE),
    )
    return {str(basis): part for basis, part in rows.groupby("basis", observed=True)}


def _judged(rule: Rule, basis: str, counts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    ours = counts.loc[counts["indicator_id"].isin(rule.indicators) & counts["year"].ge(rule.first_year)]
    cells = ours[_CELL].drop_duplicates().sort_values(_CELL, ignore_index=True)
    if cells.empty:
        return pd.DataFrame(columns=PATHWAYS)
    terms = [_term(term, ours, cells) for term in rule.terms]
    left = _sum(terms[: len(rule.left)], rule.left)
    right = _sum(terms[len(rule.left) :], rule.right)
    # repeats are at most referrals: 803 and 800, each rounded to 5, miss it by 3 − 2 × 2.5, which is nothing
    bound = rule.bounds[basis]
    allowed = (right.abs() * bound.percent / 100).clip(lower=bound.count)
    slack = sum((part["count_slack"] for part in terms), start=pd.Series(0.0, cells.index))
    missed = _missed(rule.relation, left, right).sub(slack + COUNTING_SLACK).clip(lower=0.0)
    status = pd.Series(BREACH, cells.index, dtype="str").mask(missed <= allowed, WITHIN_BOUNDS)
    status = status.mask(missed.eq(0), HOLDS).mask(missed.isna(), CANNOT_SAY)
    precedence = pd.concat([part["precedence"] for part in terms], axis=1).max(axis=1)
    return cells.assign(
        rule_id=rule.id,
        title=rule.title,
        indicators=";".join(rule.indicators),
        relation=rule.relation.value,
        left=left,
        right=right,
        difference=_missed(rule.relation, left, right).where(missed.ne(0), 0.0),
        allowed=allowed.where(missed.notna()),
        status=status,
        provenance=precedence.map({place: name for name, place in PRECEDENCE.items()}).astype("str"),
        source=_sources(terms),
        reason=_reasons(status, rule, bound.reason, terms, catalogue),
    )[PATHWAYS]


def _term(term: Term, counts: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return one count per cell, with its rounding, precedence and source; NaN where there is none."""
    wanted = ["count", "count_slack", "precedence", "source"]
    own = counts.loc[counts["indicator_id"].eq(term.indicator)]
    more = own["denominator_slack"] if term.part == DENOMINATOR else 0.0
    slack = own["count_slack"] + more
    lookup = own.assign(count=own[term.part], count_slack=slack).set_index(_CELL)[wanted]
    periods = cells["period"].map(_before(cells["period"])) if term.before else cells["period"]
    keys = pd.MultiIndex.from_arrays([cells["area_code"], cells["basis"], periods])
    return lookup.reindex(keys).reset_index(drop=True)


def _before(periods: pd.Series) -> dict[str, str]:
    return {label: parse_period(label).shift(-1).label for label in periods.unique()}


def _sum(parts: Sequence[pd.DataFrame], terms: Sequence[Term]) -> pd.Series:
    counts = [part["count"] * term.sign for part, term in zip(parts, terms, strict=True)]
    return pd.concat(counts, axis=1).sum(axis=1, skipna=False)


def _missed(relation: Relation, left: pd.Series, right: pd.Series) -> pd.Series:
    over = left - right
    by_relation: Mapping[Relation, pd.Series] = {
        Relation.AT_MOST: over.clip(lower=0.0),
        Relation.AT_LEAST: (-over).clip(lower=0.0),
        Relation.EQUALS: over.abs(),
    }
    return by_relation[relation]


def _sources(terms: Sequence[pd.DataFrame]) -> pd.Series:
    columns = pd.concat([part["source"].astype("object") for part in terms], axis=1)
    return pd.Series(
        ["; ".join(dict.fromkeys(str(name) for name in row if pd.notna(name))) for row in columns.to_numpy()],
        index=columns.index,
        dtype="str",
    )


def _reasons(
    status: pd.Series, rule: Rule, bound: str, terms: Sequence[pd.DataFrame], catalogue: Catalogue
) -> pd.Series:
    """Return why each row is judged as it is: what has no figure, or what the bound allows for."""
    gone = pd.concat([part["count"].isna() for part in terms], axis=1).to_numpy()
    absent = [_absent(row, rule.terms, catalogue) for row in gone]
    texts = {HOLDS: rule.why, WITHIN_BOUNDS: bound, BREACH: rule.why}
    return pd.Series(
        [why if state == CANNOT_SAY else texts[state] for state, why in zip(status, absent, strict=True)],
        index=status.index,
        dtype="str",
    )


def _absent(gone: np.ndarray, terms: Sequence[Term], catalogue: Catalogue) -> str:
    names = [
        f"{getattr(catalogue[term.indicator], term.part)}{', a period before' if term.before else ''}"
        for term, is_gone in zip(terms, gone, strict=True)
        if is_gone
    ]
    return f"No count of: {'; '.join(dict.fromkeys(names))}." if names else ""
