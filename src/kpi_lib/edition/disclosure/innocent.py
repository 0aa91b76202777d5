"""What the pack's own text says with small numbers that tell nothing of anybody."""

from __future__ import annotations

import re

STOPS = frozenset(
    "and or the a an have has had is are was were be been how search got did do does per of for from by at on in to "
    "with which that this its their his her if when than then so as it not no but while since until after before "
    "within quarter quarters year years month months week weeks day days hour hours term time times point points percent "
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec measure measures indicator indicators figure figures file files row rows way ways page "
    "pages rule rules test tests neighbour neighbours authority authorities area areas council councils theme themes "
    "list lists model models auditor’s statement statements grade grades standard deviations points editions edition "
    "million thousand pounds pence changes action actions series flag flags".split()
) - {"in"}
"""Words that end a noun phrase: "one row a social worker" does not count workers."""

INNOCENT_NOUNS = frozenset(
    "figures figure funnels funnel neighbours neighbour measures measure indicators indicator ways way quarters quarter "
    "years year months month weeks week days periods period points point tests test actions action rules rule files "
    "file pages page areas area authorities authority councils statements statement findings flags flag series editions "
    "edition sources rows cells tables charts themes lists aims steps questions grades models averages comparators "
    "comparisons verdicts statistics columns values signals paragraphs checks sentences corrections notebooks symbols "
    "items terms standards targets trends intervals changes lines links".split()
)
"""What the pack counts beside people and cases."""

NEVER_AFTER = frozenset("in within complete overdue stalled begun not to between".split())
"""What follows a number that stands behind the name of a theme: "Care leavers: 1 within the limits"."""

PLACES = re.compile(
    r"(?:\b(?:paragraph|para|table|figure|fig|section|chapter|page|step|stage|phase|version|quarter|article|tier|"
    r"level|class|part|item|row|column|line|option|type|category|band|appendix|annex|form|rule|note|key stage|no\.|"
    r"reg(?:ulation)?|schedule|act)\s*[(“\"]?|\bQ)$",
    re.IGNORECASE,
)
"""What makes a number the name of a place: "paragraph 5"."""

THRESHOLDS = re.compile(
    r"(?:\b(?:at least|more than|fewer than|less than|under|over|above|below|up to|minimum of|about one in|than|every)"
    r"\s*[(“\"]?|≥ ?|≤ ?|> ?|< ?|\d\s|\d to |\bn ≥ )$",
    re.IGNORECASE,
)
"""What makes a number a limit, or a part of another number."""

INNOCENT_PHRASES = (
    "two people checking the same case",
    "two auditors",
    "of one case",
    "a child with three social workers",
    "two social workers are",
    "three social workers are two changes",
    "three or more",
    "one person may",
    "two placements together",
    "with three placements",
    "one a family",
    "a single assessment",
    "single assessments",
    "single assessment",
    "children under one",
    "under one year",
    "one child and another",
    "to about one child",
    "one family may",
    "four cases of five",
    "three in four cases",
    "one quarter",
    "counts under",
)
"""Sentences of definitions and methods, which count nobody in particular."""
